#!/usr/bin/env bash
# Make .venv with the package and everything its development needs. Python 3.11 or later; on Debian the venv module may be
# a package of its own, which is installed here when we may.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-$(command -v python3.11 || command -v python3)}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本" >&2; exit 2; }
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  . scripts/apt.sh
  apt_install python3-venv
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
.venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
