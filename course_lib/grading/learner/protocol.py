"""The judge's end of one submission: run a cell, get a name, call a function.

Everything that comes back is hostile. A frame that answers another question than the one asked, is
too large, or is no frame at all ends the submission with the status "crashed"; what the judge had
by then it keeps. No score ever comes this way.
"""

from __future__ import annotations

import pickle
import time
from typing import Any, NoReturn, Protocol

from course_lib.grading.learner.frames import BrokenFrame, Closed, Frames, NoAnswerYet
from course_lib.grading.learner.received import checked_error, checked_outputs
from course_lib.grading.learner.results import (
    CellRun,
    LearnerGone,
    LearnerTimeout,
    Status,
    as_exception,
    how_it_ended,
)
from course_lib.grading.values import NotPlain, decode
from course_lib.grading.values.states import Function
from course_lib.grading.walls.limits import Limits

# Between a closed connection and the end of the process lies what the kernel needs to clear its memory.
PATIENCE = 0.5


class Lifeline(Protocol):
    """What the warm parent does for a submission: interrupt it, and end it."""

    def interrupt(self) -> None:
        """Interrupt the learner's code, as the stop button does."""
        ...

    def end(self, *, patience: float) -> tuple[int | None, str | None]:
        """Kill what still runs after some seconds; the exit code if it ended by itself, and why the watchdog ended it."""
        ...


class LearnerFunction:
    """A function of the learner's: calling it runs it on the learner's side, with the judge's inputs.

    It stays the function it was when its name was read, whatever the name means later.
    """

    def __init__(self, learner: Learner, function: Function):
        self._learner, self._function = learner, function
        self.__name__ = function.name

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """As `Learner.call`."""
        return self._learner.call_handle(self._function.handle, *args, **kwargs)

    def __repr__(self) -> str:
        return f"<the learner's function {self.__name__}>"


