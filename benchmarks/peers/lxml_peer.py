"""Plain lxml over zipfile: no library for filling, but what a programmer writes by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from benchmarks.peers.base import Cells, Contestant, Fill, Formula, Work


def lxml_dom(work: Work) -> Fill:
    """Plain lxml: edit the sheet's tree, write all parts with zipfile."""
    from lxml import etree

    namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(work.template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"

    def fill(cells: Cells, path: Path) -> None:
        from perf_xl.model.cells import column_letters

        root = etree.fromstring(parts[part])
        found = {cell.get("r"): cell for cell in root.iter(f"{namespace}c")}
        for (row, column), value in cells.items():
            cell = found[f"{column_letters(column)}{row}"]
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
            if isinstance(value, Formula):
                etree.SubElement(cell, f"{namespace}f").text = value.formula
                etree.SubElement(cell, f"{namespace}v").text = str(value.cached)
            elif isinstance(value, str):
                cell.set("t", "inlineStr")
                etree.SubElement(etree.SubElement(cell, f"{namespace}is"), f"{namespace}t").text = value
            elif value is not None:
                etree.SubElement(cell, f"{namespace}v").text = str(value)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, etree.tostring(root) if name == part else content)

    return fill


CONTESTANTS = [Contestant("lxml_dom", lxml_dom)]
