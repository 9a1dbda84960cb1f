"""The ribbon's XML: as shipped for Excel 2010 and later, and what Excel 2007 and hosts of its kind get from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
NAMESPACE_2007 = "http://schemas.microsoft.com/office/2006/01/customui"


@dataclass(frozen=True, slots=True)
class Button:
    """One button of the ribbon."""

    id: str
    command: str
    label: str
    needs_form: bool


def ribbon_2007(xml: str) -> str:
    """The same ribbon for customUI.xml of Excel 2007: its namespace, and no context menu, which it does not know."""
    text = xml.replace(NAMESPACE, NAMESPACE_2007)
    return re.sub(r"[ \t]*<contextMenus>.*?</contextMenus>\n?", "", text, flags=re.DOTALL)


def buttons(xml: str) -> list[Button]:
    """All buttons in order, those of the context menu last."""
    return list(_buttons(ET.fromstring(xml)))


def _buttons(root: ET.Element) -> Iterator[Button]:
    for element in root.iter(f"{{{NAMESPACE}}}button"):
        attributes = element.attrib
        needs_form = "getEnabled" in attributes
        yield Button(attributes["id"], attributes["tag"], attributes["label"], needs_form)
