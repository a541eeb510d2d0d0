"""Build lessons: text → executed solution → release."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory

from course_lib import frame
from course_lib.authoring.count import count, extra_exercises
from course_lib.authoring.text import LessonError, read_lesson
from course_lib.lessons import find_named


def find_texts(root: Path, asked: list[str] | None = None) -> list[Path]:
    """The hand-written lessons, in order: all, or those asked for by number, name or folder.

    Raises:
        LookupError: one that was asked for is not there.
    """
    texts = sorted((root / "solutions").glob("*/*.md"))
    return [find_named(texts, one) for one in asked] if asked else texts


def build(root: Path, text: Path, *, into: Path | None = None) -> tuple[Path, Path]:
    """Build one lesson and return its solution and its release.

    Args:
        root: the course's folder.
        text: the lesson, `solutions/<lesson>/<name>.md`.
        into: where `solutions/` and `notebooks/` are written; the course's folder if None.

    Raises:
        LessonError: the text breaks a rule, a cell raises, or something writes to stderr.
    """
    into = into or root
    notebook = read_lesson(text)
    notebook.metadata.mlpm |= {"minutes": count(notebook).minutes, "extra": extra_exercises(notebook)}
    execute(notebook, folder=text.parent)
    solution = into / "solutions" / text.parent.name / f"{text.stem}.ipynb"
    solution.parent.mkdir(parents=True, exist_ok=True)
    write(notebook, solution)
    return solution, release(root, solution, into=into)


def execute(notebook: NotebookNode, *, folder: Path) -> None:
    """Run a notebook's cells in a fresh kernel, in place, without timings or widget state.

    Raises:
        LessonError: a cell raises or writes to stderr, which would cost marks under nbgrader.
    """
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", record_timing=False, store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],  # a warning about kernels on TCP is no part of a lesson
        allow_errors=True, resources={"metadata": {"path": str(folder)}},
    )  # fmt: skip
    client.execute()
    # ipykernel writes its own version into the metadata: it differs by machine and says nothing of the lesson.
    notebook.metadata.language_info = NotebookNode(name="python")
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise LessonError(f"Cell {cell.id} stopped with {output.ename}: {output.evalue}\n{cell.source}")
            if output.get("name") == "stderr":
                raise LessonError(f"Cell {cell.id} wrote to stderr, which nbgrader scores as 0: {output.text}")


def release(root: Path, solution: Path, *, into: Path) -> Path:
    """Make the learner's edition of a solution with nbgrader's generate_assignment, without touching a gradebook."""
    config = frame.settings(root)
    config.SaveCells.enabled = False
    course = CourseDirectory(config=config, root=str(into), assignment_id=solution.parent.name)
    step = GenerateAssignment(coursedir=course, config=config, no_database=True)
    step.force = True
    frame.run(step)
    released = into / "notebooks" / solution.parent.name / solution.name
    write(nbformat.read(released, as_version=4), released)
    return released


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook in one fixed form, so that a rebuild changes nothing."""
    nbformat.validate(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def differences(root: Path, text: Path) -> Iterator[str]:
    """What a rebuild of the lesson would change, in sources or metadata; outputs are compared by nbval."""
    with tempfile.TemporaryDirectory() as scratch:
        for built in build(root, text, into=Path(scratch)):
            kept = root / built.relative_to(scratch)
            if not kept.exists():
                yield f"{kept.relative_to(root)} is missing"
            elif _told(kept) != _told(built):
                yield f"{kept.relative_to(root)} differs from its text"


def _told(path: Path) -> dict:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    return notebook
