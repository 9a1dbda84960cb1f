"""The server's log turns over, and never stands in the way."""

import logging

import pytest

from perf_xl.hosts.excel import logs


@pytest.fixture
def logger(monkeypatch, tmp_path):
    """Our logger, with the user's folder elsewhere, and as it was at the end."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    own = logging.getLogger("perf_xl")
    handlers, level = list(own.handlers), own.level
    yield own
    for handler in set(own.handlers) - set(handlers):
        own.removeHandler(handler)
        handler.close()
    own.setLevel(level)


def test_log_when_it_grows_then_turns_over_and_keeps_two_older_files(monkeypatch, logger):
    """A county PC that runs for years holds three small files."""
    monkeypatch.setattr(logs, "LIMIT", 1000)
    logs.start_log()
    for number in range(200):
        logger.warning("第 %d 次", number)
    files = sorted(logs.log_path().parent.iterdir())
    assert ["server.log", "server.log.1", "server.log.2"] == [file.name for file in files]
    assert [True] * 3 == [file.stat().st_size <= logs.LIMIT for file in files]
    assert "第 199 次" in logs.log_path().read_text("utf-8")


def test_log_when_a_call_fails_then_has_its_traceback(logger):
    """What we need to find the mistake; the clerk sees a sentence."""
    logs.start_log()
    try:
        divmod(1, 0)
    except ZeroDivisionError:
        logger.exception("failed")
    assert "ZeroDivisionError" in logs.log_path().read_text("utf-8")


def test_log_when_the_folder_cannot_be_made_then_the_server_starts_all_the_same(tmp_path, logger):
    """A file stands where the folder should be."""
    (tmp_path / "PerfXL").write_text("")
    logs.start_log()
    logger.warning("nowhere")
    assert not logs.log_path().exists()
