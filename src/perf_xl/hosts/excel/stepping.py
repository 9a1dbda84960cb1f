"""Long work in small steps, so that Excel's window stays alive and Esc is heard.

The work runs in a thread of its own and never touches Excel there: whatever it wants of the workbook is done by the
thread that Excel is calling, inside :meth:`Stepper.advance`. A call back into Excel belongs then to the call that Excel
itself is waiting for, which Excel always lets in; no COM object crosses threads. What the host gave is kept to the end and
let go by the owner's thread too: an object of Excel's that dies elsewhere is never given back, and keeps Excel alive.
"""

from __future__ import annotations

import gc
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from perf_xl.errors import PerfXlError
from perf_xl.hosts.excel.messages import CANCELLED, COMMAND_CRASHED, CRASHED_HALFWAY, WORKING, WRITTEN_BEFORE

log = logging.getLogger(__name__)
T = TypeVar("T")


class CancelledError(PerfXlError):
    """The user pressed Esc."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a command shows at its end: one sentence, a longer answer if one was asked for, and what undo would be."""

    message: str
    report: str = ""
    undo_label: str = ""


@dataclass(slots=True)
class _Request:
    call: Callable[[], Any]
    done: threading.Event
    result: Any = None
    error: BaseException | None = None


class Stepper:
    """One piece of work. ``work`` gets the stepper, to pass calls to the owner's thread and to say how far it is."""

    def __init__(self, work: Callable[[Stepper], Shown]) -> None:
        self.message = WORKING
        self.failed = False
        self.shown: Shown | None = None
        self._requests: queue.Queue[_Request | None] = queue.Queue()
        self._cancelled = threading.Event()
        self._has_written = False
        self._kept: list[object] = []
        self._work = work
        self._thread = threading.Thread(target=self._run, name="perf_xl command", daemon=True)
        self._thread.start()

    def advance(self, seconds: float = 0.2) -> bool:
        """Do what the work asks for, for about ``seconds``; whether the work goes on."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                request = self._requests.get(timeout=left)
            except queue.Empty:
                return True
            if request is None:
                self._thread.join()
                self._let_go()
                return False
            self._serve(request)
        return True

    def cancel(self) -> None:
        """Stop the work at its next call; not any more once something is written."""
        self._cancelled.set()

    def wrote(self) -> None:
        """Called by the work: something stands in the workbook now, so the rest is done too, and said."""
        self._has_written = True

    def on_owner(self, call: Callable[[], T], *, heeds_esc: bool = True) -> T:
        """Called by the work: have ``call`` done by the owner's thread; CancelledError after Esc."""
        if heeds_esc:
            self._heed_esc()
        request = _Request(call, threading.Event())
        self._requests.put(request)
        request.done.wait()
        if request.error is not None:
            raise request.error
        result: T = request.result
        return result

    def say(self, text: str) -> None:
        """Called by the work: what the status bar shows from now on; CancelledError after Esc."""
        self._heed_esc()
        self.message = text

    def _heed_esc(self) -> None:
        if self._cancelled.is_set() and not self._has_written:
            raise CancelledError(CANCELLED)

    def _serve(self, request: _Request) -> None:
        try:
            request.result = request.call()
        except BaseException as error:  # noqa: BLE001 - it belongs to the work, which raises it
            request.error = error
        finally:
            # An error too: its traceback holds what the failed call had in hand.
            self._kept.append(request)
            request.done.set()

    def _let_go(self) -> None:
        """Of everything that the host gave; tracebacks are circles, which only a collection breaks."""
        self._kept.clear()
        gc.collect()

    def _run(self) -> None:
        try:
            self.shown = self._work(self)
            self.message = self.shown.message
        except CancelledError as cancelled:
            self.message = str(cancelled)
        except PerfXlError as problem:
            self.failed, self.message = True, f"{problem}{WRITTEN_BEFORE if self._has_written else ''}"
        except Exception:
            log.exception("command failed")
            self.failed, self.message = True, CRASHED_HALFWAY if self._has_written else COMMAND_CRASHED
        finally:
            self._requests.put(None)
