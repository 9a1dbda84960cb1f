"""The one place that imports ``uno``, and small helpers for its structs, enums and property lists."""

from __future__ import annotations

from typing import Any

try:
    import uno
except ImportError as error:  # pragma: no cover - depends on the machine
    raise ImportError(
        "The Python bridge of LibreOffice (uno) cannot be imported. Install python3-uno and link uno.py and unohelper.py "
        "into this environment; the minor version of Python must be the one LibreOffice was built for."
    ) from error

DisposedException: type[Exception] = uno.getClass("com.sun.star.lang.DisposedException")
RuntimeException: type[Exception] = uno.getClass("com.sun.star.uno.RuntimeException")
UnoException: type[Exception] = uno.getClass("com.sun.star.uno.Exception")


def struct(name: str, **fields: Any) -> Any:
    """A UNO struct; ``name`` without ``com.sun.star.``, fields by keyword."""
    value = uno.createUnoStruct(f"com.sun.star.{name}")
    for key, item in fields.items():
        setattr(value, key, item)
    return value


def enum(name: str, member: str) -> Any:
    """A UNO enum value: ``enum("table.CellHoriJustify", "LEFT")``."""
    return uno.Enum(f"com.sun.star.{name}", member)


def properties(**values: Any) -> tuple[Any, ...]:
    """A sequence of ``PropertyValue``."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def named(name: str, value: Any) -> Any:
    """A ``NamedValue``."""
    return struct("beans.NamedValue", Name=name, Value=value)


def any_value(type_name: str, value: Any) -> Any:
    """A value with an explicit UNO type, for calls through :func:`invoke`."""
    return uno.Any(type_name, value)


def invoke(target: Any, method: str, arguments: tuple[Any, ...]) -> Any:
    """Call a method with explicitly typed arguments."""
    return uno.invoke(target, method, arguments)


def to_url(path: str) -> str:
    """The file URL of an absolute path."""
    return str(uno.systemPathToFileUrl(path))


def to_path(url: str) -> str:
    """The path of a file URL; other URLs come back as they are."""
    return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else url


def local_context() -> Any:
    """The component context of this process; with it a running soffice is resolved."""
    return uno.getComponentContext()


def common(target: Any, name: str) -> Any:
    """A property that all cells of a range share, else None.

    A range answers with the first cell's value when its cells differ; only the property's state tells.
    """
    value = target.getPropertyValue(name)
    return None if target.getPropertyState(name).value == "AMBIGUOUS_VALUE" else value
