"""How a run is set up: who checks (填报 or 复核), which codes, how bad each is; from the options and ``perf_xl.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from perf_xl.errors import InputError
from perf_xl.findings.finding import Finding, Severity

SEVERITY_WORDS: Mapping[str, Severity | None] = {
    **{severity.value: severity for severity in Severity},
    **{severity.label: severity for severity in Severity},
    "off": None,
    "不检查": None,
}


class Preset(Enum):
    """填报: for the unit that fills the form in. 复核: for the bureau, stricter on evidence."""

    FILLING = "填报"
    REVIEW = "复核"


@dataclass(frozen=True)
class Settings:
    """Codes are given in full (PX301) or as a family (PX3)."""

    preset: Preset = Preset.FILLING
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity | None] = field(default_factory=dict)

    @property
    def is_review(self) -> bool:
        """Whether the bureau checks."""
        return self.preset is Preset.REVIEW

    def wants(self, code: str) -> bool:
        """Whether findings of ``code`` are asked for."""
        chosen = not self.select or code.startswith(self.select)
        return chosen and not code.startswith(self.ignore or ("\0",)) and self.severities.get(code, True) is not None

    def graded(self, finding: Finding) -> Finding:
        """The finding with the severity that the county gives its code."""
        severity = self.severities.get(finding.code)
        return finding if severity is None else replace(finding, severity=severity)


def preset_of(word: str) -> Preset:
    """The preset named ``word``; InputError for any other."""
    for preset in Preset:
        if word == preset.value:
            return preset
    raise InputError(f"没有“{word}”这种检查方式。可用：{'、'.join(preset.value for preset in Preset)}。")


def codes_of(text: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """Codes or families separated by commas or spaces; InputError for one that begins no known code."""
    codes = tuple((text or "").upper().replace("，", ",").replace(",", " ").split())
    for code in codes:
        if not any(other.startswith(code) for other in known):
            raise InputError(f"没有代码为“{code}”的问题。用 perf-xl finding 可列出全部代码。")
    return codes


def severities_of(table: Mapping[str, Any], source: str, known: tuple[str, ...]) -> dict[str, Severity | None]:
    """The table ``[checks]`` of ``perf_xl.toml``: a code and 必须改, 请核实, 参考 or 不检查 (or the English words)."""
    found: dict[str, Severity | None] = {}
    for code, word in table.items():
        if code not in known:
            raise InputError(f"{source} 的 [checks] 里没有代码为“{code}”的问题，请改正或删除。")
        if word not in SEVERITY_WORDS:
            raise InputError(
                f"{source} 的 [checks] 里“{code}”的值“{word}”不对，应为 必须改、请核实、参考、不检查 之一。"
            )
        found[code] = SEVERITY_WORDS[word]
    return found
