"""What of the COM server needs no COM."""

from perf_xl.hosts.excel import server
from perf_xl.hosts.excel.messages import COMMAND_CRASHED


def test_begun_when_a_command_cannot_even_be_started_then_says_so_and_logs_why(monkeypatch, caplog):
    """A damaged installation, for one; COM would put the traceback into the message box."""

    def broken(_command, _excel):
        raise ImportError("xlwings")

    monkeypatch.setattr("perf_xl.hosts.excel.commands.begin", broken)
    session = server.Session(server.begun("score", None))
    while session.Advance():
        pass
    assert (True, COMMAND_CRASHED, "") == (session.Failed, session.Message, session.UndoLabel)
    assert "score cannot be started" in caplog.text
