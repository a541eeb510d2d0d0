"""Grade a cohort: every submission into the gradebook, one line each, a summary and a report."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from tqdm import tqdm
from traitlets.config import Config

from course_lib import frame
from course_lib.grading.gradebook import SHIPPED, database, register, try_to_open
from course_lib.grading.judge import get_ready
from course_lib.grading.learner.parent import WallsError
from course_lib.grading.one_run import only_run
from course_lib.grading.pool import Pool
from course_lib.grading.report import NOT_GRADED, Result, summary, write_report
from course_lib.grading.seeds import Seeds, read_seeds
from course_lib.grading.submissions import Submission, find_submissions
from course_lib.grading.walls.probe import WallsReport
from course_lib.grading.worker import Job
from course_lib.lessons import all_lessons, find_lesson

DONE, SOME_FAILED, USAGE, STOPPED = 0, 1, 2, 130


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
        0 when every submission was graded, 1 when some could not be, 2 when the walls or a learner's process can't be had, 130 when stopped.

    Raises:
        ValueError: another run is at work on this cohort.
    """
    cohort = (cohort or root / "cohort").resolve()
    lessons = [find_lesson(root, lesson)] if lesson else all_lessons(root)
    submissions = find_submissions(cohort / "submitted", lessons, student=student)
    if dry_run:
        width = max(len(submission.student) for submission in submissions)
        print("\n".join(f"{one.student:<{width}}  {one.lesson.folder}" for one in submissions))
        print(f"\n{len(submissions)} submissions would be graded, those unchanged since the last time kept.")
        return DONE
    seeds = read_seeds(cohort / "secret")
    walls = "full" if sandbox else "none"
    if not sandbox:
        print("Without walls: the learners' code can read and write whatever you can.\n", file=sys.stderr)
    config = frame.settings(root)
    # Another folder than the course's own, a demo's, never writes to the course's gradebook.
    configured = config.CourseDirectory.get("db_url", SHIPPED) if cohort == (root / "cohort").resolve() else SHIPPED
    job = Job(root=root, cohort=cohort, gradebook=database(cohort, configured), walls=walls, force=force)
    workers = min(workers or os.cpu_count() or 1, len(submissions))
    results: list[Result] = []
    try:
        with only_run(cohort):
            found = _grade(job, config, submissions, seeds, workers, results)
    except KeyboardInterrupt:
        print("\nStopped. What was graded is kept; grading this cohort again goes on from there.", file=sys.stderr)
        return STOPPED
    except WallsError as problem:
        print(f"mlpm: {problem}", file=sys.stderr)
        return USAGE
    if not _may_grade(found, walls):
        return USAGE
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


def _grade(
    job: Job, config: Config, submissions: list[Submission], seeds: Seeds, workers: int, results: list[Result]
) -> WallsReport:
    """Grade them, say each in a line and add it to the results; returns what walls stand."""
    width = max(len(submission.student) for submission in submissions)
    tqdm.monitor_interval = 0  # its thread would keep this process from being copied
    bar = tqdm(total=len(submissions), desc="getting ready", unit="submission", disable=None)
    with bar, Pool(job, workers) as pool:
        frame.prepare()
        try_to_open(job.gradebook)
        for one in {submission.lesson.folder: submission.lesson for submission in submissions}.values():
            register(config, job.root, job.gradebook, one)
            get_ready(nbformat.read(one.notebook, as_version=4), seeds)
        found = pool.walls()
        bar.reset()  # what was spent on getting ready says nothing of how long the rest takes
        bar.set_description("grading")
        try:
            for result in pool.graded(submissions if found.level == job.walls else []):
                results.append(result)
                bar.write(result.line(width=width))
                bar.update()
        except KeyboardInterrupt:
            bar.write("Stopping, once what is being graded is done. Ctrl-C again stops at once.", file=sys.stderr)
            raise
    return found


def _may_grade(found: WallsReport, wanted: str) -> bool:
    """Whether the walls are as they are wanted; if not, the reason is said."""
    if found.level == wanted:
        return True
    print(
        f"mlpm: submissions are graded behind walls, and here there are none: {found.reason}.\n{found.advice}\n"
        "If you trust this code as your own, `--no-sandbox` grades it without walls.",
        file=sys.stderr,
    )
    return False
