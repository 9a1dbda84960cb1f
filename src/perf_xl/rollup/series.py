"""Which forms are added together (one kind, one year), and what is said about the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perf_xl.errors import InputError
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.groups import UnitTally
from perf_xl.rollup.opens import Open
from perf_xl.rollup.partial import Partial, Series, UnitKey

KIND_LABELS = {"self-evaluation": "自评", "target": "绩效目标"}
_SHOWN = 6
"""Offices named in a sentence."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Forms of another kind or year than those added: whose they are, how many, and why they stay out."""

    series: Series
    offices: tuple[tuple[str, int], ...]
    reason: str

    @property
    def count(self) -> int:
        """How many forms."""
        return sum(count for _, count in self.offices)

    @property
    def what(self) -> str:
        """「2026年绩效目标表 4 份（遂溪县某局 4 份）」."""
        listed = "、".join(f"{name or '主管部门未填'} {count} 份" for name, count in self.offices[:_SHOWN])
        more = f"等 {len(self.offices)} 个部门" if len(self.offices) > _SHOWN else ""
        return f"{series_name(self.series)} {self.count} 份（{listed}{more}）"


def series_name(series: Series) -> str:
    """「2026年绩效目标表」."""
    return f"{f'{series.year}年' if series.year else '年度不明的'}{KIND_LABELS[series.form_kind]}表"


def choose(part: Partial) -> tuple[Series, list[Open]]:
    """Which series is added up: 自评 before 目标; two years of it stop the totals until one is chosen.

    InputError when there is no project form, or none of the year and kind that were asked for.
    """
    counts = _counts(part)
    if not counts:
        reasons = "".join(
            f"\n{failure.file}：{failure.reason}。{failure.remedy}" for failure in sorted(part.failures)[:20]
        )
        raise InputError(f"没有可以汇总的项目表（项目自评表或项目绩效目标表）。请检查所选文件夹。{reasons}")
    usable = [series for series in counts if _is_wanted(series, part.choices)]
    if not usable:
        found = "、".join(sorted(f"{series_name(series)} {n} 份" for series, n in counts.items()))
        raise InputError(f"没有所选年度（种类）的项目表。文件里有：{found}。")
    best_kind = min(series.form_kind for series in usable)  # "self-evaluation" < "target"
    same = sorted((series for series in usable if series.form_kind == best_kind), key=lambda s: -(s.year or 0))
    if len(same) == 1:
        return same[0], []
    years = "、".join(f"{series.year or '不明'}年 {counts[series]} 份" for series in same)
    message = f"项目表有不同年度（{years}），不能相加。下面只列 {same[0].year} 年；请用 --year 选定年度后再汇总。"
    return same[0], [Open("年度不同", message, stops_totals=True)]


def _is_wanted(series: Series, choices: Choices) -> bool:
    return choices.form_kind in (None, series.form_kind) and choices.year in (None, series.year)


def _counts(part: Partial) -> dict[Series, int]:
    counts: dict[Series, int] = {}
    for key, unit in part.units.items():
        counts[key.series] = counts.get(key.series, 0) + unit.projects
    return counts


def left_out(part: Partial, chosen: Series) -> list[LeftOut]:
    """The forms of every other series, with the offices they came from."""
    offices: dict[Series, list[tuple[str, int]]] = {}
    for key, unit in sorted(part.units.items(), key=lambda item: item[0].department):
        if key.series != chosen:
            offices.setdefault(key.series, []).append((office(unit.names), unit.projects))
    return [
        LeftOut(series, tuple(found), _reason(series, chosen))
        for series, found in sorted(offices.items(), key=lambda item: repr(item[0]))
    ]


def _reason(series: Series, chosen: Series) -> str:
    if series.form_kind == chosen.form_kind:
        return f"与所汇总的 {chosen.year or '不明'} 年年度不同，不能相加。要汇总这一年的请加 --year {series.year or '年份'}。"
    if series.form_kind == "target":
        return "本次汇总自评表，同一笔钱不再从目标表加一遍。要汇总目标表请加 --kind 目标。"
    return "本次按要求汇总目标表。要汇总自评表请加 --kind 自评。"


def office(names: Mapping[str, int]) -> str:
    """The way most forms write a 主管部门."""
    return min(names, key=lambda name: (-names[name], name)) if names else ""


def joined(units: Mapping[UnitKey, UnitTally]) -> UnitTally:
    """All offices together."""
    whole = UnitTally()
    for unit in units.values():
        whole.absorb(unit)
    return whole
