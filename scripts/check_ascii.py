"""Fail for a VBA text that is not ASCII: the editor reads it in the system's code page."""

from __future__ import annotations

import sys
from pathlib import Path

faults = [name for name in sys.argv[1:] if not Path(name).read_bytes().isascii()]
for name in faults:
    print(f"{name}: 只能用 ASCII 字符（中文放在 XML、工作表或 Python 里）")
sys.exit(bool(faults))
