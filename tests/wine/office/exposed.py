"""Python objects as late-bound COM objects, the way an application's are: properties, methods, default members."""

import tempfile
from pathlib import Path
from typing import Any

import pythoncom
import pywintypes
import win32com.server.exception
import win32com.server.util
from win32com.server.policy import DynamicPolicy

MEMBER_NOT_FOUND, UNKNOWN_NAME, BAD_INDEX = -2147352573, -2147352570, -2147352565
"""COM's own numbers: DISP_E_MEMBERNOTFOUND, DISP_E_UNKNOWNNAME, DISP_E_BADINDEX."""
BY_NAME = pythoncom.DISPATCH_PROPERTYPUT | pythoncom.DISPATCH_PROPERTYPUTREF


class Policy(DynamicPolicy):  # type: ignore[misc]
    """Every name is asked of the object itself."""


def described(name, identity):
    """A policy with type information, which xlwings asks workbooks and ranges for: a name and an interface's number."""
    path = str(Path(tempfile.mkdtemp(), f"{name}.tlb"))
    library = pythoncom.CreateTypeLib2(pythoncom.SYS_WIN32, path)
    made = library.CreateTypeInfo(name, pythoncom.TKIND_DISPATCH)
    made.SetGuid(pywintypes.IID(identity))
    made.LayOut()
    library.SaveAllChanges()
    information = pythoncom.LoadTypeLib(path).GetTypeInfo(0)

    class Described(Policy):
        def _GetTypeInfoCount_(self):
            return 1

        def _GetTypeInfo_(self, index, lcid):
            return 0, information

    return Described


WORKBOOK, RANGE = "{000208DA-0000-0000-C000-000000000046}", "{00020846-0000-0000-C000-000000000046}"
"""Excel's own numbers of the interfaces _Workbook and Range."""


class Exposed:
    """Something of the application's. Public attributes are its members; ``Item`` is what a call of the object means."""

    Item: Any
    items: Any

    def _dynamic_(self, name, _lcid, flags, args):
        if flags & BY_NAME:
            return setattr(self, self._known(name), inner(args[0]))
        if name == "_NewEnum":
            return win32com.server.util.NewEnum([outer(item) for item in self.items()])
        if name == "_value_":
            return outer(self.Item(*map(inner, args)))
        member = getattr(self, self._known(name))
        if not callable(member):
            return outer(member.Item(*map(inner, args)) if args else member)
        if not flags & pythoncom.DISPATCH_METHOD:  # asked for as a property: pywin32 then knows that it is a method
            raise win32com.server.exception.COMException(scode=MEMBER_NOT_FOUND, desc=name)
        return outer(member(*map(inner, args)))

    def _known(self, name):
        """The member's own name; COM does not mind capitals."""
        for own in dir(type(self)) + list(vars(self)):
            if own.casefold() == name.casefold() and not own.startswith("_"):
                return own
        raise win32com.server.exception.COMException(scode=UNKNOWN_NAME, desc=f"{type(self).__name__}.{name}")


def outer(value):
    """A member's value as COM sends it."""
    return win32com.server.util.wrap(value, usePolicy=Policy) if isinstance(value, Exposed) else value


def inner(value):
    """An argument as the object wants it: our own objects come back as themselves."""
    if isinstance(value, pythoncom.TypeIIDs[pythoncom.IID_IDispatch]):
        return win32com.server.util.unwrap(value)
    return value


def collection(members):
    """A collection of Excel's: ``Count``, ``Item`` by number or name, and going through it."""

    class Collection(Exposed):
        @property
        def Count(self):
            return len(members())

        def items(self):
            return members()

        def Item(self, key):
            for number, member in enumerate(members(), 1):
                if key == number or (isinstance(key, str) and member.Name.casefold() == key.casefold()):
                    return member
            raise win32com.server.exception.COMException(scode=BAD_INDEX, desc=str(key))

    return Collection()