class Learner:
    """One submission's process, seen from the judge. Made by `WarmParent.fork`; a context manager.

    Args:
        frames: the connection.
        lifeline: interrupts and ends the process.
        limits: the times are kept here, by the judge's clock.
    """

    def __init__(self, frames: Frames, lifeline: Lifeline, limits: Limits):
        self._frames, self._lifeline, self._limits = frames, lifeline, limits
        self._asked, self._seconds_left = 0, limits.submission_seconds
        self._output_left = limits.total_output
        self._gone: LearnerGone | None = None

    def __enter__(self) -> Learner:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def gone(self) -> LearnerGone | None:
        """Why the process is no more, or None while it runs."""
        return self._gone

    def run(self, source: str) -> CellRun:
        """Run a cell. Never raises for what the learner's code does: the status says it."""
        started = time.perf_counter()
        try:
            head, _, timed_out = self._ask({"kind": "run", "source": source})
            most = min(self._limits.cell_output, self._output_left)
            outputs, spent = checked_outputs(head.get("outputs"), most=most)
            self._output_left -= spent
            error = checked_error(head.get("error"))
        except (ValueError, LearnerGone) as problem:
            gone = self._lose(problem)
            return CellRun(
                outputs=[],
                status=gone.status,
                error=("LearnerGone", gone.reason),
                seconds=time.perf_counter() - started,
            )
        status: Status = "ok"
        if timed_out:
            status = "timeout"
        elif error is not None:
            status = "out of memory" if error[0] == "MemoryError" else "error"
        return CellRun(outputs=outputs, status=status, error=error, seconds=time.perf_counter() - started)

    def get(self, name: str) -> Any:
        """The value a name has now: plain data, `UNDEFINED`, `NotPlain`, or a `LearnerFunction`.

        Raises:
            LearnerGone: the process is no more.
        """
        try:
            _, body, timed_out = self._ask({"kind": "get", "name": name})
            if timed_out:
                return NotPlain("a value that takes too long to read")
            return self._received(body)
        except ValueError as problem:
            raise self._lose(problem) from None

    def call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call the learner's function of this name, and give its result as `get` would.

        Raises:
            Exception: a builtin one, if the function raised that.
            LearnerError: it raised another.
            LearnerTimeout: it took longer than a cell may.
            LearnerGone: the process is no more.
        """
        return self._call({"name": name}, args, kwargs)

    def call_handle(self, handle: int, /, *args: Any, **kwargs: Any) -> Any:
        """As `call`, for a function known by its handle."""
        return self._call({"handle": handle}, args, kwargs)

    def _call(self, which: dict[str, Any], args: tuple, kwargs: dict[str, Any]) -> Any:
        # Pickle on this way only: the judge is trusted by the learner's side, never the other way round.
        body = pickle.dumps((args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)
        try:
            head, answer, timed_out = self._ask({"kind": "call", **which}, body)
            error = checked_error(head.get("error"))
            if error is None:
                return self._received(answer)
        except ValueError as problem:
            raise self._lose(problem) from None
        if timed_out:
            raise LearnerTimeout(f"The function took longer than {self._limits.cell_seconds:g} seconds.")
        raise as_exception(*error, is_builtin=head["error"][2:] == [True])

    def _received(self, body: bytearray) -> Any:
        return _with_functions(decode(body), self)

    def _ask(self, request: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytearray, bool]:
        """The answer's head and body, and whether the learner's code had to be interrupted for it."""
        if self._gone:
            raise self._gone
        if self._seconds_left <= 0:
            self._end("timeout", f"The submission used up its {self._limits.submission_seconds:g} seconds.")
        self._asked += 1
        number, timed_out, started = self._asked, False, time.monotonic()
        seconds = min(self._limits.cell_seconds, self._seconds_left)
        try:
            self._frames.send({**request, "id": number}, body, seconds=seconds)
            try:
                head, answer = self._frames.receive(seconds=max(0, seconds - (time.monotonic() - started)))
            except NoAnswerYet:
                timed_out = True
                self._lifeline.interrupt()
                head, answer = self._frames.receive(seconds=self._limits.grace_seconds)
        except NoAnswerYet:
            self._end("crashed", f"The code ran longer than {seconds:g} seconds and could not be interrupted.")
        except Closed:
            self._end("crashed", "The learner's process ended by itself.", patience=PATIENCE)
        except BrokenFrame as broken:
            self._end("crashed", f"The learner's process sent no answer: {broken}.")
        finally:
            self._seconds_left -= time.monotonic() - started
        if head.get("id") != number or head.get("kind") != request["kind"]:
            self._end("crashed", "The learner's process answered a question that was not asked.")
        return head, answer, timed_out

    def _end(self, status: Status, reason: str, *, patience: float = 0) -> NoReturn:
        code, watched = self._lifeline.end(patience=patience)
        if watched == "out of memory":
            status, reason = "out of memory", f"The code used more than {self._limits.memory // 2**20} MB of memory."
        elif watched:
            reason = f"The code was stopped: {watched}."
        elif code is not None and status == "crashed":
            reason = f"{reason} {how_it_ended(code)}"
        self._gone = LearnerGone(status, reason)
        raise self._gone

    def _lose(self, problem: ValueError | LearnerGone) -> LearnerGone:
        """Why the process is no more; an answer that is no answer ends it."""
        if isinstance(problem, LearnerGone):
            return problem
        try:
            self._end("crashed", "The learner's process sent an answer that is none.")
        except LearnerGone as gone:
            return gone

    def close(self) -> None:
        """End the process, if it still runs, and everything it started."""
        if not self._gone:
            self._lifeline.end(patience=0)
            self._gone = LearnerGone("crashed", "The judge has closed this submission.")
        self._frames.close()


_MAY_HOLD = {list, tuple, dict, Function}


def _with_functions(value: Any, learner: Learner) -> Any:
    """The value, each function in it callable. Sets can't hold one: none arrives there."""
    if isinstance(value, Function):
        return LearnerFunction(learner, value)
    if type(value) is list and not _MAY_HOLD.isdisjoint(map(type, value)):  # a long list of numbers is not copied
        return [_with_functions(item, learner) for item in value]
    if type(value) is tuple:
        return tuple(_with_functions(item, learner) for item in value)
    if type(value) is dict:
        return {key: _with_functions(item, learner) for key, item in value.items()}
    return value
