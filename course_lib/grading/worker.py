"""One worker: takes a submission from its file through nbgrader into the gradebook and its feedback page."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from course_lib import frame
from course_lib.grading import ledger
from course_lib.grading.gradebook import cells_of, points_of
from course_lib.grading.learner.parent import WarmParent
from course_lib.grading.preprocessors import warm_parent
from course_lib.grading.rebuild import rebuild
from course_lib.grading.report import NOT_GRADED, CellResult, Result, Status
from course_lib.grading.seeds import read_seeds
from course_lib.grading.submissions import Submission, Unreadable, read_json
from course_lib.grading.time_limit import TimeLimit
from course_lib.grading.walls.probe import WallsReport, probe

if TYPE_CHECKING:
    from nbgrader.converters.base import BaseConverter

FEEDBACK_SECONDS = 20
"""A page takes less than one; a cell can be written so that colouring it takes hours."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What every worker is told: folders, the gradebook's address, the walls, and whether to grade what is unchanged."""

    root: Path
    cohort: Path
    gradebook: str
    walls: str
    force: bool


def warm_up(job: Job) -> WallsReport:
    """Start this process's warm parent, and say what walls stand round its children.

    Raises:
        WallsError: there can be no such process, even without walls.
    """

    def start() -> WarmParent:
        return warm_parent(job.walls, hide=job.cohort)

    if job.walls == "full":
        return probe(start=start)
    start()
    return WallsReport(level="none", reason="none were asked for")


def grade(job: Job, submission: Submission) -> Result:
    """Grade one submission; whatever is wrong with it stays with it, and is said in its result."""
    started = time.perf_counter()
    graded = _graded(job, submission).parent
    status, reason, mark = Status.GRADED, "", ""
    try:
        path = submission.notebook()
        content = path.read_bytes()
        seeds = read_seeds(job.cohort / "secret")
        mark = ledger.fingerprint(submission, content, seed_mark=seeds.mark, walls=job.walls)
        if not job.force and (before := _kept(job, submission, ledger.kept(graded, mark))):
            return before
        ledger.forget(graded)
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
    if status in NOT_GRADED and not cells and (points := _points(job, submission)) is not None:
        reason = f"{reason} The gradebook keeps the {points:g} points of what was graded before."
    result = Result(
        student=submission.student,
        lesson=submission.lesson.folder,
        points=_sum(cells),
        max_points=sum(submission.lesson.points.values()),
        status=status,
        reason=reason.encode("utf-8", "replace").decode(),  # a file's name may hold what can't be written to a report
        seconds=round(time.perf_counter() - started, 2),
        cells=cells,
    )
    if status not in NOT_GRADED:
        ledger.keep(graded, mark, result)
    return result


def _kept(job: Job, submission: Submission, before: Result | None) -> Result | None:
    """The result of before as the gradebook has it now, a person's marks with it; None where it has lost it."""
    cells = _cells(job, submission) if before else []
    return replace(before, cells=cells, points=_sum(cells), kept=True) if cells else None


def _sum(cells: list[CellResult]) -> float:
    return round(sum(cell.points or 0 for cell in cells), 2)


def _cells(job: Job, submission: Submission) -> list[CellResult]:
    try:
        return cells_of(job.gradebook, _graded(job, submission), submission.lesson, submission.student)
    except Exception:  # after a fault the gradebook may know nothing of it
        return []


def _points(job: Job, submission: Submission) -> float | None:
    try:
        return points_of(job.gradebook, submission.lesson, submission.student)
    except Exception:  # a gradebook that can't be read
        return None


def _graded(job: Job, submission: Submission) -> Path:
    lesson = submission.lesson
    return job.cohort / "autograded" / submission.student / lesson.folder / lesson.notebook.name


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
        if when := submission.timestamp():  # for late penalties
            (handed.parent / "timestamp.txt").write_text(when, encoding="utf-8")
        course = CourseDirectory(
            config=config, root=str(job.root), assignment_id=lesson.folder, student_id=submission.student
        )
        course.submitted_directory = scratch
        course.autograded_directory = str(job.cohort / "autograded")
        course.feedback_directory = str(job.cohort / "feedback")
        course.db_url = job.gradebook
        limit = TimeLimit(FEEDBACK_SECONDS)
        _take(Autograde(coursedir=course, config=config))
        try:
            with limit:
                _take(GenerateFeedback(coursedir=course, config=config))
        except (frame.FrameError, TimeoutError):
            if not limit.over:  # or nbgrader has caught it, and says only that the step failed
                raise
    told = json.loads(_graded(job, submission).read_text(encoding="utf-8"))["metadata"]["mlpm"]["graded"]
    no_page = f"no feedback page: drawing it takes more than {FEEDBACK_SECONDS} s" if limit.over else ""
    return Status(told["status"]), "; ".join(filter(None, [told["reason"], no_page]))


def _take(step: BaseConverter) -> None:
    step.force = True
    frame.run(step)
