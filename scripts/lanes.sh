#!/usr/bin/env bash
# Run the whole test suite. Lanes that need other programs (LibreOffice, Xvfb, Wine, npm) are set up first; a lane that cannot
# be set up is named and left out, and under CI that is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/apt.sh
left_out=()

lane() { # lane NAME command...: run the set-up of a lane, note it if it fails
  local name=$1; shift
  echo "== 准备 $name" >&2
  "$@" || left_out+=("$name")
}

have() { command -v "$1" >/dev/null; }

setup_libreoffice() {
  { have soffice && [ -e /usr/lib/python3/dist-packages/uno.py ] && fc-list | grep -qi 'noto.*cjk' && have pdftoppm; } ||
    apt_install libreoffice-calc libreoffice-writer python3-uno fonts-noto-cjk fontconfig poppler-utils || return 1
  .venv/bin/python scripts/link_uno.py
}
setup_gui() { { have xvfb-run && have xdotool && have import; } || apt_install xvfb xauth xdotool imagemagick; }
setup_wine() { { have wine || apt_install wine wine64; } && scripts/wine_setup.sh "$PERF_XL_WINE"; }
setup_validator() { { have npm || apt_install npm; } && scripts/validator_setup.sh .venv/ooxml-validator; }
export PERF_XL_WINE=${PERF_XL_WINE:-$PWD/.venv/wine}

lane LibreOffice setup_libreoffice
lane 图形界面 setup_gui
lane Wine setup_wine
lane 微软校验器 setup_validator

is_left_out() { [[ " ${left_out[*]-} " == *" $1 "* ]]; }

# What shares one Windows or one screen runs alone, in order; the rest side by side.
status=0
run() { .venv/bin/python -m pytest "$@" || status=1; }
if is_left_out LibreOffice; then core="not libreoffice and not gui and not wine"; else core="not gui and not wine"; fi
run -n auto -m "$core"
is_left_out LibreOffice || is_left_out 图形界面 || run -m "gui"
is_left_out Wine || run -m "wine"
if [ ${#left_out[@]} -gt 0 ]; then
  echo "没有运行的部分：${left_out[*]}" >&2
  [ "${CI:-}" = true ] && exit 1
fi
exit $status
