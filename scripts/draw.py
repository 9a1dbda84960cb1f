"""Drawing for the pictures of docs/addin.md: text in Noto CJK, a picture cut to what is on it, panels side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

INK, FAINT, LINE, PAPER, BAR = "#222222", "#666666", "#C8C8C8", "#FFFFFF", "#F3F3F3"
MARGIN = 16
_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_SIMPLIFIED = 2
"""The face of the collection with the Chinese shapes of characters."""


def font(size: int) -> ImageFont.FreeTypeFont:
    """Noto Sans CJK SC."""
    return ImageFont.truetype(_FONT, size, index=_SIMPLIFIED)


def wrapped(text: str, size: int, width: int) -> list[str]:
    """The lines of a text that is at most ``width`` pixels wide."""
    lines, face = [""], font(size)
    for character in text:
        if character == "\n" or face.getlength(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += "" if character == "\n" else character
    return lines


def cut(picture: Image.Image, height: float = 1.0) -> Image.Image:
    """The part that is not white, with a narrow margin; of its height the upper ``height``."""
    picture = picture.convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, PAPER)).getbbox()
    if box is None:
        return picture
    bottom = box[1] + round((box[3] - box[1]) * height)
    return picture.crop((box[0] - 6, box[1] - 6, box[2] + 6, min(bottom + 6, picture.height)))


def panels(parts: Sequence[tuple[str, Image.Image]], status: str, width: int) -> Image.Image:
    """Titled pictures side by side, and below them the sentence of the status bar."""
    inner = (width - MARGIN * (len(parts) + 1)) // len(parts)
    fitted = [_fit(picture, inner) for _, picture in parts]
    lines = wrapped(f"状态栏：{status}", 20, width - 2 * MARGIN) if status else []
    top, bar = 44, 30 * len(lines) + 12 if lines else 0
    height = top + max(picture.height for picture in fitted) + MARGIN + bar
    canvas = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(canvas)
    for number, ((title, _), picture) in enumerate(zip(parts, fitted, strict=True)):
        left = MARGIN + number * (inner + MARGIN)
        draw.text((left, 10), title, INK, font(20))
        canvas.paste(picture, (left, top))
        draw.rectangle((left - 1, top - 1, left + picture.width, top + picture.height), outline=LINE)
    if lines:
        draw.rectangle((0, height - bar, width, height), fill=BAR)
        for number, line in enumerate(lines):
            draw.text((MARGIN, height - bar + 6 + 30 * number), line, INK, font(20))
    draw.rectangle((0, 0, width - 1, height - 1), outline=LINE)
    return canvas


def box(title: str, text: str, width: int) -> Image.Image:
    """A text as a message box shows it."""
    lines = [line for part in text.split("\n") for line in wrapped(part, 20, width - 2 * MARGIN)]
    canvas = Image.new("RGB", (width, 60 + 30 * len(lines)), PAPER)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, width, 40), fill=BAR)
    draw.text((MARGIN, 6), title, INK, font(20))
    for number, line in enumerate(lines):
        draw.text((MARGIN, 50 + 30 * number), line, INK, font(20))
    draw.rectangle((0, 0, width - 1, canvas.height - 1), outline=LINE)
    return canvas


def save(picture: Image.Image, path: Path) -> None:
    """Small: a picture of tables needs few colours."""
    picture.quantize(48).save(path, optimize=True)


def _fit(picture: Image.Image, width: int) -> Image.Image:
    scale = min(1.0, width / picture.width)
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
