"""The judge's end of the warm parent: start it inside the walls, fork submissions, end them."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import course_lib
from course_lib.grading.learner.frames import BrokenFrame, Closed, Frames, NoAnswerYet
from course_lib.grading.learner.protocol import Learner
from course_lib.grading.walls import bubblewrap
from course_lib.grading.walls.advice import advice_for
from course_lib.grading.walls.limits import Limits

Walls = Literal["full", "none"]
MODULE = "course_lib.grading.learner.warm"
START_SECONDS = 120
FORK_SECONDS = 30


class WallsError(Exception):
    """The walls could not be raised, or the warm parent behind them not be started; the text says why."""


class WarmParent:
    """A process that has imported everything and forks one child a submission; a context manager.

    Args:
        limits: for each submission.
        walls: "full", or "none", for code that is trusted as one's own. Never lowered silently: where
            the walls can't be had, starting fails. `walls.probe` says beforehand, and what to install.
        hide: folders that must not be seen inside, even if they lie in one that must (an interpreter's).

    Raises:
        WallsError: at the start, with what the started program said.

    >>> with WarmParent(walls="none") as parent, parent.fork() as learner:
    ...     learner.run("answer = [6 * 7]").status, learner.get("answer")
    ('ok', [42])
    """

    def __init__(self, *, limits: Limits | None = None, walls: Walls = "full", hide: tuple[Path, ...] = ()):
        if walls not in ("full", "none"):
            raise ValueError(f'Walls are "full" or "none", not {walls!r}. Choose one; none is never assumed.')
        self.limits, self.walls, self._hide = limits or Limits(), walls, hide
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> WarmParent:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it is warm.

        Raises:
            WallsError: it could not be started, with what was said and what to do.
        """
        if not hasattr(os, "fork"):
            raise WallsError(f"Learners' processes are forks, which this system does not have. {advice_for('')}")
        self._folder = tempfile.TemporaryDirectory(prefix="submissions-")
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process that writes to it
        self._control, theirs = socket.socketpair()
        with theirs:
            descriptor = theirs.fileno()
            if self.walls == "full":
                layout = bubblewrap.layout(Path(course_lib.__file__).parent, hide=self._hide)
                command = bubblewrap.command(layout, [MODULE, str(descriptor)], limits=self.limits)
                environment, files = bubblewrap.environment(), {"shut": [bubblewrap.GRADING], "in_tmp": layout.in_tmp}
            else:
                command = [sys.executable, "-m", MODULE, str(descriptor)]
                environment, files = _bare_environment(self._folder.name), {}
            try:
                self._process = subprocess.Popen(
                    command, env=environment, pass_fds=[descriptor], cwd="/" if self.walls == "full" else self._folder.name,
                    stdin=subprocess.DEVNULL, stdout=self._said, stderr=self._said, start_new_session=True,
                )  # fmt: skip
            except FileNotFoundError as error:
                self._stop_quietly()
                raise WallsError(f"{error.filename} is not installed. {advice_for('')}") from None
        settings = {"walls": self.walls, "limits": asdict(self.limits), "files": files}
        if fault := self._request({"start": settings}, seconds=START_SECONDS).get("fault"):
            self._fail(fault)

    def twin(self) -> WarmParent:
        """One more like this, forked from it while it is warm, for a process that was forked from this one.

        It costs next to nothing, and the memory of both is shared. Only one process may ask at a time.

        Raises:
            WallsError: this one has ended.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._request({"twin": None}, theirs.fileno(), seconds=FORK_SECONDS)
            except WallsError:
                ours.close()
                raise
        twin = WarmParent(limits=self.limits, walls=self.walls, hide=self._hide)
        twin._control, twin._said = ours, os.fdopen(os.dup(self._said.fileno()), "r+b")
        twin._folder = tempfile.TemporaryDirectory(prefix="submissions-")
        return twin

    def _hung_up(self) -> bool:
        """Whether nobody is at the other end: it speaks only when asked, so whatever can be read now is its end."""
        return self._control.fileno() < 0 or bool(select.select([self._control], [], [], 0)[0])

    def fork(self, *, seed: int = 0) -> Learner:
        """A fresh process for one submission.

        Args:
            seed: for the learner's `random` and `numpy.random`; the same seed grades the same.

        Raises:
            WallsError: its walls could not be raised.
        """
        if self._hung_up():
            self._stop_quietly()
            self.start()
        folder = bubblewrap.BOX if self.walls == "full" else tempfile.mkdtemp(dir=self._folder.name)
        ours, theirs = socket.socketpair()
        with theirs:
            answer = self._request({"fork": {"folder": folder, "seed": seed}}, theirs.fileno(), seconds=FORK_SECONDS)
        frames = Frames(ours)
        try:
            if fault := answer.get("fault"):
                raise WallsError(f"No process for the submission: {fault}")
            head, _ = frames.receive(seconds=FORK_SECONDS)  # before any of the learner's code runs
            if fault := head["fault"]:
                raise WallsError(f"The walls round a submission could not be raised: {fault}")
        except (WallsError, Closed, NoAnswerYet, BrokenFrame) as problem:
            frames.close()
            if "pid" in answer:
                _Lifeline(self, answer["pid"]).end(patience=0)
            raise (
                problem
                if isinstance(problem, WallsError)
                else WallsError(
                    f"The process for a submission did not come up ({type(problem).__name__}). {self._what_was_said()}"
                )
            ) from None
        return Learner(frames, _Lifeline(self, answer["pid"]), self.limits)

    def _request(self, what: dict[str, Any], *descriptors: int, seconds: float) -> dict[str, Any]:
        """One line to the warm parent, which is ours and trusted, and its answer."""
        self._control.settimeout(seconds)
        try:
            socket.send_fds(self._control, [json.dumps(what).encode() + b"\n"], list(descriptors))
            line = b""
            while not line.endswith(b"\n"):
                data = self._control.recv(65_536)
                if not data:
                    raise ConnectionError
                line += data
        except (TimeoutError, ConnectionError):
            self._fail("it ended, or did not answer in time")
        return json.loads(line)

    def _fail(self, fault: str) -> None:
        said = self._what_was_said()
        self._stop_quietly()
        advice = advice_for(f"{fault} {said}") if self.walls == "full" else ""
        raise WallsError(f"The warm parent (walls: {self.walls}) failed: {fault}. {said} {advice}".strip())

    def _what_was_said(self) -> str:
        self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, self._said.tell() - 2_000))
        said = self._said.read().decode("utf-8", "replace").strip()
        return f"It said: {said}" if said else "It said nothing."

    def stop(self) -> None:
        """End the process and every submission that still runs."""
        self._stop_quietly()

    def _stop_quietly(self) -> None:
        self._control.close()  # it leaves when the connection closes
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._said.close()
        self._folder.cleanup()


class _Lifeline:
    """Interrupts and ends one submission, by way of the warm parent that forked it."""

    def __init__(self, parent: WarmParent, pid: int):
        self._parent, self._pid = parent, pid
        # A parent started anew knows nothing of this submission, and may use its number for another.
        self._control: socket.socket | None = parent._control

    def interrupt(self) -> None:
        self._ask({"interrupt": self._pid})

    def end(self, *, patience: float) -> tuple[int | None, str | None]:
        answer = self._ask({"end": {"pid": self._pid, "patience": patience}})
        self._control = None
        return answer.get("status"), answer.get("reason")

    def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        if self._control is not self._parent._control:
            return {}
        try:
            return self._parent._request(what, seconds=FORK_SECONDS)
        except WallsError:  # the parent is gone, and so are its children; the next fork starts another
            return {}


def _bare_environment(home: str) -> dict[str, str]:
    # Not the judge's own environment: the cohort's secret may stand in it.
    return bubblewrap.environment() | {
        "HOME": home, "TMPDIR": home, "IPYTHONDIR": f"{home}/ipython", "PYTHONPATH": str(Path(course_lib.__file__).parents[1]),
        "PATH": os.environ.get("PATH", os.defpath), "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", f"{home}/matplotlib"),
    }  # fmt: skip
