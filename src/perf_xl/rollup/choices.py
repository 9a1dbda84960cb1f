"""What a person decided about a roll-up: which file of two, which indicators may be added, how each is added.

A YAML file, 汇总口径.yml by custom (docs/rollup.md)::

    年度: 2023
    采用: [自评表/科技三项经费（最终版）.xlsx]      # of two forms with the same identity
    可汇总: [科技培训]                               # confirmed: not counted twice over projects
    应报项目: [科技三项经费, 国际陆港工作经费]
    汇总方式:
      营业收入达到标准: 绝对值
    同一指标:
      服务企业满意率: 服务企业满意度
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from perf_xl.errors import FileProblem, InputError
from perf_xl.rollup.kinds import Kind
from perf_xl.rollup.naming import normal_name

_KEYS = ("年度", "采用", "可汇总", "应报项目", "汇总方式", "同一指标", "种类")
_REMEDY = "请按 docs/rollup.md 的例子改正后另存为 UTF-8。"
_FORM_KINDS = {"自评": "self-evaluation", "目标": "target"}


@dataclass(frozen=True, slots=True)
class Choices:
    """Decisions; all names are kept normalised. ``keep`` holds ends of paths: 「科技三项经费.xlsx」 is enough."""

    year: int | None = None
    form_kind: str | None = None
    keep: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    expected: tuple[str, ...] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)

    def indicator(self, name: str) -> str:
        """The normalised name under which an indicator is added up."""
        key = normal_name(name)
        return self.same.get(key, key)

    def keeps(self, file: str, sheet: str) -> bool:
        """Whether this sheet is one that was chosen; 「文件.xlsx!工作表」 names a sheet, 「文件.xlsx」 all of them."""
        wanted = "/" + file.replace("\\", "/")
        return any(name.endswith(f"/{end}") for end in self.keep for name in (wanted, f"{wanted}!{sheet}"))

    def with_more(
        self,
        *,
        year: int | None = None,
        kind: str | None = None,
        keep: Sequence[str] = (),
        confirmed: Sequence[str] = (),
    ) -> Choices:
        """These choices, and those given on the command line; year and kind given there go before those of the file.

        InputError for a kind that is neither 自评 nor 目标.
        """
        if kind is not None and kind not in _FORM_KINDS:
            raise InputError(f"--kind 应为“自评”或“目标”，不能是“{kind}”。")
        return replace(
            self,
            year=self.year if year is None else year,
            form_kind=self.form_kind if kind is None else _FORM_KINDS[kind],
            keep=(*self.keep, *(text.replace("\\", "/") for text in keep)),
            confirmed=self.confirmed | {self.indicator(text) for text in confirmed},
        )


NO_CHOICES = Choices()


def load_choices(path: Path) -> Choices:
    """A choices file. FileProblem when it is missing or no YAML; InputError names a key or value that is wrong."""
    try:
        data = yaml.safe_load(path.read_text("utf-8-sig")) or {}
    except FileNotFoundError as error:
        raise FileProblem(str(path), "不存在", "请检查 --choices 后的文件名。") from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise FileProblem(str(path), f"不能作为汇总口径读取{_line(error)}", _REMEDY) from error
    if not isinstance(data, dict):
        raise FileProblem(str(path), "不能作为汇总口径读取", _REMEDY)
    unknown = [key for key in data if key not in _KEYS]
    if unknown:
        raise InputError(f"汇总口径“{path}”中没有“{unknown[0]}”这一项。可用：{'、'.join(_KEYS)}。")
    return Choices(
        year=_year(data.get("年度"), path),
        form_kind=_form_kind(data.get("种类"), path),
        keep=tuple(text.replace("\\", "/") for text in _texts(data, "采用", path)),
        confirmed=frozenset(normal_name(text) for text in _texts(data, "可汇总", path)),
        expected=_texts(data, "应报项目", path),
        kinds={normal_name(name): _kind(name, text, path) for name, text in _table(data, "汇总方式", path)},
        same={normal_name(name): normal_name(text) for name, text in _table(data, "同一指标", path)},
    )


def _line(error: Exception) -> str:
    """Where a YAML file is wrong."""
    mark = getattr(error, "problem_mark", None)
    return f"（第 {mark.line + 1} 行附近）" if mark is not None else ""


def _year(value: Any, path: Path) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1990 <= value <= 2200):
        return value
    raise InputError(f"汇总口径“{path}”的“年度”是“{value}”，应为四位年份，如 2023。")


def _form_kind(value: Any, path: Path) -> str | None:
    if value is None:
        return None
    if value not in _FORM_KINDS:
        raise InputError(f"汇总口径“{path}”的“种类”是“{value}”，应为“自评”或“目标”。")
    return _FORM_KINDS[value]


def _texts(data: dict[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise InputError(f"汇总口径“{path}”的“{key}”应为一列文字，如 {key}: [甲, 乙]。")
    return tuple(value)


def _table(data: dict[str, Any], key: str, path: Path) -> list[tuple[str, str]]:
    value = data.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise InputError(f"汇总口径“{path}”的“{key}”下每行应为“指标名称: …”。")
    return list(value.items())


def _kind(name: str, text: str, path: Path) -> Kind:
    for kind in (Kind.ADD, Kind.AVERAGE, Kind.WORDS):
        if text == kind.label:
            return kind
    raise InputError(f"汇总口径“{path}”里“{name}”的汇总方式是“{text}”，应为“绝对值”“相对值”或“定性”。")
