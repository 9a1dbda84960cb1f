"""Findings of the tool itself: a check that failed, a file that cannot be read, a workbook without a known form."""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.recognize import Recognition
from perf_xl.forms.records import FormRecord

CRASHED, NOT_READ, NO_FORM = "PX901", "PX902", "PX903"

TOOL_TITLES = {CRASHED: "检查程序自身出错", NOT_READ: "文件无法读取", NO_FORM: "工作簿里没有认识的表"}

TOOL_PAGES = {
    CRASHED: """某一项检查没有做完。

检查内容：每项检查单独运行；一项出错不影响其他检查，出错的那一项列为本问题，不会当作“没有问题”。

依据：本工具的约定：没有检查到的内容必须说明。

错误示例：“检查 PX307 没有做完（KeyError）”。

正确示例：其余检查照常给出结果，本问题不出现。

如何修改：表格不用改。请把提示和工作簿一起转给维护人员；急用时可用 --ignore 跳过这一项检查。

自动修改是否安全：没有自动修改。
""",
    NOT_READ: """文件打不开，里面的表没有检查。

检查内容：缺失、加密、损坏、被占用或不是 .xlsx 的文件逐个列出，其余文件照常检查。

依据：本工具的约定：不默默跳过任何文件。

错误示例：“某局项目3.xlsx”是加密的工作簿。

正确示例：在 Excel 或 WPS 中去掉打开密码，另存为 .xlsx。

如何修改：按提示另存或换一个文件后重新检查。

自动修改是否安全：没有自动修改。
""",
    NO_FORM: """工作簿里没有本工具认识的表，因此没有检查。

检查内容：按表里的隐藏名称判断是哪一种表；没有名称的表按标签认出后说明是哪一种，补上名称才检查。

依据：本工具的约定：表的种类由内容确定，不由文件名确定。

错误示例：自己画的表、从网页复制来的表。

正确示例：用 perf-xl template 导出的模板填写；或用 perf-xl adopt 给已有的表补上名称。

如何修改：见正确示例。

自动修改是否安全：没有自动修改。
""",
}


def crashed(code: str, record: FormRecord, error: Exception) -> Finding:
    """PX901: the check ``code`` raised ``error``."""
    reason = f"{type(error).__name__}：{error}" if str(error) else type(error).__name__
    message = f"检查 {code} 没有做完（{reason}）。表格不用改，请把这条提示转给维护人员；其余检查已完成。"
    return Finding(CRASHED, Severity.ERROR, message, None, record.source, record.form)


def not_read(path: str, message: str) -> Finding:
    """PX902: a file that cannot be read; ``message`` says why and what to do."""
    return Finding(NOT_READ, Severity.ERROR, message, None, path)


OWN_BOOKS = {"_px_summary": "部门汇总", "_px_review": "审核汇总"}
"""Workbooks that the program makes itself, by their hidden names: there is nothing in them to check."""


def own_book(path: str, name: str) -> Finding:
    """PX903, for reference only: a summary or a review among the forms."""
    message = f"“{path}”是本工具生成的{OWN_BOOKS[name]}，不是表，没有检查。"
    return Finding(NO_FORM, Severity.INFO, message, None, path)


def no_form(path: str, recognitions: Sequence[Recognition] = ()) -> Finding:
    """PX903: a workbook without our names; ``recognitions``: what its sheets are by their labels."""
    sure = [(found.sheet, found.form.spec.title) for found in recognitions if found.form is not None]
    likely = [(found.sheet, found.candidates[0].spec.title) for found in recognitions if found.candidates]
    if sure:
        listed = "、".join(f"工作表“{sheet}”是“{title}”" for sheet, title in sure)
        message = f'“{path}”没有检查：{listed}，但没有名称。请先运行 perf-xl adopt "{path}" 补上名称，再检查。'
    elif likely:
        listed = "、".join(f"工作表“{sheet}”像是“{title}”" for sheet, title in likely)
        message = (
            f"“{path}”没有检查：{listed}，但标签与官方表不全相符，拿不准。请把内容填入 perf-xl template 导出的模板。"
        )
    else:
        message = f"“{path}”里没有认得的表，没有检查。请用 perf-xl template 导出的模板填写。"
    return Finding(NO_FORM, Severity.WARNING, message, None, path)
