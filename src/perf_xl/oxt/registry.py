"""The extension's configuration files: functions with their help, menu, toolbar, protocol, jobs, types, description."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from perf_xl import __version__
from perf_xl.functions import CATEGORY, FUNCTIONS, FunctionSpec
from perf_xl.hosts.libreoffice.names import HANDLER, IDENTIFIER, JOB, PROTOCOL, SERVICE, camel, method_name
from perf_xl.oxt.menu import menu_groups, toolbar_commands

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:package="org.openoffice.Office" oor:name="{}">\n{}\n'
    "</oor:component-data>\n"
)
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_EVENTS = ("OnStartApp", "OnNew", "OnLoad")


def _node(name: str, *children: str, replace: bool = False, fuse: bool = False) -> str:
    op = ' oor:op="replace"' if replace else ' oor:op="fuse"' if fuse else ""
    return f"<node oor:name={quoteattr(name)}{op}>{''.join(children)}</node>"


def _prop(name: str, value: str) -> str:
    return f"<prop oor:name={quoteattr(name)}><value>{escape(value)}</value></prop>"


def _text(name: str, text: str) -> str:
    """A text for every language of the user interface: the product speaks Chinese."""
    values = "".join(f'<value xml:lang="{language}">{escape(text)}</value>' for language in ("en-US", "zh-CN"))
    return f"<prop oor:name={quoteattr(name)}>{values}</prop>"


def calc_addins() -> str:
    """``CalcAddIns.xcu``: the functions and their arguments as the Function Wizard shows them."""
    functions = (_function(spec) for spec in FUNCTIONS)
    info = _node("AddInInfo", _node(SERVICE, _node("AddInFunctions", *functions), replace=True))
    return _HEAD.format("CalcAddIns", info)


def _function(spec: FunctionSpec) -> str:
    arguments = (
        _node(
            camel(argument.name),
            _text("DisplayName", argument.label),
            _text("Description", argument.help),
            replace=True,
        )
        for argument in spec.arguments
    )
    return _node(
        method_name(spec),
        _text("DisplayName", spec.name),
        _text("Description", spec.help),
        _prop("Category", "Add-In"),
        _node("Parameters", *arguments),
        replace=True,
    )


def _item(name: str, command: str, label: str) -> str:
    return _node(
        name,
        _prop("URL", PROTOCOL + command),
        _text("Title", label),
        _prop("Target", "_self"),
        _prop("Context", _CALC),
        replace=True,
    )


def addons() -> str:
    """``Addons.xcu``: the menu 绩效评价 with a submenu a group, and the toolbar."""
    groups = []
    for number, group in enumerate(menu_groups(), 1):
        items = (_item(f"c{place:02}", command, label) for place, (command, label) in enumerate(group.commands, 1))
        groups.append(_node(f"g{number}", _text("Title", group.title), _node("Submenu", *items), replace=True))
    menu = _node(
        "org.perfxl.menu",
        _text("Title", f"{CATEGORY}(~J)"),
        _prop("Context", _CALC),
        _node("Submenu", *groups),
        replace=True,
    )
    buttons = (_item(f"t{place:02}", *item) for place, item in enumerate(toolbar_commands(), 1))
    bar = _node("org.perfxl.toolbar", *buttons, replace=True)
    return _HEAD.format("Addons", _node("AddonUI", _node("OfficeMenuBar", menu), _node("OfficeToolBar", bar)))


def toolbar_window() -> str:
    """``CalcWindowState.xcu``: the toolbar has a name and is docked below the others."""
    name = "private:resource/toolbar/addon_org.perfxl.toolbar"
    place = "".join(_prop(key, value) for key, value in (("DockPos", "0,3"), ("DockingArea", "0"), ("Style", "1")))
    shown = "".join(_prop(key, "true") for key in ("Docked", "Visible"))
    state = _node(name, _text("UIName", CATEGORY), place, shown, replace=True)
    head = _HEAD.replace("org.openoffice.Office", "org.openoffice.Office.UI")
    return head.format("CalcWindowState", _node("UIElements", _node("States", state)))


def protocol_handler() -> str:
    """``ProtocolHandler.xcu``: who answers the commands."""
    handler = _node(HANDLER, _prop("Protocols", f"{PROTOCOL}*"), replace=True)
    return _HEAD.format("ProtocolHandler", _node("HandlerSet", handler))


def jobs() -> str:
    """``Jobs.xcu``: what is done when LibreOffice starts and when a workbook is opened."""
    job = _node("Jobs", _node(JOB, _prop("Service", JOB), replace=True))
    events = (_node(event, _node("JobList", _node(JOB, replace=True)), fuse=True) for event in _EVENTS)
    return _HEAD.format("Jobs", job + _node("Events", *events))


def types() -> str:
    """``XPerfXL.idl``: the interface of the functions, as text; LibreOffice reads it without a compiler."""
    methods = [
        f"    any {method_name(spec)}({', '.join(f'[in] any {camel(argument.name)}' for argument in spec.arguments)});"
        for spec in FUNCTIONS
    ]
    general = "    any callFunction([in] string name, [in] sequence< any > arguments);"
    body = "\n".join([*methods, general])
    inherited = "com::sun::star::uno::XInterface"
    return f"module org {{ module perfxl {{\ninterface XPerfXL : {inherited} {{\n{body}\n}};\n}}; }};\n"


def description() -> str:
    """``description.xml``: identifier, version, name."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006">\n'
        f'  <identifier value="{IDENTIFIER}"/>\n  <version value="{__version__}"/>\n'
        f'  <display-name><name lang="en">{CATEGORY}</name><name lang="zh-CN">{CATEGORY}</name></display-name>\n'
        "</description>\n"
    )


def manifest() -> str:
    """``META-INF/manifest.xml``: the parts and what they are."""
    kinds = {
        "XPerfXL.idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
        "perf_xl_component.py": "application/vnd.sun.star.uno-component;type=Python",
        "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
        "Addons.xcu": "application/vnd.sun.star.configuration-data",
        "ProtocolHandler.xcu": "application/vnd.sun.star.configuration-data",
        "Jobs.xcu": "application/vnd.sun.star.configuration-data",
        "CalcWindowState.xcu": "application/vnd.sun.star.configuration-data",
    }
    entries = "\n".join(
        f'  <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in kinds.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n{entries}\n</manifest:manifest>\n'
    )
