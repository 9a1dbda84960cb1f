"""The spreadsheet program on this computer for the self-test and 体检: Excel, or WPS where there is no Excel.

By the documented object models; neither program is where the tests run, so their steps are held against stand-ins.
"""

from __future__ import annotations

from typing import Any

from perf_xl.errors import InputError
from perf_xl.hosts.excel.engine import windows_engine

WPS = "Ket.Application"
"""The COM name of WPS's spreadsheets."""

_NOT_THERE = {-2147352570, -2147467263, -2147352573}
"""DISP_E_UNKNOWNNAME, E_NOTIMPL, DISP_E_MEMBERNOTFOUND."""


def open_application() -> Any:
    """An Excel of our own as ``xlwings.App``, else a WPS with VBA; InputError where there is neither."""
    import xlwings as xw  # noqa: PLC0415 - slow to load

    try:
        app = xw.App(visible=True, add_book=True)
    except Exception as error:
        wps = _started(WPS)
        if wps is None:
            raise InputError(f"打不开 Excel，也没有 WPS：{error}") from error
        if not has_vba(wps):
            wps.Quit()
            raise InputError(
                "这台电脑只有不带 VBA 的 WPS，不能用加载项。请用命令行直接处理文件：perf-xl score 文件名"
            ) from None
        return _as_xlwings(wps)
    windows_engine()
    return app


def running_wps() -> Any | None:
    """The WPS that is open now; None if there is none."""
    import pythoncom  # noqa: PLC0415 - Windows only
    import win32com.client  # noqa: PLC0415

    pythoncom.CoInitialize()  # the button 体检 asks from the thread of its command
    try:
        return win32com.client.GetActiveObject(WPS)
    except pythoncom.com_error:
        return None


def has_vba(application: Any) -> bool:
    """Whether a WPS has VBA: its object model then has the editor, even where looking into it is not allowed."""
    try:
        return application.VBE is not None
    except AttributeError:
        return False
    except Exception as error:  # noqa: BLE001 - COM errors have no common class without pywin32
        number = error.args[0] if error.args else None
        inner = error.args[2][5] if len(error.args) > 2 and error.args[2] else None
        return not {number, inner} & _NOT_THERE


def _started(name: str) -> Any | None:
    import pythoncom  # noqa: PLC0415 - Windows only
    import win32com.client  # noqa: PLC0415

    try:
        return win32com.client.DispatchEx(name)
    except pythoncom.com_error:
        return None


def _as_xlwings(application: Any) -> Any:
    import xlwings as xw  # noqa: PLC0415

    app = xw.App(impl=windows_engine().App(xl=application))
    app.visible = True
    app.books.add()
    return app
