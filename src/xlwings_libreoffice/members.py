"""Makes a class meet an xlwings base class: what it lacks says so by name, what it has reports a lost office in words."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from xlwings_libreoffice.bridge import DisposedException, RuntimeException
from xlwings_libreoffice.errors import BookClosedError, OfficeGoneError

_Class = TypeVar("_Class", bound=type)
_PROTOCOL = {"__call__", "__len__", "__iter__", "__contains__", "__getitem__"}

CONTRACTS: dict[str, tuple[type, type]] = {}
"""Every engine class by name, with the xlwings base class it meets; the table of the documentation is made from it."""


def implements(base: type, *also: str) -> Callable[[_Class], _Class]:
    """Class decorator for an engine class that meets ``base``; ``also`` are members that xlwings asks for beyond it."""

    def decorate(cls: _Class) -> _Class:
        _guard_own(cls)
        for name in {**_members(base), **dict.fromkeys(also)}:
            if name in vars(cls).get("__annotations__", {}):
                continue  # set by __init__
            if not hasattr(cls, name) or getattr(object, name, None) is getattr(cls, name):
                setattr(cls, name, _stand_in(base, cls, name))
        CONTRACTS[cls.__name__] = (cls, base)
        return cls

    return decorate


def supported_members(cls: type, base: type) -> tuple[list[str], list[str]]:
    """The members of ``base`` that ``cls`` offers and those it refuses, both sorted."""
    refused = {name for name in _members(base) if getattr(_raw(cls, name), "is_refusal", False)}
    coroutines = {name for name, member in _members(base).items() if inspect.iscoroutinefunction(member)}
    offered = set(_members(base)) - refused - coroutines
    return sorted(offered), sorted(refused)


def _members(base: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for cls in reversed(base.__mro__[:-1]):
        for name, member in vars(cls).items():
            if not name.startswith("_") or name in _PROTOCOL:
                found[name] = member
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
        except (DisposedException, RuntimeException) as error:
            raise _in_words(error) from error

    return call


def _in_words(error: Exception) -> Exception:
    text = str(error)
    if "bridge" in text or "URP" in text:
        return OfficeGoneError("LibreOffice has ended; files on disk are as they were last saved")
    if isinstance(error, DisposedException):
        return BookClosedError("The workbook has been closed in LibreOffice")
    return error
