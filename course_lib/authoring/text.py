"""A lesson's text: from hand-written Markdown to a notebook with nbgrader's marks and stable ids."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
from nbformat import NotebookNode, from_dict

from course_lib.exercises.catalogue import find

_CALL = re.compile(r'^(check|reveal)\("(\w+)"\)$')


class LessonError(ValueError):
    """A lesson's text breaks a rule; the message says which, where, and what to do."""


def read_lesson(path: Path) -> NotebookNode:
    """The notebook that the text at `path` describes, not yet executed.

    The author writes three marks, the rest follows from the exercise they name:
    `answer="name"` on the fence of the cell a learner edits, a cell that is just `check("name")` or
    `reveal("name")`, and `setup=true` on the one locked cell that imports.

    Raises:
        LessonError: an unknown exercise, a check without its answer cell, an attachment, a doubled mark.
    """
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md")
    lesson = path.parent.name
    answered: set[str] = set()
    for position, cell in enumerate(notebook.cells):
        if cell.get("attachments"):
            raise LessonError(
                f"{path.name}: attachments are lost in text. Draw the picture with course_lib.plots instead."
            )
        where = f"{path.name}, cell {position + 1}"
        cell.id = f"{lesson}-{position:02d}".replace("_", "-")
        if cell.cell_type == "code":
            _mark(cell, lesson, where, answered)
    notebook.metadata = from_dict(
        {
            "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
            "language_info": {"name": "python"},
            "mlpm": {"decision": decision(notebook), "minutes": 0},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def decision(notebook: NotebookNode) -> str:
    """The lesson's title, which is a decision: its first line, without the number."""
    first = notebook.cells[0].source.splitlines()[0]
    if notebook.cells[0].cell_type != "markdown" or not first.startswith("# "):
        raise LessonError(f"A lesson starts with its title, '# …'; this one starts with {first!r}.")
    return re.sub(r"^\d+\s*·\s*", "", first.removeprefix("# ").strip())


def _mark(cell: NotebookNode, lesson: str, where: str, answered: set[str]) -> None:
    name, setup = cell.metadata.pop("answer", None), cell.metadata.pop("setup", False)
    called = _CALL.match(cell.source.strip())
    if name:
        exercise = _find(name, lesson, where)
        if name in answered:
            raise LessonError(f"{where}: {name!r} has an answer cell already. Give this one another exercise.")
        answered.add(name)
        memo = exercise.kind == "M"
        _set(cell, f"{name}-answer", solution=True, grade=memo, points=exercise.points if memo else None)
    elif called:
        exercise = _find(called[2], lesson, where)
        if called[2] not in answered:
            raise LessonError(
                f'{where}: {cell.source.strip()} stands before its answer cell. Mark that one answer="{called[2]}".'
            )
        if called[1] == "check":
            _set(cell, called[2], grade=True, locked=True, points=exercise.points)
        else:
            _set(cell, f"{called[2]}-reveal", locked=True)
    elif setup:
        _set(cell, "setup", locked=True)
    if mark := cell.metadata.get("nbgrader"):
        cell.id = mark["grade_id"].replace("_", "-")


def _set(
    cell: NotebookNode,
    grade_id: str,
    *,
    solution: bool = False,
    grade: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> None:
    mark = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": grade,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        mark["points"] = float(points)
    cell.metadata["nbgrader"] = NotebookNode(mark)


def _find(name: str, lesson: str, where: str):
    try:
        exercise = find(name)
    except LookupError as unknown:
        raise LessonError(f"{where}: {unknown}") from None
    if exercise.lesson != lesson:
        raise LessonError(f"{where}: {name!r} belongs to {exercise.lesson}. Name one of {lesson}.")
    return exercise
