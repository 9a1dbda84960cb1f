"""Which sheets of a workbook are our forms: by the hidden names ``_px_form`` and ``_px_version``, never by guessing.

Workbooks without our names are the business of ``forms.recognize``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.naming import FORM_NAME, VERSION_NAME, constant_text
from perf_xl.forms.spec import FormSpec
from perf_xl.model.cells import CellReader, DefinedName


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet that is a form: its layout, the version its names were made for, and the names it has."""

    sheet: str
    spec: FormSpec
    version: str
    names: Mapping[str, DefinedName]


def form_sheets(reader: CellReader) -> list[FormSheet]:
    """The forms of a workbook, in the order of the tabs; InputError for a form this installation does not know."""
    scoped: dict[str, dict[str, DefinedName]] = {sheet: {} for sheet in reader.sheets()}
    for name in reader.names():
        if name.sheet in scoped:
            scoped[name.sheet][name.name] = name
    return [_form_sheet(reader, sheet, names) for sheet, names in scoped.items() if _form_id(names)]


def has_forms(reader: CellReader) -> bool:
    """Whether any sheet carries our names."""
    return any(name.name == FORM_NAME and name.sheet is not None for name in reader.names())


def _form_sheet(reader: CellReader, sheet: str, names: Mapping[str, DefinedName]) -> FormSheet:
    form = _form_id(names) or ""
    if form not in form_ids():
        raise InputError(
            f"“{reader.source}”的工作表“{sheet}”标明是“{form}”，本机没有这种表的版式。请升级 perf-xl，或装上该表的版式文件。"
        )
    version = names.get(VERSION_NAME)
    return FormSheet(sheet, form_spec(form), (constant_text(version.refers_to) if version else None) or "", names)


def _form_id(names: Mapping[str, DefinedName]) -> str | None:
    name = names.get(FORM_NAME)
    return constant_text(name.refers_to) if name else None
