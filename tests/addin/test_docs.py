"""The manual says what the add-in does: the page beside the add-in, buttons, functions, examples."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from perf_xl.addin.help_page import help_html
from perf_xl.addin.ribbon import buttons
from perf_xl.functions import FUNCTIONS, call_function
from perf_xl.resources import resource_dir

MANUAL = Path(__file__).parents[2] / "docs" / "addin.md"
TEXT = MANUAL.read_text("utf-8")
RIBBON = (resource_dir("addin") / "customUI14.xml").read_text("utf-8")


def test_help_page_when_made_anew_then_equals_the_shipped_one():
    """A changed manual without a new page fails here."""
    assert help_html(TEXT) == (resource_dir("addin") / "help.html").read_text("utf-8")


def test_manual_when_read_then_names_every_button_and_function():
    """With the label that is on the button, and the arguments by their Chinese names."""
    for button in buttons(RIBBON):
        assert button.label.rstrip("？") in TEXT
    for spec in FUNCTIONS:
        named = f"{spec.name}({', '.join(a.label for a in spec.arguments)})"
        assert named in TEXT or f"{spec.name}(…)" in TEXT


def test_manual_when_read_then_every_button_has_a_picture_that_is_there():
    """In docs/ and beside the page that 帮助 opens; none is left over."""
    folder = resource_dir("addin") / "img"
    shown = re.findall(r"\]\(\.\./addin/img/([a-z_]+)\.png\)", TEXT)
    assert {f"{name}.png" for name in shown} == {path.name for path in folder.iterdir()}
    assert {button.command for button in buttons(RIBBON)} - {"help"} == set(shown) - {"ribbon"}
    page = (resource_dir("addin") / "help.html").read_text("utf-8")
    assert all(f'src="img/{name}.png"' in page for name in shown)


@pytest.mark.parametrize(
    "example, arguments, expected",
    [
        (
            '=PERF_SCORE("每低于1个百分点扣0.5分",95%,98%,"≥","%",10)',
            ["每低于1个百分点扣0.5分", "95%", "98%", "≥", "%", Decimal(10)],
            Decimal("8.5"),
        ),
        ("=PERF_EXEC_RATE(100,85.5)", [Decimal(100), Decimal("85.5")], Fraction(171, 200)),
    ],
)
def test_examples_when_computed_then_give_what_the_manual_says(example, arguments, expected):
    """The formula stands in the manual, followed by its result."""
    line = next(line for line in TEXT.splitlines() if example in line)
    shown = re.search(re.escape(f"`{example}`") + r" 得 ([\d.]+)", line)
    assert shown is not None
    assert expected == call_function(example[1:].split("(")[0], arguments) == Fraction(shown[1])
