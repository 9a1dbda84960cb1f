"""Long work in steps: everything of the host happens in the owner's thread."""

import threading

import pytest

from perf_xl.errors import InputError
from perf_xl.hosts.excel.messages import CANCELLED, COMMAND_CRASHED, CRASHED_HALFWAY, WRITTEN_BEFORE
from perf_xl.hosts.excel.stepping import Shown, Stepper


def finish(stepper: Stepper) -> Stepper:
    """Step to the end."""
    while stepper.advance():
        pass
    return stepper


def test_stepper_when_work_calls_the_owner_then_the_call_runs_in_the_owners_thread():
    """No object of Excel's crosses threads."""
    seen = []

    def work(stepper):
        seen.append(threading.current_thread() is threading.main_thread())
        seen.append(stepper.on_owner(lambda: threading.current_thread() is threading.main_thread()))
        return Shown("完成", report="说明", undo_label="计算得分")

    ended = finish(Stepper(work))
    assert ([False, True], False, Shown("完成", "说明", "计算得分")) == (seen, ended.failed, ended.shown)
    assert "完成" == ended.message


def test_stepper_when_the_owners_call_fails_then_the_work_gets_the_exception():
    """And may handle it."""

    def refuse():
        raise InputError("工作表受保护")

    def work(stepper):
        with pytest.raises(InputError):
            stepper.on_owner(refuse)
        return Shown("换了别的办法")

    assert "换了别的办法" == finish(Stepper(work)).message


def test_stepper_when_cancelled_then_nothing_more_reaches_the_owner():
    """Esc between two calls."""
    calls = []

    def work(stepper):
        for number in range(1000):
            stepper.on_owner(lambda number=number: calls.append(number))
            if number == 2:
                stepper.cancel()
        return Shown("到不了")

    ended = finish(Stepper(work))
    assert ([0, 1, 2], CANCELLED, False) == (calls, ended.message, ended.failed)


def test_stepper_when_the_work_refuses_then_its_sentence_is_shown():
    """An error of ours on purpose is the message."""

    def work(_):
        raise InputError("没有打开的工作簿")

    ended = finish(Stepper(work))
    assert (True, "没有打开的工作簿") == (ended.failed, ended.message)


def test_stepper_when_the_work_crashes_then_says_that_nothing_was_written():
    """No traceback reaches a user."""

    def work(_):
        return Shown(str(1 / 0))

    ended = finish(Stepper(work))
    assert (True, COMMAND_CRASHED) == (ended.failed, ended.message)


def test_stepper_when_cancelled_after_a_write_then_the_rest_is_done_and_said():
    """Esc that comes late must not be answered with 「没有写入任何内容」."""
    calls = []

    def work(stepper):
        stepper.on_owner(lambda: calls.append("写"))
        stepper.wrote()
        stepper.cancel()
        stepper.say("正在标记…")
        stepper.on_owner(lambda: calls.append("标记"))
        return Shown("已计分", undo_label="计算得分")

    ended = finish(Stepper(work))
    assert (["写", "标记"], Shown("已计分", undo_label="计算得分")) == (calls, ended.shown)
    assert "已计分" == ended.message


@pytest.mark.parametrize(
    ("error", "expected"), [(InputError("结构受保护"), f"结构受保护{WRITTEN_BEFORE}"), (ValueError(), CRASHED_HALFWAY)]
)
def test_stepper_when_the_work_fails_after_a_write_then_says_how_to_take_it_back(error, expected):
    """Whether it refuses or crashes."""

    def work(stepper):
        stepper.wrote()
        raise error

    ended = finish(Stepper(work))
    assert (True, expected) == (ended.failed, ended.message)
    assert "撤销上一步绩效操作" in expected


def test_stepper_when_the_work_is_long_then_advance_returns_and_shows_how_far_it_is():
    """The window gets its turn between two steps."""
    go = threading.Event()

    def work(stepper):
        stepper.say("正在计算 1/2")
        go.wait()
        return Shown("完成")

    stepper = Stepper(work)
    assert stepper.advance(0.02) is True
    assert "正在计算 1/2" == stepper.message
    go.set()
    finish(stepper)
    assert "完成" == stepper.message


@pytest.mark.parametrize("fails", [False, True])
def test_stepper_when_the_work_ends_then_what_the_host_gave_dies_in_the_owners_thread(fails):
    """An object of Excel's that another thread lets go of would keep Excel alive; an error's traceback holds some, too."""
    died = []

    class OfExcels:
        def __del__(self):
            died.append(threading.current_thread() is threading.main_thread())

    def give():
        given = OfExcels()
        if fails:
            raise InputError(given.__class__.__name__)
        return given

    def work(stepper):
        stepper.on_owner(give)
        return Shown("完成")

    stepper = finish(Stepper(work))
    assert ([True], fails) == (died, stepper.failed)
