"""The published forms that come with the package (``published/``), and each as a filled workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.records import FormRecord, from_json
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.resources import resource_dir


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """One transcribed form: the document it is from, its number and title in it, and what it says."""

    document: str
    stem: str
    title: str
    record: FormRecord

    @property
    def file(self) -> Path:
        """Where its workbook goes, relative to the folder of the demonstration."""
        return Path(self.document) / f"{self.stem}.xlsx"


def published_forms() -> Iterator[PublishedForm]:
    """All transcribed forms, by document and order of appearance."""
    for path in sorted(resource_dir("published").glob("*/*.yml")):
        data = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
        record = from_json(data, form_spec(data["form"]))
        yield PublishedForm(path.parent.name, path.stem, str(data["title"]), record)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def write_published(form: PublishedForm, folder: Path) -> Path:
    """The form as a workbook under ``folder``: the official template, filled."""
    path = folder / form.file
    path.parent.mkdir(parents=True, exist_ok=True)
    spec = form_spec(form.record.form)
    workbook = FilesWorkbook.open(spec.template_path)
    workbook.apply(place_record(spec, workbook, form.record), label="填表", unlock=True)
    workbook.save(path)
    return path
