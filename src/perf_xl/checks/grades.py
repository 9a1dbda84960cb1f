"""评价等级 by score: 优 90–100, 良 80–89, 中 60–79, 差 below 60.

Source: 财预〔2020〕10号 (「90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差」).
"""

from __future__ import annotations

from decimal import Decimal

GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
BASIS = "财预〔2020〕10号：90（含）-100分为优，80（含）-90分为良，60（含）-80分为中，60分以下为差"


def grade_of(score: Decimal) -> str:
    """The grade of a score out of 100."""
    return next(grade for grade, least in GRADES if score >= least or grade == "差")
