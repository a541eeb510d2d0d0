"""nbgrader's gradebook: register a lesson, read what a submission earned."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from traitlets.config import Config

from course_lib import frame
from course_lib.grading.report import CellResult
from course_lib.lessons import Lesson
from course_lib.outcomes import MIMETYPE

SHIPPED = "sqlite:///cohort/gradebook.db"
"""The address in `nbgrader_config.py` as it comes."""


def database(cohort: Path, configured: str = SHIPPED) -> str:
    """The gradebook's address: the file in the cohort's folder, or what `nbgrader_config.py` was changed to.

    Several workers write to the file, and each waits its turn for up to a minute.

    >>> database(Path("/cohort"))
    'sqlite:////cohort/gradebook.db?timeout=60'
    >>> database(Path("/cohort"), "postgresql://grader@server/course")
    'postgresql://grader@server/course'
    """
    return configured if configured != SHIPPED else f"sqlite:///{cohort / 'gradebook.db'}?timeout=60"


def try_to_open(address: str) -> None:
    """Open the gradebook once, before anything is graded.

    Raises:
        ValueError: it can't be opened; the text says why, without its password.
    """
    try:
        with Gradebook(address):
            pass
    except Exception as error:  # whatever a database's driver raises, or its absence
        shown = make_url(address).render_as_string(hide_password=True)
        reason = str(error).strip().splitlines()[0]
        raise ValueError(
            f"The gradebook {shown} can't be opened ({type(error).__name__}: {reason}). "
            "Check `c.CourseDirectory.db_url` in nbgrader_config.py, that its server runs, and that its driver is installed."
        ) from error


def register(config: Config, root: Path, gradebook: str, lesson: Lesson) -> None:
    """Tell the gradebook what a lesson's cells are, from its solution; safe to repeat."""
    with tempfile.TemporaryDirectory() as scratch:
        course = CourseDirectory(config=config, root=str(root), assignment_id=lesson.folder)
        course.db_url = gradebook
        # The release itself stands already: this one is only made so that its cells are saved.
        course.release_directory = scratch
        step = GenerateAssignment(coursedir=course, config=config)
        step.force = True
        frame.run(step)


def points_of(address: str, lesson: Lesson, student: str) -> float | None:
    """What the gradebook has for a submission, or None."""
    with Gradebook(address) as gradebook:
        try:
            return gradebook.find_submission(lesson.folder, student).score
        except MissingEntry:
            return None


def cells_of(address: str, notebook: Path, lesson: Lesson, student: str) -> list[CellResult]:
    """Each graded cell of a submission, with its points and what its check said; empty if none was graded.

    Args:
        address: the gradebook's.
        notebook: the graded one.
    """
    if not notebook.exists():
        return []
    told, places = _told(notebook), {name: place for place, name in enumerate(lesson.points)}
    with Gradebook(address) as gradebook:
        try:
            submission = gradebook.find_submission(lesson.folder, student)
        except MissingEntry:
            return []
        # A cell that an older release had, and this one has not, is no cell of the lesson's.
        grades = [grade for one in submission.notebooks for grade in one.grades if grade.name in places]
        return [
            CellResult(
                id=grade.name,
                # A person's mark counts, even where nbgrader wants it looked at again after a new grading.
                points=None if grade.needs_manual_grade and grade.manual_score is None else grade.score,
                max_points=grade.max_score,
                message=told.get(grade.name, {}).get("message", ""),
                misconception=told.get(grade.name, {}).get("misconception"),
            )
            for grade in sorted(grades, key=lambda grade: places[grade.name])
        ]


def _told(notebook: Path) -> dict[str, dict]:
    """Grade id → the outcome in the cell's output."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: output["data"][MIMETYPE]
        for cell in cells
        if cell["metadata"].get("nbgrader", {}).get("grade")
        for output in cell.get("outputs", [])
        if MIMETYPE in output.get("data", {})
    }
