"""The units people count, weigh and time with in the forms; shared by the value parser and the scoring language."""

from __future__ import annotations

MONEY = ("亿元", "千万元", "百万元", "万元", "千元", "元", "万亿", "亿", "万")
"""Units of money, and the bare multiples that stand for them."""

TIME = ("个工作日", "工作日", "个自然日", "自然日", "个月", "个季度", "个小时", "小时", "分钟", "秒钟", "秒", "天", "日", "月", "周",
        "季度", "季", "年", "个学时", "学时", "课时")  # fmt: skip
"""Units of time; 分钟 stands before 分 wherever longest match counts."""

COUNTS = (
    "人次", "人日", "台次", "车次", "户次", "班次", "批次", "场次", "例次", "件次", "家次", "个次", "篇次", "小点", "小项", "名次",
    "个", "家", "人", "名", "位", "次", "例", "起", "项", "处", "件", "条", "份", "篇", "期", "台", "辆", "户", "场", "套", "栋",
    "座", "所", "间", "本", "张", "批", "类", "种", "单", "道", "艘", "只", "头", "株", "棵", "枚", "册", "幅", "块", "袋", "桶",
    "点", "档", "级", "等级", "轮", "组", "队", "校", "村", "宗", "支", "部", "门", "款", "集", "版", "遍", "回", "对", "盏", "根", "片",
    "眼", "口", "路", "趟", "船", "箱", "包", "把", "面", "粒", "床", "笔", "案", "岁",
)  # fmt: skip
"""Classifiers: what is counted one by one."""

EVENT_COUNTS = frozenset(
    ("个", "次", "例", "起", "项", "处", "件", "条", "份", "类", "种", "宗", "点", "小点", "小项", "人", "名", "位", "家", "户", "篇", "期",
     "人次", "件次", "例次", "台次", "单", "笔", "案", "场", "批", "本", "张", "台", "辆", "道", "回"),
)  # fmt: skip
"""Classifiers that faults are counted with; they may stand for each other in a rule about events."""

MEASURES = (
    "亿立方米", "万立方米", "立方米", "万平方米", "平方米", "平方公里", "公顷", "万亩", "亩", "公里", "千米", "米", "厘米", "毫米", "万吨", "吨",
    "公斤", "千克", "克", "千瓦时", "万千瓦时", "千瓦", "兆瓦", "度", "℃", "摄氏度", "升", "毫升", "分贝", "倍", "元/人", "元/吨", "m2", "m3",
    "km", "kg", "kwh", "kWh", "㎡", "m²", "m³", "mm", "cm", "m", "t", "x", "X", "GB", "TB", "‰", "标煤", "吨标煤", "万人次", "万人", "万户", "万株",
    "万件", "万册", "万份", "元/年", "元/月", "个百分点", "百分点",
)  # fmt: skip
"""Units of measure and multiples of counts."""

UNITS = tuple(sorted({*MONEY, *TIME, *COUNTS, *MEASURES, "%", "分"}, key=lambda unit: (-len(unit), unit)))
"""All of them, longest first."""
