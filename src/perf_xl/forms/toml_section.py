"""A table of a TOML file, read key by key: every complaint names the file and the key path in Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from perf_xl.errors import FileProblem, InputError

T = TypeVar("T")

_WORDS = {str: "文字", int: "整数", float: "数字", bool: "true 或 false", list: "列表", dict: "表"}


class Section:
    """Keys of one TOML table; :meth:`close` complains about keys nobody asked for, so that a typing error is found."""

    def __init__(self, values: Mapping[str, Any], file: str, path: str = "") -> None:
        self._values = dict(values)
        self._file = file
        self._path = path

    @classmethod
    def load(cls, path: Path) -> Section:
        """The whole file as one section."""
        try:
            return cls(tomllib.loads(path.read_text(encoding="utf-8")), str(path))
        except FileNotFoundError:
            raise FileProblem(str(path), "不存在", "请检查版式文件的路径。") from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise FileProblem(str(path), f"不是有效的 TOML 文件（{error}）", "请按提示的行列修改。") from None

    def fail(self, key: str, problem: str) -> InputError:
        """The error for ``key``: file, key path, what is wrong."""
        where = f"{self._path}.{key}" if self._path and key else self._path or key
        return InputError(f"版式文件“{self._file}”的 {where}：{problem}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of ``key``, of type ``kind``; without a default the key is required."""
        if key not in self._values:
            if default is None:
                raise self.fail(key, "缺少这一项。")
            return default
        return self._typed(key, self._values.pop(key), kind)

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """The value of ``key`` or None."""
        return self._typed(key, self._values.pop(key), kind) if key in self._values else None

    def any(self, key: str) -> Any:
        """The value of ``key`` whatever its type; None when it is absent."""
        return self._values.pop(key, None)

    def choice(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """A text that must be one of ``allowed``."""
        value, options = self.take(key, str, default), tuple(allowed)
        if value not in options:
            raise self.fail(key, f"“{value}”不在可选值之内（{'、'.join(options)}）。")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        return tuple(self._typed(f"{key}[{n}]", item, str) for n, item in enumerate(self.take(key, list, [])))

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers, empty when absent."""
        return tuple(self._typed(f"{key}[{n}]", item, float) for n, item in enumerate(self.take(key, list, [])))

    def sections(self, key: str) -> Iterator[Section]:
        """The tables of a list of tables, each with its own key path."""
        for number, item in enumerate(self.take(key, list, [])):
            yield self.child(f"{key}[{number}]", item)

    def child(self, key: str, item: object) -> Section:
        """``item`` as a section of its own."""
        values: dict[str, Any] = self._typed(key, item, dict)
        return Section(values, self._file, f"{self._path}.{key}" if self._path else key)

    def close(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._values:
            raise self.fail(key, "不认识这一项，请检查拼写。")

    def _typed(self, key: str, value: object, kind: type[T]) -> T:
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail(key, f"应为{_WORDS.get(kind, kind.__name__)}，现为“{value}”。")
        return value
