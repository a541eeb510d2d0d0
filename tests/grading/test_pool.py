"""Grading processes that are killed from outside: only a submission that kills its own, alone, is given up."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from course_lib.grading import pool
from course_lib.grading.report import Result, Status
from course_lib.grading.submissions import Submission
from tests.grading.attacks.pipeline import START


class Executor:
    """Breaks as a pool of processes does: with one of its processes all that it had not finished is lost."""

    def __init__(self, killers: set[str], kills: list[str]):
        self._killers, self._kills, self._broken = killers, kills, False

    def submit(self, work, job, submission: Submission) -> Future:
        future = Future()
        if submission.student in self._killers:
            self._kills.append(submission.student)
            self._broken = True
        if self._broken:
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(
                Result(student=submission.student, lesson="", points=2, max_points=2, status=Status.GRADED, seconds=0)
            )
        return future

    def shutdown(self, **options) -> None:
        pass


@pytest.mark.parametrize("killers", [set(), {"ada"}, {"eve"}, {"zoe"}, {"ada", "zoe"}, {"ada", "bob", "eve", "zoe"}])
def test_whoever_kills_a_process_alone_is_given_up_and_nobody_else(tmp_path, monkeypatch, killers):
    students, kills = ("ada", "bob", "eve", "zoe"), []
    monkeypatch.setattr(pool, "_start", lambda workers: Executor(killers, kills))
    grading = pool.Pool(None, 2)
    grading._executor, grading._aside = None, ThreadPoolExecutor(1)
    handed_in = [Submission(student=name, lesson=START, folder=tmp_path / name) for name in students]
    results = {one.student: one for one in grading.graded(handed_in)}
    assert sorted(results) == sorted(students)
    assert {name for name, one in results.items() if one.status is Status.GRADER_FAULT} == killers
    assert all("killed from outside, twice" in results[name].reason for name in killers)
    assert all(kills.count(name) >= 2 for name in killers)


def test_a_process_with_threads_is_not_copied():
    go_on = threading.Event()
    other = threading.Thread(target=go_on.wait)
    other.start()
    try:
        assert pool._context().get_start_method() == "spawn"  # test_run sees that the command itself is copied
    finally:
        go_on.set()
        other.join()
