"""perf_xl：预算绩效表格的填报、校验、计分与汇总。

Importing the package loads nothing heavy; each part is imported where it is used. Start reading at
``perf_xl.commands.score``.
"""

__version__ = "0.1.0"
