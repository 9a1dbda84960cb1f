"""The library of 指标解释 and 评（扣）分标准: shipped data, users' own workbooks, and matching by name."""

from perf_xl.library.entries import Entry, Library, LibraryError, load_library, shipped_library
from perf_xl.library.match import Explanation, MatchKind, default_rule, explain

__all__ = [
    "Entry",
    "Explanation",
    "Library",
    "LibraryError",
    "MatchKind",
    "default_rule",
    "explain",
    "load_library",
    "shipped_library",
]
