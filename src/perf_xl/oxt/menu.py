"""The extension's menu and toolbar, read from the Excel add-in's ribbon: same commands, labels and order."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from perf_xl.addin.ribbon import NAMESPACE
from perf_xl.resources import resource_dir

TOOLBAR = ("defaults", "check", "next_finding", "clear_marks", "rate", "score", "explain", "restore")
"""Commands of the toolbar: those used many times a day."""


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """One group of commands: its title, and command and label of each."""

    title: str
    commands: tuple[tuple[str, str], ...]


def menu_groups() -> list[MenuGroup]:
    """The groups of the ribbon in order."""
    xml = (resource_dir("addin") / "customUI14.xml").read_text(encoding="utf-8")
    return [
        MenuGroup(
            group.attrib["label"],
            tuple((button.attrib["tag"], button.attrib["label"]) for button in group.iter(f"{{{NAMESPACE}}}button")),
        )
        for group in ET.fromstring(xml).iter(f"{{{NAMESPACE}}}group")
    ]


def toolbar_commands() -> list[tuple[str, str]]:
    """Command and label of each toolbar button."""
    labels = {command: label for group in menu_groups() for command, label in group.commands}
    return [(command, labels[command]) for command in TOOLBAR]
