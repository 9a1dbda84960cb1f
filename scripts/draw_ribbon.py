"""The ribbon's tab drawn from addin/customUI14.xml: an outline of groups, labels and sizes, with neutral symbols.

It is no picture of Excel, and says so: the icons there are Office's own.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from draw import BAR, FAINT, INK, LINE, PAPER, font
from PIL import Image, ImageDraw

from perf_xl.addin.ribbon import NAMESPACE

_TABS = ("文件", "开始", "绩效评价", "插入", "页面布局", "公式", "数据", "审阅", "视图")
_OURS = 2
_SYMBOLS = {
    "new_form": "□", "add_row": "＋", "delete_row": "－", "defaults": "≡", "check": "✓", "next_finding": "→",
    "accept_finding": "○", "clear_marks": "×", "rate": "％", "score": "∑", "explain": "？", "policy": "※",
    "rollup": "▦", "generate": "▤", "restore": "←", "repair": "＊", "doctor": "♥", "help": "？", "about": "ｉ",
}  # fmt: skip
_TOP, _ROW, _ROWS, _LARGE = 46, 34, 3, 96
_HEIGHT = _TOP + _ROW * _ROWS + 44


def ribbon_picture(xml: str) -> Image.Image:
    """The tab, as wide as its groups need."""
    groups = ET.fromstring(xml).iter(f"{{{NAMESPACE}}}group")
    canvas = Image.new("RGB", (3000, _HEIGHT), PAPER)
    draw = ImageDraw.Draw(canvas)
    left = 12
    for group in groups:
        left = _group(draw, group, left)
    _tabs(draw, left)
    draw.rectangle((0, 0, left - 1, _HEIGHT - 1), outline=LINE)
    return canvas.crop((0, 0, left, _HEIGHT))


def _tabs(draw: ImageDraw.ImageDraw, width: int) -> None:
    draw.rectangle((0, 0, width, 36), fill=BAR)
    left = 16
    for number, tab in enumerate(_TABS):
        face = font(18)
        length = round(face.getlength(tab))
        if number == _OURS:
            draw.rectangle((left - 10, 4, left + length + 10, 36), fill=PAPER, outline=LINE)
        draw.text((left, 7), tab, INK if number == _OURS else FAINT, face)
        left += length + 30
    draw.text((width - 90, 7), "示意图", FAINT, font(18))


def _group(draw: ImageDraw.ImageDraw, group: ET.Element, left: int) -> int:
    """Large buttons stand alone, others three in a column; the right edge."""
    start, row, column = left, 0, 0
    for button in group:
        name, label = button.attrib["tag"], button.attrib["label"]
        if button.attrib["size"] == "large":
            left, row, column = (left + column if row else left), 0, 0
            _large(draw, name, label, left)
            left += _LARGE
            continue
        if row == _ROWS:
            left, row, column = left + column, 0, 0
        top = _TOP + row * _ROW
        _symbol(draw, name, (left + 4, top + 4), 24)
        draw.text((left + 36, top + 3), label, INK, font(18))
        column = max(column, 36 + round(font(18).getlength(label)) + 14)
        row += 1
    right = max(left + (column if row else 0), start + 80)
    title = group.attrib["label"]
    draw.text(((start + right) // 2 - round(font(16).getlength(title)) // 2, _HEIGHT - 34), title, FAINT, font(16))
    draw.line((right + 4, _TOP, right + 4, _HEIGHT - 10), fill=LINE)
    return right + 14


def _large(draw: ImageDraw.ImageDraw, name: str, label: str, left: int) -> None:
    _symbol(draw, name, (left + 26, _TOP + 2), 44)
    half = -(-len(label) // 2) if len(label) > 4 else len(label)
    for number, line in enumerate((label[:half], label[half:])):
        width = round(font(18).getlength(line))
        draw.text((left + 48 - width // 2, _TOP + 50 + 24 * number), line, INK, font(18))


def _symbol(draw: ImageDraw.ImageDraw, name: str, place: tuple[int, int], size: int) -> None:
    left, top = place
    draw.rounded_rectangle((left, top, left + size, top + size), 4, fill=BAR, outline=FAINT)
    face = font(round(size * 0.66))
    symbol = _SYMBOLS[name]
    x0, y0, x1, y1 = face.getbbox(symbol)
    draw.text((left + (size - x1 - x0) / 2, top + (size - y1 - y0) / 2), symbol, FAINT, face)
