"""The pages of docs/forms: in step with the layouts, with pictures that exist and are small."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from perf_xl.forms.catalog import form_ids

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "forms"


def test_pages_when_layouts_changed_then_built_again():
    """Run scripts/build_form_pages.py after a change of a layout."""
    command = [sys.executable, str(ROOT / "scripts" / "build_form_pages.py"), "--check"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""


@pytest.mark.parametrize("form", form_ids())
def test_page_of_every_form_then_pictures_empty_and_filled(form):
    """Each page shows the form empty and filled; each picture is under 150 kB."""
    page = (PAGES / f"{form}.md").read_text(encoding="utf-8")
    images = re.findall(r"\((img/[^)]+)\)", page)
    assert any("-empty-" in image for image in images)
    assert any("-filled-" in image for image in images)
    assert all((PAGES / image).stat().st_size < 150_000 for image in images)


def test_verdicts_then_every_picture_has_one():
    """docs/forms/pages.md says of each printed page who looked at it and what was found."""
    text = (PAGES / "pages.md").read_text(encoding="utf-8")
    assert [image.name for image in sorted((PAGES / "img").glob("*.png")) if image.stem not in text] == []
