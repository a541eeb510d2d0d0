"""The warm parent: everything slow is imported once, and each submission is a fork of it.

    python -m course_lib.grading.learner.warm DESCRIPTOR

It holds one thread, nothing secret and nothing of the judge. It talks to the judge in lines of JSON
on the descriptor; each request gets one line back:

    {"start": {"walls": …, "limits": {…}, "files": {…}}} → {"ready": true} or {"fault": text}
    {"fork": {"folder": …, "seed": …}} and a socket      → {"pid": n} or {"fault": text}
    {"twin": null} and a socket                          → {"pid": n}: one more like this, for the judge at that socket
    {"interrupt": pid}                                   → {}
    {"end": {"pid": n, "patience": seconds}}             → {"status": n or null, "reason": text or null}
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from typing import Any

from course_lib.grading.learner.child import Child, leave_the_grader_behind
from course_lib.grading.learner.frames import Frames
from course_lib.grading.learner.shell import LearnerShell
from course_lib.grading.learner.warming import warm_shell
from course_lib.grading.walls import namespaces
from course_lib.grading.walls.limits import Limits
from course_lib.grading.walls.rlimits import apply_rlimits
from course_lib.grading.walls.watchdog import Watchdog

TICK = 0.1


@dataclass
class Submission:
    """A running child: the process to kill, and what watches it."""

    pid: int
    watchdog: Watchdog
    reason: str | None = None


class ForkServer:
    """What the warm parent does once it is warm: fork children and look after them.

    Args:
        control: the connection to the judge.
    """

    def __init__(self, control: socket.socket):
        self._control, self._running = control, dict[int, Submission]()
        self._shell: LearnerShell
        self._limits: Limits
        self._walls, self._files = "none", dict[str, list[str]]()

    def serve(self) -> None:
        """Answer the judge until it hangs up; between requests, watch the children."""
        answers = {
            "start": self._start, "fork": self._fork, "twin": self._twin, "interrupt": self._interrupt, "end": self._end
        }  # fmt: skip
        while True:
            ready, _, _ = select.select([self._control], [], [], TICK if self._running else None)
            for submission in self._running.values():
                self._watch(submission)
            if not ready:
                continue
            line, descriptors = _line_with_descriptors(self._control)
            if not line:
                break
            ((kind, what),) = json.loads(line).items()
            try:
                answer = answers[kind](what, *descriptors)
            except (OSError, RuntimeError) as error:
                answer = {"fault": f"{type(error).__name__}: {error}"}
            for descriptor in descriptors:
                os.close(descriptor)
            self._control.sendall(json.dumps(answer).encode() + b"\n")
        for pid in list(self._running):
            self._end({"pid": pid, "patience": 0})

    def _start(self, settings: dict[str, Any]) -> dict:
        self._walls, self._files = settings["walls"], settings["files"]
        self._limits = Limits(**settings["limits"])
        self._shell = warm_shell()
        return {"ready": True}

    def _twin(self, _: None, connection: int) -> dict:
        pid = os.fork()
        if pid == 0:
            self._control.close()
            self._control, self._running = socket.socket(fileno=os.dup(connection)), {}
            os.close(connection)
            namespaces.leaving(self.serve)
        return {"pid": pid}

    def _fork(self, settings: dict[str, Any], connection: int) -> dict:
        if self._walls == "full":
            pid = namespaces.fork_walled(lambda: self._be_child(connection, settings), self._limits, **self._files)
        else:
            pid = os.fork()
            if pid == 0:
                namespaces.leaving(lambda: self._be_child(connection, settings))
        self._running[pid] = Submission(pid, Watchdog(pid, self._limits))
        return {"pid": pid}

    def _be_child(self, connection: int, settings: dict[str, Any]) -> None:
        """The rest of a child's life."""
        if self._walls == "none":
            os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        frames = Frames(socket.socket(fileno=_keep_only(connection)))
        try:
            child = Child(frames, self._shell, self._limits, folder=settings["folder"], seed=settings["seed"])
            apply_rlimits(self._limits, walled=self._walls == "full")
            if self._walls == "full":
                namespaces.shut_the_rest(writable=(settings["folder"], "/tmp", "/dev/shm"))
        except OSError as error:
            frames.send({"id": 0, "kind": "ready", "fault": f"{type(error).__name__}: {error}"})
            return
        frames.send({"id": 0, "kind": "ready", "fault": None})
        leave_the_grader_behind()
        child.serve()

    def _interrupt(self, pid: int) -> dict:
        if pid in self._running:
            self._running[pid].watchdog.interrupt(walled=self._walls == "full")
        return {}

    def _watch(self, submission: Submission) -> None:
        if submission.reason is None:
            submission.reason = submission.watchdog.too_much()
            if submission.reason:
                submission.watchdog.kill()

    def _end(self, which: dict[str, Any]) -> dict:
        submission = self._running.pop(which["pid"], None)
        if submission is None:
            return {"status": None, "reason": None}
        status = _ended_by_itself(submission.pid, patience=which["patience"])
        submission.watchdog.kill(still_waited_for=status is None)
        if status is None:
            os.waitpid(submission.pid, 0)
        return {"status": status, "reason": submission.reason}


def _ended_by_itself(pid: int, *, patience: float) -> int | None:
    """The exit code of a child that has ended, or does so within some seconds; else None."""
    deadline = time.monotonic() + patience
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= deadline:
            return None
        time.sleep(0.001)


def _keep_only(connection: int) -> int:
    """Close every inherited descriptor but this one and the standard three; gives its new number."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.dup2(connection, 3)
    os.closerange(4, 4096)
    return 3


def _line_with_descriptors(control: socket.socket) -> tuple[bytes, list[int]]:
    line, descriptors = b"", list[int]()
    while not line.endswith(b"\n"):
        data, sent, _, _ = socket.recv_fds(control, 65_536, 4)
        descriptors += sent
        if not data:
            return b"", descriptors
        line += data
    return line, descriptors


if __name__ == "__main__":
    ForkServer(socket.socket(fileno=int(sys.argv[1]))).serve()
    os._exit(0)
