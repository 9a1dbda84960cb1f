"""Makes a class meet an xlwings base class: what it lacks says so by name, what it has reports a lost office in words."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from xlwings_libreoffice.bridge import DisposedException, UnoException
from xlwings_libreoffice.errors import BookClosedError, OfficeError, OfficeGoneError
from xlwings_libreoffice.process import any_has_crashed

_Class = TypeVar("_Class", bound=type)
_PROTOCOL = {"__call__", "__len__", "__iter__", "__contains__", "__getitem__"}

_ANSWERED_BY_XLWINGS = {"rows", "columns", "get_async_pipeline_overrides"}

CONTRACTS: dict[str, tuple[type, type]] = {}
"""Every engine class by name, with the xlwings base class it meets; the table of the documentation is made from it."""


def implements(base: type, *also: str) -> Callable[[_Class], _Class]:
    """Class decorator for an engine class that meets ``base``; ``also`` are members that xlwings asks for beyond it."""

    def decorate(cls: _Class) -> _Class:
        for part in cls.__mro__[:-1]:
            _guard_own(part)
        for name in {**_members(base), **dict.fromkeys(also)}:
            if name in vars(cls).get("__annotations__", {}):
                continue  # set by __init__
            if not hasattr(cls, name) or getattr(object, name, None) is getattr(cls, name):
                setattr(cls, name, _stand_in(base, cls, name))
        CONTRACTS[cls.__name__] = (cls, base)
        return cls

    return decorate


def supported_members(cls: type, base: type, public: type) -> tuple[list[str], list[str]]:
    """The members that ``cls`` offers of those xlwings has, and those it refuses, both sorted.

    ``base`` is what engines implement, ``public`` the class users see; what xlwings answers by itself is in neither.
    """
    asked = _members(base)
    coroutines = {name for name, member in asked.items() if inspect.iscoroutinefunction(member)}
    own = {name for name in _members(cls) if not name.startswith("_") or name in _PROTOCOL} & set(dir(public))
    refused = {name for name in set(asked) | own if getattr(_raw(cls, name), "is_refusal", False)}
    return sorted((set(asked) | own) - refused - coroutines), sorted(refused - coroutines - _ANSWERED_BY_XLWINGS)


def _members(base: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for cls in reversed(base.__mro__[:-1]):
        shown = {name: item for name, item in vars(cls).items() if not name.startswith("_") or name in _PROTOCOL}
        found.update(shown)
    return found


def _raw(cls: type, name: str) -> Any:
    member = inspect.getattr_static(cls, name, None)
    return member.fget if isinstance(member, property) else member


def _stand_in(base: type, cls: type, name: str) -> Any:
    member = inspect.getattr_static(base, name, None)
    if inspect.iscoroutinefunction(member):
        return member
    if member is None or isinstance(member, property):
        return property(_refusal(cls, name), _refusal(cls, name))
    if callable(member) or isinstance(member, (staticmethod, classmethod)):
        return _refusal(cls, name)
    return member


def _refusal(cls: type, name: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise NotImplementedError(f"The LibreOffice engine does not support {cls.__name__}.{name}")

    refuse.is_refusal = True  # type: ignore[attr-defined]
    return refuse


def _guard_own(cls: type) -> None:
    if "_is_guarded" in vars(cls):
        return
    cls._is_guarded = True  # type: ignore[attr-defined]
    for name, member in list(vars(cls).items()):
        if name.startswith("_") and name not in _PROTOCOL:
            continue
        if isinstance(member, property):
            setter = _guarded(member.fset) if member.fset else None
            setattr(cls, name, property(_guarded(member.fget), setter, doc=member.__doc__))  # type: ignore[arg-type]
        elif inspect.isfunction(member):
            setattr(cls, name, _guarded(member))


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except UnoException as error:
            raise _in_words(error) from error

    return call


def _in_words(error: Exception) -> Exception:
    """UNO's exceptions cannot pass a ``contextlib`` manager (their traceback is read-only), so none leaves the engine."""
    text = str(error)
    if "bridge" in text or "URP" in text or any_has_crashed():
        return OfficeGoneError("LibreOffice has ended; files on disk are as they were last saved")
    if isinstance(error, DisposedException):
        return BookClosedError("The workbook has been closed in LibreOffice")
    return OfficeError(f"LibreOffice: {type(error).__name__.rpartition('.')[2]}: {text or 'no message'}")
