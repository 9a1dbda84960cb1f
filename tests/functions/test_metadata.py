"""The one source of names, arguments and help."""

from typing import Annotated

import pytest

from perf_xl.errors import InputError
from perf_xl.functions import FUNCTIONS, Argument, Help, call_function, find_function
from perf_xl.functions.metadata import spec_of

SIGNATURES = {
    "PERF_SCORE": "[rule] [actual] [target] [comparison] [unit] [max_score] [name]",
    "PERF_SCORES": "rules actuals [targets] [comparisons] [units] [max_scores] [names]",
    "PERF_EXEC_RATE": "budget spent",
    "PERF_EXPLAIN": "indicator [level2]",
    "PERF_READ": "rule [max_score]",
    "PERF_CHECK": "level1 level2 level3 comparison target unit",
    "PERF_ROLLUP": "values funds kind",
}


def test_functions_when_listed_then_have_the_fixed_names_and_arguments():
    """Other people's workbooks rely on them."""
    found = {s.name: " ".join(f"[{a.name}]" if a.optional else a.name for a in s.arguments) for s in FUNCTIONS}
    assert SIGNATURES == found


def test_help_when_read_then_is_chinese_and_fits_the_wizard():
    """A label and a sentence for every argument, 255 characters at most."""
    for spec in FUNCTIONS:
        for text in (spec.help, *(a.help for a in spec.arguments)):
            assert any("一" <= char <= "鿿" for char in text)
            assert len(text) <= 255


def test_spec_when_an_argument_has_no_help_then_refuses():
    """An undocumented argument never reaches a user."""

    def bad(value: Argument) -> None:
        """帮助。"""

    with pytest.raises(ValueError, match="value: no help"):
        spec_of(bad)


def test_spec_when_help_is_too_long_then_refuses():
    """Excel would drop the whole function's help."""

    def bad(value: Annotated[Argument, Help("值", "长" * 256)]) -> None:
        """帮助。"""

    with pytest.raises(ValueError, match="value: unfit help"):
        spec_of(bad)


def test_call_when_the_name_is_unknown_then_lists_the_known_ones():
    """Also in small letters the name is known."""
    assert "PERF_SCORE" == find_function("perf_score").name
    with pytest.raises(InputError, match="没有名为“PERF_X”的绩效函数，可用的有：PERF_SCORE、"):
        call_function("PERF_X", [])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_call_when_the_number_of_arguments_is_wrong_then_says_so(count):
    """Excel itself prevents it; other callers are told."""
    with pytest.raises(InputError, match=f"PERF_EXEC_RATE 要 2～2 个参数，给了 {count} 个"):
        call_function("PERF_EXEC_RATE", [None] * count)
