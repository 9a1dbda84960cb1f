"""PX610."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Audit
from perf_xl.checks.grades import BASIS, GRADES, grade_of
from perf_xl.checks.group import Group
from perf_xl.checks.points import points
from perf_xl.checks.wording import quoted
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class GradeWord(Audit):
    """评价等级与得分不符。

    检查内容：用 --facts 给出正文里的等级（优、良、中、差），与自评表总分对应的等级比较。

    依据：财预〔2020〕10号：90（含）-100分为优，80（含）-90分为良，60（含）-80分为中，60分以下为差。

    错误示例：得分 85 分，评价为优。

    正确示例：得分 85 分，评价为良。

    如何修改：按得分改等级；得分填错的改得分。

    自动修改是否安全：没有自动修改。
    """

    code = "PX610"
    title = "等级与得分不符"
    severity = Severity.ERROR
    basis = BASIS

    def run(self, group: Group) -> Iterable[Finding]:
        words = {grade for grade, _ in GRADES}
        for fact in group.facts:
            for target in fact.targets:
                if target.how != "grade" or str(fact.value) not in words:
                    continue
                for form in (form for form in group.forms if form.spec.id == target.form):
                    score = points(form.record.fields.get(target.of[0]))
                    if score is not None and grade_of(score) != fact.value:
                        message = (
                            f"正文{quoted(fact.sentence)}，总分 {plain(score)} 分应为“{grade_of(score)}”，不是“{fact.value}”。"
                            "请改正等级或得分。"
                        )
                        yield self.finding(form, form.record.cells.get(target.of[0]), message)
