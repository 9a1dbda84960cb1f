"""Excel as a host: the COM server that the add-in talks to, the ribbon's commands, the functions for stock xlwings.

``server`` starts lean and imports neither xlwings nor pandas for a worksheet function; the commands import xlwings.
"""
