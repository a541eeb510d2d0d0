"""A time limit on the grader's own work: what a learner wrote can be made to take hours to draw."""

from __future__ import annotations

import signal
import threading
from types import TracebackType

_AGAIN = 5
"""Seconds until it is stopped once more, should something inside have caught the first time."""


class TimeLimit:
    """Stops the work inside with a `TimeoutError`; afterwards `over` says whether it had to.

    There is none where there are no alarms (Windows), nor outside the main thread.

    Args:
        seconds: how long the work may take.

    >>> limit = TimeLimit(0.1)
    >>> try:
    ...     with limit:
    ...         while True: pass
    ... except TimeoutError:
    ...     limit.over
    True
    """

    def __init__(self, seconds: float):
        self.over, self._seconds = False, seconds

    def __enter__(self) -> None:
        self._held = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        if self._held:
            self._before = signal.signal(signal.SIGALRM, self._stop)
            signal.setitimer(signal.ITIMER_REAL, self._seconds, _AGAIN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._held:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)

    def _stop(self, *_: object) -> None:
        self.over = True
        raise TimeoutError
