"""A learner works on a copy: the lesson as released stays untouched, and no answer is ever overwritten."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from course_lib.checking.progress import standing
from course_lib.lessons import Lesson


def open_copy(root: Path, lesson: Lesson, *, fresh: bool = False) -> Path:
    """The learner's copy of a lesson, made if it is not there.

    Args:
        root: the course's folder.
        lesson: the lesson to copy.
        fresh: start anew; the old notebook stays beside the new one under its date.
    """
    copy = root / "my_course" / lesson.folder / lesson.notebook.name
    if fresh and copy.exists():
        copy.rename(_dated(copy))
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(lesson.notebook, copy)
    return copy


def first_unfinished(root: Path, lessons: list[Lesson]) -> Lesson:
    """The first lesson that is not done; the last one when all are."""
    for found in standing(root / "my_course", lessons):
        if found.standing != "done":
            return found.lesson
    return lessons[-1]


def _dated(copy: Path) -> Path:
    """A free name that carries the moment the copy was put aside."""
    stamp = f"{datetime.now():%Y-%m-%d_%H%M%S}"
    name, number = copy.with_name(f"{copy.stem}_{stamp}.ipynb"), 1
    while name.exists():
        number += 1
        name = copy.with_name(f"{copy.stem}_{stamp}_{number}.ipynb")
    return name
