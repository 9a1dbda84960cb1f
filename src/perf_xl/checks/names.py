"""What the name of an indicator says about its value: a rate, a rate that is meant to be full, a count, an amount."""

from __future__ import annotations

import re

_IN_BRACKETS = re.compile(r"[（(]([^（()）]{1,6})[)）]\s*$")
_RATE = re.compile(r"(?<!效)(?<!功)(?<!频)(?<!速)(?<!税)(?<!利)(?<!汇)率$|满意度$|比例$|占比$|比重$|覆盖面$")
_FULL = re.compile(
    r"(完成|达标|合格|及时|到位|覆盖|满意|执行|使用|准确|成功|支出|完整|利用|参与|普及|知晓|通过|公开|发放|合规|支付|拨付|验收|优良|安置|"
    r"开工|竣工|投产|入学|巩固|保障|落实|兑现|办结|处理|签约|履约|正确|真实|规范|符合)率$|满意度$"
)
_COUNT = re.compile(r"(人数|户数|次数|家数|个数|件数|场次|人次|数量|台数|套数|期数)$")
_MONEY = re.compile(r"(金额|总额|经费|收入|产值|投资额|销售额|成本|预算数|支出数)$")


def bare_name(name: str) -> str:
    """The name without a unit in brackets at its end."""
    return _IN_BRACKETS.sub("", name.strip()).strip()


def bracketed_unit(name: str) -> str:
    """What stands in brackets at the end of the name: 「支出率(%)」 gives ``%``; "" without brackets."""
    match = _IN_BRACKETS.search(name.strip())
    return match[1].replace("％", "%") if match else ""


def is_rate(name: str) -> bool:
    """Whether the name ends like a rate (满意度 too; 效率, 税率 and the like are none)."""
    return _RATE.search(bare_name(name)) is not None


def is_full_rate(name: str) -> bool:
    """Whether the rate is of the kind that is planned near 100 %: 完成率, 及时率, 满意度; not 增长率 or 投诉率."""
    return _FULL.search(bare_name(name)) is not None


def is_count(name: str) -> bool:
    """Whether the name ends like a number of things."""
    return _COUNT.search(bare_name(name)) is not None


def is_money(name: str) -> bool:
    """Whether the name ends like an amount of money."""
    return _MONEY.search(bare_name(name)) is not None
