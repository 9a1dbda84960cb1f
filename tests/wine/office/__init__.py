"""A stand-in for Excel, run by the Windows CPython: as much of Excel's object model as our commands use, over COM.

NOT Excel. It holds a workbook that openpyxl has read, calculates nothing and draws nothing; it keeps protected sheets from
being written to, and knows no passwords. What it shows is that commands travel: our server in one process, the application
in another, xlwings' own Windows engine between them. A member that is not here is a COM error with its name, so that a
test fails and says which.
"""
