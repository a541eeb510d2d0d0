"""Watches one submission's processes: counts the memory they use together, and ends them."""

from __future__ import annotations

import contextlib
import os
import signal

import psutil

from course_lib.grading.walls.limits import Limits

MB = 2**20


class Watchdog:
    """Watches the process `pid` and all it has started.

    Args:
        pid: inside walls the first process of a namespace of its own: when it dies, so do all others there.
        limits: what they may use together.

    >>> Watchdog(os.getpid(), Limits(memory=2**40)).too_much() is None
    True
    >>> Watchdog(os.getpid(), Limits(memory=1)).too_much()
    'out of memory'
    """

    def __init__(self, pid: int, limits: Limits):
        self._limits = limits
        self._first = psutil.Process(pid)

    def _tree(self) -> list[psutil.Process]:
        try:
            return [self._first, *self._first.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def too_much(self) -> str | None:
        """Why the submission must end, or None: "out of memory" or "too many processes"."""
        tree = self._tree()
        if len(tree) > 2 * self._limits.processes:
            return "too many processes"
        # The resident size counts shared pages again in every process, so it is never less than the
        # proportional one, and far cheaper to read: while it is small there is nothing to add up.
        if sum(map(_resident, tree)) <= self._limits.memory:
            return None
        return "out of memory" if sum(map(_proportional, tree)) > self._limits.memory else None

    def interrupt(self, *, walled: bool) -> None:
        """Interrupt the learner's process, as the stop button does."""
        with contextlib.suppress(psutil.NoSuchProcess):
            # Inside walls the first process is an init that passes it on to the right one.
            self._first.send_signal(signal.SIGUSR1 if walled else signal.SIGINT)

    def kill(self, *, still_waited_for: bool = True) -> None:
        """Kill all processes; the first one stays to be waited for.

        Without walls a process may have left both its parent and its session: then it stays.

        Args:
            still_waited_for: False once the first has been waited for, since its number may be another's then.
        """
        for process in reversed(self._tree()) if still_waited_for else ():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # The number of a session is not given away while one process is in it.
            os.killpg(self._first.pid, signal.SIGKILL)


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def _proportional(process: psutil.Process) -> int:
    """The memory of a process, shared pages divided among those that share them.

    A process can hide this from others, not its resident size: then that counts, to its loss.
    """
    try:
        return process.memory_full_info().pss
    except (psutil.AccessDenied, AttributeError):
        return _resident(process)
    except psutil.Error:
        return 0
