"""The pages of the findings: what ``perf-xl finding`` prints and docs/findings is generated from."""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.checks.base import Audit, Check
from perf_xl.checks.registry import all_audits, all_checks
from perf_xl.checks.tool import NO_FORM, TOOL_PAGES, TOOL_TITLES
from perf_xl.findings.finding import FixKind, Severity

FAMILIES = {
    "PX1": "表的结构",
    "PX2": "评分标准的文字",
    "PX3": "数值、单位、日期和金额",
    "PX4": "分值、得分、合计和比率",
    "PX5": "必须写的说明",
    "PX6": "各表之间（勾稽）",
    "PX9": "工具",
}
_FIXES = {FixKind.SAFE: "可自动修正", FixKind.SUGGESTED: "给出建议值", None: ""}


@dataclass(frozen=True, slots=True)
class Page:
    """One finding's page: code, title, 级别 in words, whether it can be mended by itself, and the text."""

    code: str
    title: str
    level: str
    fix: str
    text: str

    @property
    def family(self) -> str:
        """The heading it stands under."""
        return FAMILIES[self.code[:3]]

    def section(self, heading: str) -> str:
        """One paragraph of the page, without its heading."""
        parts = (part for part in self.text.split("\n\n") if part.startswith(f"{heading}："))
        return " ".join("".join(next(parts, "")).removeprefix(f"{heading}：").split("\n"))


def all_pages() -> tuple[Page, ...]:
    """Every finding's page, by code."""
    checks: list[Check | Audit] = [*all_checks(), *all_audits()]
    pages = [_page(check) for check in checks]
    pages += [Page(code, TOOL_TITLES[code], _tool_level(code), "", text.strip()) for code, text in TOOL_PAGES.items()]
    return tuple(sorted(pages, key=lambda page: page.code))


def _page(check: Check | Audit) -> Page:
    strict = check.review_severity
    level = check.severity.label + (f"，复核时{strict.label}" if strict and strict is not check.severity else "")
    return Page(check.code, check.title, level, _FIXES[check.fixable], check.page())


def _tool_level(code: str) -> str:
    return (Severity.WARNING if code == NO_FORM else Severity.ERROR).label
