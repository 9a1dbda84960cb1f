"""How the summary looks: one place for fonts, fills, borders and number formats."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FONT = "宋体"
TITLE_FONT = "黑体"
_LINE = Side(style="thin", color="B7C4D3")

MONEY = "#,##0.00####"
NUMBER = "#,##0.######"
RATE = "0.00%"
COUNT = "0"

HEAD_FILL = PatternFill("solid", fgColor="DDEBF7")
TOTAL_FILL = PatternFill("solid", fgColor="F2F6FA")
OPEN_FILL = PatternFill("solid", fgColor="FFF2CC")

BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TITLE = Font(name=TITLE_FONT, size=16, bold=True)
HEADLINE = Font(name=FONT, size=12, bold=True, color="1F4E79")
SECTION = Font(name=TITLE_FONT, size=11, bold=True, color="1F4E79")
HEAD = Font(name=FONT, size=10, bold=True)
BODY = Font(name=FONT, size=10)
BOLD = Font(name=FONT, size=10, bold=True)
NOTE = Font(name=FONT, size=9, color="595959")
LINK = Font(name=FONT, size=10, color="0563C1", underline="single")

LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center", indent=1)
