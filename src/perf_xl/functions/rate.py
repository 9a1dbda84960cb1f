"""PERF_EXEC_RATE: 执行率 B/A."""

from __future__ import annotations

from typing import Annotated

from perf_xl.functions.metadata import Help
from perf_xl.functions.values import Argument, Result, numeric, single
from perf_xl.model.amounts import execution_rate


def PERF_EXEC_RATE(
    budget: Annotated[Argument, Help("全年预算数", "调整后的全年预算数（A），与执行数同一单位。")],
    spent: Annotated[Argument, Help("全年执行数", "全年实际支出数（B）。空白按未填报处理，不当作 0。")],
) -> Result:
    """预算执行率 = 全年执行数 ÷ 全年预算数，不封顶。预算数空白或为 0、执行数空白时返回空白。

    A fraction (0.952), unrounded: the cell's number format shows it as a percentage.
    """
    planned, used = single(budget, "全年预算数"), single(spent, "全年执行数")
    if planned is None or used is None:
        return None
    return execution_rate(numeric(planned, "全年预算数")[0], numeric(used, "全年执行数")[0])
