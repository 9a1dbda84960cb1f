#!/usr/bin/env bash
# Prepares Wine with a real Windows CPython, pywin32 and xlwings for the tests marked "wine".
# usage: scripts/wine_setup.sh DIR    what it fetches stays in DIR; running it again only renews our own package.
# Then: PERF_XL_WINE=DIR pytest -m wine
#
# What these steps rest on, seen with Wine 8.0:
#  * numpy 2 needs functions of ucrtbase that Wine 8 lacks, numpy 1.26 does not (src/perf_xl/addin/windows.lock)
#  * Wine 8 looks COM classes up in HKEY_LOCAL_MACHINE only; Windows merges HKEY_CURRENT_USER in
#  * "wine32 is missing" is harmless: everything here is 64-bit
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if ! command -v wine >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine wine64 >/dev/null
fi
python=${PYTHON:-$here/.venv/bin/python}
"$python" - "$dir" <<'PY'
import sys
from pathlib import Path
from perf_xl.addin.windows_python import copy_package, make_windows_python
root = Path(sys.argv[1])
if (root / "python" / "python.exe").exists():
    copy_package(root / "python" / "site")
else:
    make_windows_python(root / "python", root / "downloads")
PY
export WINEPREFIX=$dir/prefix WINEDEBUG=-all WINEARCH=win64
[ -d "$WINEPREFIX/drive_c" ] || wine wineboot -i >/dev/null 2>&1
# A process that reads from a pipe and writes to one: Wine's console needs both.
printf '' | wine "$dir/python/python.exe" -X utf8 -c "import sys, pythoncom; print('Windows Python', sys.version.split()[0])" 2>/dev/null | cat
