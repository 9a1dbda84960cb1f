"""Short questions in LibreOffice: a choice, a line of text, a folder, a file, a message. Built at run time, no .xdl."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

_WIDTH, _ROW = 260, 12
_LIST_HEIGHT = 130
_OK = 1
_POSITION = 3  # com.sun.star.awt.PosSize.POS


class Dialogs:
    """The dialogs of one window."""

    def __init__(self, context: Any, window: Any) -> None:
        self._context = context
        self._window = window

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def message(self, title: str, text: str, *, error: bool = False) -> None:
        """A box with a text and OK."""
        import uno  # noqa: PLC0415 - only where UNO is

        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX" if error else "INFOBOX")
        self._window.Toolkit.createMessageBox(self._window, kind, 1, title, text).execute()

    def choose(self, title: str, options: Sequence[str]) -> int | None:
        """The number of the option chosen in a list; None for cancel."""
        dialog, model = self._dialog(title, _LIST_HEIGHT)
        box = self._add(model, "ListBox", "answer", 6, 6, _WIDTH - 12, _LIST_HEIGHT)
        box.StringItemList = tuple(options)
        box.SelectedItems = (0,)
        chosen = self._run(dialog)
        positions = dialog.getControl("answer").SelectedItemsPos if chosen else ()
        dialog.dispose()
        return int(positions[0]) if positions else None

    def ask(self, title: str, question: str) -> str | None:
        """A line of text; None for cancel."""
        lines = sum(1 + len(line) // 45 for line in question.splitlines())
        height = lines * _ROW
        dialog, model = self._dialog(title, height + _ROW + 8)
        label = self._add(model, "FixedText", "question", 6, 6, _WIDTH - 12, height)
        label.Label, label.MultiLine = question, True
        self._add(model, "Edit", "answer", 6, height + 10, _WIDTH - 12, _ROW + 2)
        text = str(dialog.getControl("answer").Text).strip() if self._run(dialog) else None
        dialog.dispose()
        return text

    def pick_folder(self, title: str) -> Path | None:
        """The system's own dialog for folders."""
        picker = self._service("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(title)
        return _path(picker.getDirectory()) if picker.execute() == _OK else None

    def pick_file(self, title: str) -> Path | None:
        """The system's own dialog for files."""
        picker = self._service("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(title)
        if picker.execute() != _OK:
            return None
        files = picker.getSelectedFiles()
        return _path(files[0]) if files else None

    def _dialog(self, title: str, body: int) -> tuple[Any, Any]:
        model = self._service("com.sun.star.awt.UnoControlDialogModel")
        model.Width, model.Height, model.Title = _WIDTH, body + 34, title
        dialog = self._service("com.sun.star.awt.UnoControlDialog")
        dialog.setModel(model)
        for number, (name, label, kind) in enumerate((("ok", "确定", 1), ("cancel", "取消", 2))):
            left = _WIDTH - 110 + number * 54
            button = self._add(model, "Button", name, left, body + 14, 50, 15)
            button.Label, button.PushButtonType, button.DefaultButton = label, kind, name == "ok"
        return dialog, model

    def _add(self, model: Any, kind: str, name: str, left: int, top: int, width: int, height: int) -> Any:
        control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
        control.PositionX, control.PositionY, control.Width, control.Height = left, top, width, height
        control.Name = name
        model.insertByName(name, control)
        return control

    def _run(self, dialog: Any) -> bool:
        dialog.createPeer(self._window.Toolkit, self._window)
        room, size = self._window.getPosSize(), dialog.getPosSize()
        left, top = (room.Width - size.Width) // 2, (room.Height - size.Height) // 2
        dialog.setPosSize(max(left, 0), max(top, 0), 0, 0, _POSITION)
        dialog.getControl("answer").setFocus()
        return int(dialog.execute()) == _OK


def _path(url: str) -> Path:
    from xlwings_libreoffice.bridge import to_path  # noqa: PLC0415 - needs UNO

    return Path(to_path(url))
