"""One submission's process: it runs cells and answers the judge, until the judge hangs up.

What is written here is trusted only until the first cell runs: after that the learner's code may
have changed any of it. The judge knows, and believes nothing it hears.
"""

from __future__ import annotations

import builtins
import os
import pickle
import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from course_lib.grading.learner.frames import Closed, Frames
from course_lib.grading.learner.outputs import Outputs, RawStream
from course_lib.grading.learner.shell import LearnerShell, describe, run_cell, use_outputs
from course_lib.grading.values import UNDEFINED, encode
from course_lib.grading.walls.limits import Limits

_signal, _loads = signal.signal, pickle.loads


class Child:
    """Answers the judge's requests: run a cell, get a name, call a function.

    Args:
        frames: the connection to the judge.
        shell: a shell that has run nothing yet.
        limits: for the outputs; all else is enforced from outside.
        folder: where files may be written.
        seed: for `random` and `numpy.random`, so that grading twice gives the same.
    """

    def __init__(self, frames: Frames, shell: LearnerShell, limits: Limits, *, folder: str, seed: int):
        self._frames, self._shell, self._limits = frames, shell, limits
        self._held: list[Callable] = []
        outputs = Outputs(cell_bytes=limits.cell_output, total_bytes=limits.total_output)
        self._raw = [RawStream("stdout", 1, folder), RawStream("stderr", 2, folder)]
        use_outputs(shell, outputs)
        # The warm parent's generators would else go on alike in every child.
        random.seed(seed)
        np.random.seed(seed)
        os.chdir(folder)
        sys.path[0] = ""
        shell.events.register("post_execute", self._take_raw)

    def _take_raw(self) -> None:
        for raw in self._raw:
            raw.flush_into(self._shell.outputs, most=self._limits.cell_output)

    def serve(self) -> None:
        """Answer requests until the judge hangs up or the learner's code asks to leave."""
        answers = {"run": self._run, "get": self._get, "call": self._call}
        while not self._shell.exit_asked:
            try:
                request, body = self._frames.receive()
                head, answer = answers[request["kind"]](request, body)
                self._frames.send({"id": request["id"], "kind": request["kind"], **head}, answer)
            except Closed:
                return
            except KeyboardInterrupt:  # one that came between two requests: it was meant for the last
                continue

    def _run(self, request: dict, body: bytearray) -> tuple[dict, bytes]:
        with _interruptible():
            result = run_cell(self._shell, request["source"])
        return {"outputs": result.outputs, "error": result.error}, b""

    def _get(self, request: dict, body: bytearray) -> tuple[dict, bytes]:
        value = self._shell.user_ns.get(request["name"], UNDEFINED)
        return {}, encode(value, hold=self._hold)

    def _hold(self, function: Callable) -> int:
        self._held.append(function)
        return len(self._held) - 1

    def _call(self, request: dict, body: bytearray) -> tuple[dict, bytes]:
        try:
            with _interruptible():
                arguments, keywords = _loads(body)
                if "handle" in request:
                    function = self._held[request["handle"]]
                elif request["name"] in self._shell.user_ns:
                    function = self._shell.user_ns[request["name"]]
                else:
                    raise NameError(f"name {request['name']!r} is not defined")
                result = function(*arguments, **keywords)
        except BaseException as error:  # also SystemExit: what a function raises is its answer
            name, text = describe(error)
            return {"error": [name, text, type(error) is getattr(builtins, name, None)]}, b""
        finally:
            self._take_raw()
            self._shell.outputs.take()  # a function's prints belong to no cell
        return {"error": None}, encode(result, hold=self._hold)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let the judge's interrupt reach the learner's code, and only that."""
    _signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        _signal(signal.SIGINT, signal.SIG_IGN)


# What a lesson's own checks are called. The judge runs them where they count; here they say nothing,
# for what they need, the exercises, is not here.
SILENT = ("check", "hint", "reveal", "progress", "wrap_up")


def leave_the_grader_behind() -> None:
    """Take the grader's modules out of reach by name (importing one finds no file here), and silence the checks."""
    for name in [name for name in sys.modules if name.startswith("course_lib.grading")]:
        del sys.modules[name]
    import course_lib

    if hasattr(course_lib, "grading"):
        del course_lib.grading
    for name in SILENT:
        setattr(course_lib, name, _silent)


def _silent(*arguments: Any, **keywords: Any) -> None:
    return None
