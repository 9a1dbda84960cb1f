"""Link the UNO bridge of the installed LibreOffice into this virtual environment, and nothing else.

Run with the environment's own Python: ``.venv/bin/python scripts/link_uno.py``. Only ``uno.py`` and ``unohelper.py``
are linked: the whole ``dist-packages`` on the path would shadow the packages of the environment. ``uno.py`` finds
``pyuno`` beside LibreOffice by itself. The minor version of Python must be the one LibreOffice was built for.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
from pathlib import Path

BRIDGE = ("uno.py", "unohelper.py")
PLACES = (
    Path("/usr/lib/python3/dist-packages"),
    Path("/usr/lib/libreoffice/program"),
    Path("/usr/lib64/libreoffice/program"),
    Path("/opt/libreoffice/program"),
)


def find_bridge() -> Path | None:
    """The folder of the system's ``uno.py``."""
    return next((place for place in PLACES if all((place / name).is_file() for name in BRIDGE)), None)


def link_into(site: Path, source: Path) -> list[Path]:
    """Link the files of the bridge into ``site``; gives the links made or renewed."""
    made = []
    for name in BRIDGE:
        link = site / name
        if link.is_symlink() or link.exists():
            link.unlink()
        link.symlink_to(source / name)
        made.append(link)
    return made


def bridge_works() -> str:
    """Import ``uno`` in a fresh interpreter; the error text, empty when all is well."""
    command = [sys.executable, "-c", "import uno, unohelper; uno.getComponentContext()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def main() -> int:
    """Link and try; 0 when ``import uno`` works afterwards."""
    if sys.prefix == sys.base_prefix:
        print("请在虚拟环境的 Python 里运行，例如 .venv/bin/python scripts/link_uno.py", file=sys.stderr)
        return 2
    if importlib.util.find_spec("uno") is None:
        source = find_bridge()
        if source is None:
            print("没有找到 LibreOffice 的 uno.py。请先安装 python3-uno。", file=sys.stderr)
            return 2
        link_into(Path(sysconfig.get_path("purelib")), source)
    problem = bridge_works()
    if problem:
        print(f"uno 不能导入：{problem}（Python 的次版本号须与 LibreOffice 的一致）", file=sys.stderr)
        return 1
    print("uno 可用")
    return 0


if __name__ == "__main__":
    sys.exit(main())
