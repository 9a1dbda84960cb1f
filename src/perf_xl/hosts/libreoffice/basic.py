"""The Basic module of wrappers: with them a file keeps plain ``=PERF_SCORE(...)``, as Excel reads and writes it.

``Option VBASupport 1`` makes Calc hand over ranges as objects, so that number formats (95% or 0.95) come along. The
arguments go on as they are: touching them (``IsObject``, ``a0.CellRange``, ``Set``) changes their type in this mode.
"""

from __future__ import annotations

from perf_xl.functions import FUNCTIONS, FunctionSpec
from perf_xl.hosts.libreoffice.names import SERVICE

_HEAD = f"""Option VBASupport 1
' 绩效评价：工作表函数。由扩展写入，卸载时删除，请勿修改。

Private Function PxCall(name As String, arguments As Variant) As Variant
  On Error GoTo missing
  Dim service As Object
  service = createUnoService("{SERVICE}")
  PxCall = service.callFunction(name, arguments)
  Exit Function
missing:
  PxCall = "绩效评价扩展没有安装或没有启动，请重新打开 LibreOffice"
End Function
"""


def basic_module() -> str:
    """The text of the module."""
    return "\n".join([_HEAD, *(_wrapper(spec) for spec in FUNCTIONS)])


def _wrapper(spec: FunctionSpec) -> str:
    names = [f"a{number}" for number in range(len(spec.arguments))]
    parameters = ", ".join(f"Optional {name} As Variant" for name in names)
    call = f'{spec.name} = PxCall("{spec.name}", Array({", ".join(names)}))'
    return f"Function {spec.name}({parameters}) As Variant\n  {call}\nEnd Function\n"
