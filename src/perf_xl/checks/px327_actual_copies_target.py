"""PX327."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.indicator import Indicator
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Interval, Number

_MANY = 3


class ActualCopiesTarget(Check):
    """完成值照抄了指标值。

    检查内容：完成值与指标值一字不差。整列（三行以上，只有个别例外）都相同的只提示一次；个别行相同的，填报时不提示，
    复核时提示文字和日期（“长效”“2023年度”；三行以上合为一条），因为照抄的目标不能证明完成了多少；范围见 PX309。

    依据：项目支出绩效目标自评表注 2、注 3：填实际完成数；定性指标按三档填写完成比例。

    错误示例：指标值“≥95%”“长效”“2023年度”，完成值也是“≥95%”“长效”“2023年度”。

    正确示例：完成值“96.3%”“基本达成 90%”“2023年11月30日”。

    如何修改：逐项填实际完成的数、日期或完成比例。

    自动修改是否安全：没有自动修改。
    """

    code = "PX327"
    title = "完成值照抄指标值"
    severity = Severity.INFO
    review_severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        rows = [row for row in form.named_indicators if self._filled(row)]
        copied = [row for row in rows if row.text("actual") == row.text("target")]
        if len(copied) >= _MANY and len(copied) * 5 >= len(rows) * 4:
            yield self._of_column(form, rows, copied)
        elif form.settings.is_review:
            # a range as an actual is PX309; a number may well have been reached exactly
            vague = [row for row in copied if not isinstance(row.parsed("actual"), Number | Interval)]
            if len(vague) >= _MANY:
                yield self._of_column(form, rows, vague)
                return
            for row in vague:
                message = f"{row.place}的{row.heading('actual')}“{row.text('actual')}”照抄了指标值，不能证明完成情况。请填实际数。"
                yield self.finding(form, row.cell("actual"), message, basis=self._basis(form))

    def _of_column(self, form: FormContext, rows: Sequence[Indicator], copied: Sequence[Indicator]) -> Finding:
        message = (
            f"{len(rows)} 项指标中有 {len(copied)} 项的{rows[0].heading('actual')}与{rows[0].heading('target')}一字不差。"
            "请逐项填实际完成的数、日期或完成比例。"
        )
        return self.finding(form, copied[0].cell("actual"), message, basis=self._basis(form))

    @staticmethod
    def _basis(form: FormContext) -> str | None:
        return form.demand("定量指标", "实际完成数")

    @staticmethod
    def _filled(row: Indicator) -> bool:
        return row.has("actual") and not says_nothing(row.value("actual")) and not says_nothing(row.value("target"))
