"""The worksheet functions PERF_…: plain Python on plain values, one source for every host.

``catalog.FUNCTIONS`` lists them with their Chinese help; the VBA wrappers of the Excel add-in, its Function Wizard
texts, the stock xlwings module and the LibreOffice extension are all made from it. No host is imported here.
"""

from perf_xl.functions.catalog import CATEGORY, FUNCTIONS, call_function, find_function
from perf_xl.functions.metadata import ArgumentSpec, FunctionSpec, Help
from perf_xl.functions.values import Argument, Block, CellError, Column, ManualWork, Result, Scalar

__all__ = [
    "CATEGORY",
    "FUNCTIONS",
    "Argument",
    "ArgumentSpec",
    "Block",
    "CellError",
    "Column",
    "FunctionSpec",
    "Help",
    "ManualWork",
    "Result",
    "Scalar",
    "call_function",
    "find_function",
]
