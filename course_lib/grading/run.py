"""Grade a cohort: every submission into the gradebook, one line each, a summary and a report."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from tqdm import tqdm
from traitlets.config import Config

from course_lib import frame
from course_lib.grading.gradebook import cells_of, register
from course_lib.grading.report import NOT_GRADED, Result, Status, summary, write_report
from course_lib.grading.submissions import Submission, Unreadable, find_submissions
from course_lib.lessons import all_lessons, find_lesson


def grade_cohort(
    root: Path,
    *,
    lesson: str | None = None,
    student: str | None = None,
    report: Path | None = None,
    cohort: Path | None = None,
) -> int:
    """Grade what was handed in and print what came of it.

    Args:
        root: the course's folder.
        lesson: one lesson, as `find_lesson` takes it; None grades all that have submissions.
        student: one student; None grades all.
        report: where the JSON report goes; None writes none.
        cohort: the folder with `submitted/`, the gradebook and the feedback; `cohort` in the course's if None.

    Returns:
        0 when every submission was graded, 1 when some could not be.
    """
    cohort = (cohort or root / "cohort").resolve()
    lessons = [find_lesson(root, lesson)] if lesson else all_lessons(root)
    submissions = find_submissions(cohort / "submitted", lessons, student=student)
    frame.prepare()
    config = frame.settings(root)
    for one in {submission.lesson.folder: submission.lesson for submission in submissions}.values():
        register(config, root, cohort, one)
    width = max(len(submission.student) for submission in submissions)
    results = []
    for submission in tqdm(submissions, desc="grading", unit="submission", disable=None):
        results.append(_grade(config, root, cohort, submission))
        tqdm.write(results[-1].line(width=width))
    print(f"\n{summary(results)}\nFeedback pages: {os.path.relpath(cohort / 'feedback')}", flush=True)
    if report:
        write_report(report, results, seed="public practice seed")
        print(f"Report: {report}")
    return int(any(result.status in NOT_GRADED for result in results))


def _grade(config: Config, root: Path, cohort: Path, submission: Submission) -> Result:
    """One submission from its file to its feedback; whatever is wrong with it stays with it."""
    started, status, reason = time.perf_counter(), Status.GRADED, ""
    try:
        _through_nbgrader(config, root, cohort, submission)
    except FileNotFoundError as missing:
        status, reason = Status.MISSING, str(missing)
    except Unreadable as unreadable:
        status, reason = Status.UNREADABLE, str(unreadable)
    except frame.FrameError as fault:
        status, reason = Status.GRADER_FAULT, str(fault).splitlines()[0]
        print(fault, file=sys.stderr)
    cells = [] if status in NOT_GRADED else cells_of(cohort, submission.lesson, submission.student)
    return Result(
        student=submission.student,
        lesson=submission.lesson.folder,
        points=sum(cell.points or 0 for cell in cells),
        max_points=sum(submission.lesson.points.values()),
        status=status,
        reason=reason,
        seconds=round(time.perf_counter() - started, 2),
        cells=cells,
    )


def _through_nbgrader(config: Config, root: Path, cohort: Path, submission: Submission) -> None:
    """Autograde and give feedback on one readable notebook, handed to nbgrader under its proper name."""
    path = submission.notebook()
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as broken:  # nbformat raises whatever its parsers and validators raise
        raise Unreadable(
            f"{path.name} is no notebook ({type(broken).__name__}). Ask for it again, saved from JupyterLab."
        ) from broken
    with tempfile.TemporaryDirectory() as scratch:
        handed = Path(scratch) / submission.student / submission.lesson.folder / submission.lesson.notebook.name
        handed.parent.mkdir(parents=True)
        nbformat.write(notebook, handed)
        course = CourseDirectory(
            config=config, root=str(root), assignment_id=submission.lesson.folder, student_id=submission.student
        )
        course.submitted_directory = scratch
        course.autograded_directory = str(cohort / "autograded")
        course.feedback_directory = str(cohort / "feedback")
        course.db_url = f"sqlite:///{cohort / 'gradebook.db'}"
        for kind in (Autograde, GenerateFeedback):
            step = kind(coursedir=course, config=config)
            step.force = True
            frame.run(step)
