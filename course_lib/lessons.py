"""The lessons of the course, read from the notebooks a learner opens."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One lesson.

    `folder` is its name everywhere, `minutes` its counted time, `points` graded cell → points, and `core` the
    graded cells that a learner does to be done; the others stand under "Ten more minutes?".
    """

    folder: str
    notebook: Path
    decision: str
    minutes: int
    points: dict[str, float]
    core: tuple[str, ...]


def course_root(start: Path | None = None) -> Path:
    """The course's top folder, at or above `start` (the working directory).

    Raises:
        LookupError: there is none.
    """
    start = start or Path.cwd()
    for folder in (start, *start.parents):
        if (folder / "nbgrader_config.py").is_file() and (folder / "course_lib").is_dir():
            return folder
    raise LookupError(
        f"The commands work inside the course's folder; {start} is not in one. Change into it and try again."
    )


def all_lessons(root: Path) -> list[Lesson]:
    """Every lesson that was released into `notebooks/`, in order."""
    return [_read(path) for path in sorted((root / "notebooks").glob("*/*.ipynb"))]


def find_lesson(root: Path, asked: str) -> Lesson:
    """The lesson that was asked for by folder (`07_evaluation`), number (`7`, `07`) or name (`evaluation`).

    Raises:
        LookupError: there is no such lesson; the text says which comes near.
    """
    return _read(find_named(sorted((root / "notebooks").glob("*/*.ipynb")), asked))


def find_named(files: list[Path], asked: str) -> Path:
    """The file whose folder was asked for by its name, its number or what follows the number.

    Raises:
        LookupError: there is none; the text says which comes near.

    >>> find_named([Path("00_start_here/start_here.md")], "0").name
    'start_here.md'
    >>> find_named([Path("00_start_here/start_here.md")], "strat_here")
    Traceback (most recent call last):
    ...
    LookupError: No lesson is called 'strat_here'. Did you mean 00_start_here?
    """
    names: dict[str, Path] = {}
    for file in files:
        number, _, name = file.parent.name.partition("_")
        names |= dict.fromkeys((file.parent.name, number, number.lstrip("0") or "0", name), file)
    asked = asked.strip().strip("/").removesuffix(".ipynb")
    if asked in names:
        return names[asked]
    near = difflib.get_close_matches(asked, names, n=1, cutoff=0.5)
    folders = ", ".join(file.parent.name for file in files)
    raise LookupError(
        f"No lesson is called {asked!r}. "
        + (f"Did you mean {names[near[0]].parent.name}?" if near else f"There are: {folders}.")
    )


def _read(path: Path) -> Lesson:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    told = notebook["metadata"]["mlpm"]
    marks = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
    points = {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}
    return Lesson(
        folder=path.parent.name,
        notebook=path,
        decision=told["decision"],
        minutes=told["minutes"],
        points=points,
        core=tuple(name for name in points if name not in told["extra"]),
    )
