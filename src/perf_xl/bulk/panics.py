"""Libraries written in Rust (calamine) may panic over a damaged file: an exception outside ``Exception``, and words on stderr.

Neither is for a clerk: the exception becomes a ValueError, the words are not shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_STDERR = 2
_PANIC = "PanicException"
"""Its class cannot be imported: each extension module has one of its own."""


@contextmanager
def no_panic() -> Iterator[None]:
    """Run the block; ValueError where Rust code panicked in it."""
    with _unheard():
        try:
            yield
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
            raise ValueError(str(error)) from error


@contextmanager
def _unheard() -> Iterator[None]:
    """Nothing reaches stderr, whoever writes to it; a program without one (a window) needs no care."""
    try:
        kept = os.dup(_STDERR)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - the device, not a path of ours
            os.dup2(nothing.fileno(), _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
