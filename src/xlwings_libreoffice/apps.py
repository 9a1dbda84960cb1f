"""Apps: one soffice each, started by us, or one that our code runs inside of."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

from xlwings import XlwingsError
from xlwings import base_classes as bc

from xlwings_libreoffice.addresses import of_uno
from xlwings_libreoffice.books import Book, Books
from xlwings_libreoffice.bridge import UnoException, properties
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.process import OfficeProcess
from xlwings_libreoffice.ranges import Range

_PRODUCT = "/org.openoffice.Setup/Product"


@implements(bc.Apps)
class Apps:
    """The running apps, the latest first."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        """The process ids."""
        return [app.pid for app in self]

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Any = None,  # noqa: ARG002
        visible: bool | None = None,
    ) -> App:
        """Start soffice; ``spec`` is the path of another one. Without a display it runs headless whatever is asked."""
        headless = not (visible or (visible is None and _has_display()))
        process = OfficeProcess(headless=headless, program=spec)
        app = App(self, process.connect(), process=process, headless=headless)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def attach(self, component_context: Any) -> App:
        """The app of an office that somebody else started, known by its component context."""
        app = App(self, component_context, process=None, headless=False)
        self._apps.insert(0, app)
        return app

    def forget(self, app: App) -> None:
        """Take an ended app from the list."""
        self._apps = [other for other in self._apps if other is not app]

    def cleanup(self) -> None:
        """Remove apps whose soffice has ended."""
        for app in [app for app in self._apps if not app.is_alive]:
            app.kill()

    def __iter__(self) -> Iterator[App]:
        return iter([app for app in self._apps if app.is_alive])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(pid)


@implements(bc.App)
class App:
    """One LibreOffice."""

    display_alerts: bool

    def __init__(self, apps: Apps, context: Any, *, process: OfficeProcess | None, headless: bool) -> None:
        self._apps = apps
        self._context = context
        self._process = process
        self._headless = headless
        self._desktop = self.service("com.sun.star.frame.Desktop")
        self._indicator: Any = None
        self._status: str | bool = False
        self.undo_depth = 0
        self.display_alerts = True

    def service(self, name: str) -> Any:
        """An instance of a UNO service in this office."""
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    @property
    def engine(self) -> Any:
        """The engine."""
        return self._apps.engine

    @property
    def api(self) -> Any:
        """The UNO desktop."""
        return self._desktop

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process is None or self._process.is_alive

    @property
    def is_headless(self) -> bool:
        """Whether it runs without windows."""
        return self._headless

    @property
    def pid(self) -> int:
        """The process id of soffice."""
        return os.getpid() if self._process is None else self._process.pid

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    @property
    def version(self) -> str:
        """The version of LibreOffice: ``7.4.7.2``."""
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        access = "com.sun.star.configuration.ConfigurationAccess"
        node = provider.createInstanceWithArguments(access, properties(nodepath=_PRODUCT))
        return str(node.getByName("ooSetupVersionAboutBox"))

    @property
    def path(self) -> str | None:
        """The path of soffice, None for an office we did not start."""
        return self._process.program if self._process else None

    @property
    def visible(self) -> bool:
        """Whether its windows are shown; a headless office has none, so setting it there does nothing."""
        return not self._headless and any(book.window.isVisible() for book in self.books)

    @visible.setter
    def visible(self, value: bool) -> None:
        if not self._headless:
            for book in self.books:
                book.window.setVisible(value)

    def activate(self, steal_focus: bool = False) -> None:
        """Bring the window of the active workbook to the front."""
        book = self.books.active
        if book is not None and not self._headless:
            book.activate()
            if steal_focus:
                book.window.toFront()

    @property
    def screen_updating(self) -> bool:
        """Whether windows are repainted."""
        return not any(book.api.hasControllersLocked() for book in self.books)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self.books:
            locked = book.api.hasControllersLocked()
            if value and locked:
                book.api.unlockControllers()
            elif not value and not locked:
                book.api.lockControllers()

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``."""
        automatic = all(book.api.isAutomaticCalculationEnabled() for book in self.books)
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            raise NotImplementedError(f"The LibreOffice engine does not support App.calculation = {value!r}")
        for book in self.books:
            book.api.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Recalculate all open workbooks."""
        for book in self.books:
            book.api.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar, False when LibreOffice has it."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        if self._indicator is not None:
            self._indicator.end()
            self._indicator = None
        self._status = value
        book = self.books.active
        if isinstance(value, str) and book is not None:
            self._indicator = book.api.CurrentController.Frame.createStatusIndicator()
            self._indicator.start(value, 0)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active workbook; None if something else is selected."""
        book = self.books.active
        chosen = book.api.getCurrentSelection() if book else None
        if chosen is None or not hasattr(chosen, "RangeAddress"):
            return None
        address = chosen.RangeAddress
        return Range(book.sheets(address.Sheet + 1), of_uno(address)) if book else None

    def run(self, macro: str, args: tuple[Any, ...]) -> Any:
        """Run a Basic macro of the active workbook: ``Library.Module.Name`` or ``Module.Name`` (library Standard)."""
        title, _, macro = macro.rpartition("!")
        book = self.books(title.strip("'")) if title else self.books.active
        if book is None:
            raise XlwingsError("No workbook is open")
        name = macro if macro.count(".") > 1 else f"Standard.{macro}"
        uri = f"vnd.sun.star.script:{name}?language=Basic&location=document"
        return book.api.getScriptProvider().getScript(uri).invoke(tuple(args), (), ())[0]

    def quit(self) -> None:
        """Close all workbooks without saving and end soffice; an office we did not start goes on."""
        if self._process is None:
            self._apps.forget(self)
            return
        if self._process.is_alive:
            with contextlib.suppress(UnoException, XlwingsError):
                for book in list(self.books):
                    book.close()
                self._desktop.terminate()
        self._apps.forget(self)
        self._process.wait()

    def kill(self) -> None:
        """End soffice at once."""
        self._apps.forget(self)
        if self._process is not None:
            self._process.kill()

    def book_of(self, document: Any) -> Book:
        """The workbook of a UNO document."""
        return Book(self, document)


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
