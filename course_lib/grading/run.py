"""Grade a cohort: every submission into the gradebook, one line each, a summary and a report."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from tqdm import tqdm

from course_lib import frame
from course_lib.grading.gradebook import register
from course_lib.grading.report import NOT_GRADED, Result, Status, summary, write_report
from course_lib.grading.seeds import read_seeds
from course_lib.grading.submissions import Submission, find_submissions
from course_lib.grading.walls.probe import probe
from course_lib.grading.worker import Job, grade
from course_lib.lessons import all_lessons, find_lesson

DONE, SOME_FAILED, USAGE = 0, 1, 2


def grade_cohort(
    root: Path,
    *,
    lesson: str | None = None,
    student: str | None = None,
    report: Path | None = None,
    cohort: Path | None = None,
    workers: int | None = None,
    sandbox: bool = True,
    force: bool = False,
    dry_run: bool = False,
) -> int:
    """Grade what was handed in and print what came of it.

    Args:
        root: the course's folder.
        lesson: one lesson, as `find_lesson` takes it; None grades all that have submissions.
        student: one student; None grades all.
        report: where the JSON report goes; None writes none.
        cohort: the folder with `submitted/`, the gradebook and the feedback; `cohort` in the course's if None.
        workers: submissions graded side by side; None: as many as there are cores.
        sandbox: wall the learners' code in; without full walls nothing is graded. False is for code you trust.
        force: also grade what has not changed since it was last graded.
        dry_run: only say what would be graded.

    Returns:
        0 when every submission was graded, 1 when some could not be, 2 when the walls can't be had.
    """
    cohort = (cohort or root / "cohort").resolve()
    lessons = [find_lesson(root, lesson)] if lesson else all_lessons(root)
    submissions = find_submissions(cohort / "submitted", lessons, student=student)
    width = max(len(submission.student) for submission in submissions)
    if dry_run:
        print("\n".join(f"{one.student:<{width}}  {one.lesson.folder}" for one in submissions))
        print(f"\n{len(submissions)} submissions would be graded, those unchanged since the last time kept.")
        return DONE
    seeds = read_seeds(cohort / "secret")
    walls = _walls(sandbox, cohort)
    if walls is None:
        return USAGE
    frame.prepare()
    config = frame.settings(root)
    for one in {submission.lesson.folder: submission.lesson for submission in submissions}.values():
        register(config, root, cohort, one)
    job = Job(root=root, cohort=cohort, walls=walls, force=force)
    workers = min(workers or os.cpu_count() or 1, len(submissions))
    results = []
    for result in tqdm(
        _graded(job, submissions, workers), total=len(submissions), desc="grading", unit="submission", disable=None
    ):
        results.append(result)
        tqdm.write(result.line(width=width))
    order = {(one.student, one.lesson.folder): number for number, one in enumerate(submissions)}
    results.sort(key=lambda result: order[result.student, result.lesson])
    print(
        f"\n{summary(results)}\nWalls: {walls}. Draws: {seeds.told}.\nFeedback pages: {os.path.relpath(cohort / 'feedback')}",
        flush=True,
    )
    if report:
        write_report(report, results, walls=walls, seed=seeds.told)
        print(f"Report: {os.path.relpath(report)}")
    return SOME_FAILED if any(result.status in NOT_GRADED for result in results) else DONE


def _walls(sandbox: bool, cohort: Path) -> str | None:
    """The walls to grade behind; None, with the reason said, when they are wanted and can't be had."""
    if not sandbox:
        print("Without walls: the learners' code can read and write whatever you can.\n", file=sys.stderr)
        return "none"
    found = probe(hide=(cohort,))
    if found.level == "full":
        return "full"
    print(
        f"mlpm: submissions are graded behind walls, and here there are none: {found.reason}.\n{found.advice}\n"
        "If you trust this code as your own, `--no-sandbox` grades it without walls.",
        file=sys.stderr,
    )
    return None


def _graded(job: Job, submissions: list[Submission], workers: int) -> Iterator[Result]:
    """Results as they come. Workers are fresh processes: each warms up once and then keeps what it drew and fitted."""
    # Each worker is one core's work: threads that fight for the cores made a fit of 0.1 s take 10.
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    context = multiprocessing.get_context("spawn")
    left = list(submissions)
    while left:
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            running = {pool.submit(grade, job, submission): submission for submission in left}
            try:
                for future in as_completed(running):
                    yield future.result()
                    left.remove(running[future])
            except BrokenProcessPool:
                # A worker was killed from outside, by the system's memory guard for one. Whoever it was grading can't
                # be known: the first in line is given up, so that the rest goes on.
                lost = left.pop(0)
                yield Result(
                    student=lost.student, lesson=lost.lesson.folder, points=0, max_points=sum(lost.lesson.points.values()),
                    status=Status.GRADER_FAULT, seconds=0, reason="A grading process was killed from outside. Grade again.",
                )  # fmt: skip
