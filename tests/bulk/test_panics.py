"""A panic in Rust code is an error like others, and says nothing on stderr."""

from __future__ import annotations

import os

import pytest

from perf_xl.bulk.panics import no_panic


class PanicException(BaseException):
    """Stands for pyo3's own, which cannot be imported."""


def panics() -> None:
    """What Rust code does."""
    os.write(2, b"thread '<unnamed>' panicked")
    raise PanicException("slice index starts at 11776")


def test_panic_when_it_happens_then_is_a_value_error_and_unheard(capfd: pytest.CaptureFixture[str]) -> None:
    """What is written to the file descriptor itself is not shown; afterwards stderr works again."""
    with pytest.raises(ValueError, match="slice index"), no_panic():
        panics()
    os.write(2, b"again")
    assert capfd.readouterr().err == "again"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, KeyError])
def test_other_exceptions_when_raised_then_pass(error: type[BaseException]) -> None:
    """Nothing else is changed."""
    with pytest.raises(error), no_panic():
        raise error


def test_stderr_when_there_is_none_then_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under pythonw."""

    def closed(_: int) -> int:
        raise OSError

    monkeypatch.setattr(os, "dup", closed)
    with pytest.raises(ValueError, match="x"), no_panic():
        raise PanicException("x")
