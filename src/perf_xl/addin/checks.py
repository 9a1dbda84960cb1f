"""One thing that 体检 looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``ok`` None: worth knowing, neither good nor bad."""

    name: str
    ok: bool | None
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        mark = {True: "正常", False: "有问题", None: "说明"}[self.ok]
        return f"[{mark}] {self.name}：{self.found}" + (f"。{self.remedy}" if self.remedy else "")
