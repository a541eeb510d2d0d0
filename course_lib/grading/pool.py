"""The grading processes: fresh ones, each warmed up once, replaced when one is killed from outside."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from course_lib.grading.report import Result, Status
from course_lib.grading.submissions import Submission
from course_lib.grading.walls.probe import WallsReport
from course_lib.grading.worker import Job, grade, warm_up


class Pool:
    """Grades submissions side by side; a context manager. What a process drew and fitted once, it keeps.

    The processes warm up from the moment the pool is entered, while the caller does other things.

    Args:
        job: what each process is told.
        workers: how many processes.
    """

    def __init__(self, job: Job, workers: int):
        self._job, self._workers = job, workers

    def __enter__(self) -> Pool:
        self._executor = _start(self._workers)
        self._warming = [self._executor.submit(warm_up, self._job) for _ in range(self._workers)]
        return self

    def __exit__(self, *exception: object) -> None:
        self._executor.shutdown(cancel_futures=True)

    def walls(self) -> WallsReport:
        """What walls the processes have raised: the lowest that any of them found.

        Raises:
            WallsError: no process for learners' code can be had, walled in or not.
        """
        try:
            found = [warming.result() for warming in self._warming]
        except BrokenProcessPool:
            return WallsReport(level="none", reason="a grading process was killed while it started. Grade again")
        return next((report for report in found if report.level == "none"), found[0])

    def graded(self, submissions: list[Submission]) -> Iterator[Result]:
        """Results as they come; a process that is killed from outside takes no other submission with it."""
        left, alone = list(submissions), False
        while left:
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
                alone, self._executor = not alone, _start(self._workers)


def _start(workers: int) -> ProcessPoolExecutor:
    # Each worker is one core's work: threads that fight for the cores made a fit of 0.1 s take 10.
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    # Not forked: a fork would carry this process's threads' locks, and whatever else it holds.
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_with_the_grader
    )


def _leave_with_the_grader() -> None:
    """End this process when the one that started it does: killed outright, it can't say so."""

    def wait() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _killed(submission: Submission) -> Result:
    return Result(
        student=submission.student, lesson=submission.lesson.folder, points=0, max_points=sum(submission.lesson.points.values()),
        status=Status.GRADER_FAULT, seconds=0, reason="Its grading process was killed from outside, twice. Grade again.",
    )  # fmt: skip
