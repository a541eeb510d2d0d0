"""The grading processes: copies of this one once all is ready, replaced when one is killed from outside."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Lock
from pathlib import Path

from course_lib.grading.one_core import take_one_core
from course_lib.grading.preprocessors import stop_warm_parent, take_a_twin
from course_lib.grading.report import Result, Status
from course_lib.grading.submissions import Submission
from course_lib.grading.walls.probe import WallsReport
from course_lib.grading.worker import Job, grade, warm_up


class Pool:
    """Grades submissions side by side; a context manager.

    One process for learners' code warms up from the moment the pool is entered, while the caller imports, draws and
    fits what every submission needs. The grading processes are then copies of the caller's, so that all of it was paid
    once, and each has a copy of the warm one.

    Args:
        job: what each process is told.
        workers: how many processes.
    """

    def __init__(self, job: Job, workers: int):
        self._job, self._workers = job, workers

    def __enter__(self) -> Pool:
        self._executor: ProcessPoolExecutor | None = None
        self._aside = ThreadPoolExecutor(1)
        self._warming = self._aside.submit(warm_up, self._job)
        return self

    def __exit__(self, *exception: object) -> None:
        self._aside.shutdown()
        if self._executor:
            try:
                self._executor.shutdown(cancel_futures=True)
            except KeyboardInterrupt:  # the second: what is still being graded is given up
                for process in multiprocessing.active_children():
                    process.kill()
                self._executor.shutdown()
        stop_warm_parent(self._job.walls)

    def walls(self) -> WallsReport:
        """What walls stand round learners' code.

        Raises:
            WallsError: no process for learners' code can be had, walled in or not.
        """
        return self._warming.result()

    def graded(self, submissions: list[Submission]) -> Iterator[Result]:
        """Results as they come; a process that is killed from outside takes no other submission with it."""
        left, alone = list(submissions), False
        self._aside.shutdown()  # a process is copied without its other threads
        while left:
            self._executor = self._executor or _start(self._workers)
            running: dict[Future, Submission] = {}
            try:
                running |= {self._executor.submit(grade, self._job, one): one for one in left[: 1 if alone else None]}
                for future in as_completed(running):
                    result = future.result()
                    left.remove(running[future])
                    yield result
                alone = False
            except BrokenProcessPool:
                # By the system's memory guard, for one. Whoever it was grading can't be known, so the first in line is
                # graded alone: it loses its place only if that kills a process again.
                if alone:
                    yield _killed(left.pop(0))
                self._executor.shutdown()
                alone, self._executor = not alone, None


def _start(workers: int) -> ProcessPoolExecutor:
    take_one_core()  # those started afresh take it over
    gc.collect()
    gc.freeze()  # what was imported stays anyway: looking through it again and again took a fifth of nbgrader's time
    context = _context()
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(context.Lock(),))


def _context() -> BaseContext:
    """Copies of this process where that is safe: a copy has one thread, and of the others only the locks they held.

    Elsewhere the processes are started afresh, and import and draw all for themselves.
    """
    threads = Path("/proc/self/task")
    alone = threads.is_dir() and len(list(threads.iterdir())) == 1
    return multiprocessing.get_context("fork" if alone else "spawn")


def _begin(one_at_a_time: Lock) -> None:
    """A grading process begins: it gets a warm process of its own, and ends when the one that started it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for that one, which lets this one finish

    def leave_with_the_grader() -> None:
        multiprocessing.parent_process().join()  # killed outright, it can't say that it ends
        os._exit(1)

    threading.Thread(target=leave_with_the_grader, daemon=True).start()
    with one_at_a_time:
        take_a_twin()


def _killed(submission: Submission) -> Result:
    return Result(
        student=submission.student, lesson=submission.lesson.folder, points=0, max_points=sum(submission.lesson.points.values()),
        status=Status.GRADER_FAULT, seconds=0, reason="Its grading process was killed from outside, twice. Grade again.",
    )  # fmt: skip
