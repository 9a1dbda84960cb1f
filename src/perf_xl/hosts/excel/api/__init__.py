"""Everything that needs Excel's own objects (``.api``): what xlwings has no word for.

Tested against a recording stand-in, since there is no Excel where the tests run. Excel's object model and its constants
are those of the VBA reference; WPS follows it in what is used here.
"""

from perf_xl.hosts.excel.api.desk import ExcelDesk
from perf_xl.hosts.excel.api.ranges import range_variant
from perf_xl.hosts.excel.api.specifics import ExcelSpecifics

__all__ = ["ExcelDesk", "ExcelSpecifics", "range_variant"]
