"""The process that COM starts: the server of ``hosts.excel``, and the button 体检, which examines this very add-in."""

from __future__ import annotations

from perf_xl import __version__
from perf_xl.hosts.excel import actions, server
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work


def doctor(_: Work) -> Shown:
    """体检: the checks of ``perf-xl addin doctor``, but for the round trip, which this call itself proves."""
    from perf_xl.addin.doctor import examine, report  # noqa: PLC0415 - with the first press of the button
    from perf_xl.addin.install import this_system  # noqa: PLC0415

    checks = examine(this_system(), ask_server=lambda: (__version__, 0.0))
    bad = sum(check.ok is False for check in checks)
    return Shown(f"体检：{bad} 处问题" if bad else "体检：一切正常", report=report(checks))


def main() -> None:
    """Entry point of the process."""
    actions.ACTIONS["doctor"] = doctor
    server.main()


if __name__ == "__main__":
    main()
