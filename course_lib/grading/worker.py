"""One worker: takes a submission from its file through nbgrader into the gradebook and its feedback page."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course_lib import frame
from course_lib.grading import ledger
from course_lib.grading.gradebook import cells_of, database
from course_lib.grading.rebuild import rebuild
from course_lib.grading.report import NOT_GRADED, Result, Status
from course_lib.grading.seeds import read_seeds
from course_lib.grading.submissions import Submission, Unreadable, read_json


@dataclass(frozen=True, kw_only=True)
class Job:
    """What every worker is told: the course's folder, the cohort's, the walls, and whether to grade what is unchanged."""

    root: Path
    cohort: Path
    walls: str
    force: bool


def grade(job: Job, submission: Submission) -> Result:
    """Grade one submission; whatever is wrong with it stays with it, and is said in its result."""
    started = time.perf_counter()
    graded = job.cohort / "autograded" / submission.student / submission.lesson.folder
    status, reason, mark = Status.GRADED, "", ""
    try:
        path = submission.notebook()
        content = path.read_bytes()
        seeds = read_seeds(job.cohort / "secret")
        mark = ledger.fingerprint(submission, content, seed_mark=seeds.mark, walls=job.walls)
        if not job.force and (before := ledger.kept(graded, mark)):
            return before
        master = nbformat.read(submission.lesson.notebook, as_version=4)
        notebook, notes = rebuild(master, read_json(content, name=path.name))
        notes += [f"handed in as {path.name}"] * (path.name != submission.lesson.notebook.name)
        status, reason = _through_nbgrader(job, submission, nbformat.writes(notebook))
        reason = "; ".join(filter(None, [reason, *notes]))
    except FileNotFoundError as missing:
        status, reason = Status.MISSING, str(missing)
    except Unreadable as unreadable:
        status, reason = Status.UNREADABLE, str(unreadable)
    except Exception as fault:  # one submission must never stop the others; its result says what happened
        status, reason = Status.GRADER_FAULT, f"{type(fault).__name__}: {fault}"
    cells = [] if status in NOT_GRADED and status is not Status.GRADER_FAULT else _cells(job, submission)
    result = Result(
        student=submission.student,
        lesson=submission.lesson.folder,
        points=round(sum(cell.points or 0 for cell in cells), 2),
        max_points=sum(submission.lesson.points.values()),
        status=status,
        reason=reason,
        seconds=round(time.perf_counter() - started, 2),
        cells=cells,
    )
    if status not in NOT_GRADED:
        ledger.keep(graded, mark, result)
    return result


def _cells(job: Job, submission: Submission):
    try:
        return cells_of(job.cohort, submission.lesson, submission.student)
    except Exception:  # after a fault the gradebook may know nothing of it
        return []


def _through_nbgrader(job: Job, submission: Submission, notebook: str) -> tuple[Status, str]:
    """Autograde, then feedback, under the course's own settings; returns how the run went."""
    from nbgrader.converters import Autograde, GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    frame.prepare()
    config = frame.settings(job.root)
    config.RunApart.walls = job.walls
    config.RunApart.secret_file = str(job.cohort / "secret")
    lesson = submission.lesson
    with tempfile.TemporaryDirectory() as scratch:
        handed = Path(scratch) / submission.student / lesson.folder / lesson.notebook.name
        handed.parent.mkdir(parents=True)
        handed.write_text(notebook, encoding="utf-8")
        course = CourseDirectory(
            config=config, root=str(job.root), assignment_id=lesson.folder, student_id=submission.student
        )
        course.submitted_directory = scratch
        course.autograded_directory = str(job.cohort / "autograded")
        course.feedback_directory = str(job.cohort / "feedback")
        course.db_url = database(job.cohort)
        for kind in (Autograde, GenerateFeedback):
            step = kind(coursedir=course, config=config)
            step.force = True
            frame.run(step)
    graded = job.cohort / "autograded" / submission.student / lesson.folder / lesson.notebook.name
    told = json.loads(graded.read_text(encoding="utf-8"))["metadata"]["mlpm"]["graded"]
    return Status(told["status"]), told["reason"]
