"""The sentences of the Excel host that do not come from a command."""

from __future__ import annotations

FUNCTION_CRASHED = "计算时出错，已记入日志。请点“体检”，按提示处理"
COMMAND_CRASHED = "没有完成，没有写入任何内容；原因已记入日志。请点“体检”，按提示处理"
CRASHED_HALFWAY = "没有全部完成，原因已记入日志。已写入的部分请点“撤销上一步绩效操作”恢复，再点“体检”，按提示处理"
WRITTEN_BEFORE = "（此前的改动已写入，要恢复请点“撤销上一步绩效操作”）"
CANCELLED = "已取消，没有写入任何内容"
WORKING = "正在处理…（按 Esc 取消）"
NO_WORKBOOK = "没有打开的工作簿。请先打开表格，或点“新建表格”"
PROTECTED_VIEW = "文件在“受保护的视图”里，还不能用。请先点窗口上方黄条里的“启用编辑”，再点一次"
READ_ONLY = "工作簿“{name}”是只读的，不能写入。请另存一份再操作"


def unknown_command(name: str) -> str:
    """For a button of another version of the add-in."""
    return f"不认识的操作“{name}”：加载项与后台服务的版本不同。请重新安装加载项"
