"""``python -m perf_xl`` is the command ``perf-xl``."""

from perf_xl.cli.app import main

main()
