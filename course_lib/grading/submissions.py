"""Find what was handed in, `<submitted>/<student>/<lesson>/<name>.ipynb`, and read it without trusting it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat

from course_lib.lessons import Lesson

MOST_BYTES = 20 * 1024 * 1024
"""A larger notebook is not read: the largest honest one, full of pictures, stays far below."""
_MOST_BYTES_OLD = 2 * 1024 * 1024
"""For the format of before 2015: its conversion can be made to take 17 s and 3.6 GB for 20 MB."""
_STUDENT = re.compile(r"[\w.@+\- ]{1,100}")
"""Names become folders, links and headings of pages: no markup, no path, no hidden folder."""


class Unreadable(ValueError):
    """A submission that can't be graded; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One student's folder for one lesson."""

    student: str
    lesson: Lesson
    folder: Path

    def notebook(self) -> Path:
        """The notebook to grade: the lesson's own, or the only other one where the student renamed it.

        Raises:
            FileNotFoundError: nothing was handed in.
            Unreadable: it is a link, too large, or one of several under other names.
        """
        wanted = self.lesson.notebook.name
        if any(folder.is_symlink() for folder in (self.folder, self.folder.parent)):
            raise Unreadable(f"{self.folder.name} is a link, and links are not followed. Put the folder itself there.")
        found = sorted(path for path in self.folder.glob("*.ipynb") if not path.name.startswith("."))
        path = next((path for path in found if path.name == wanted), None) or (found[0] if len(found) == 1 else None)
        if path is None and not found:
            raise FileNotFoundError(f"{self.folder.name} has no notebook. Ask for {wanted}.")
        if path is None:
            names = ", ".join(one.name for one in found)
            raise Unreadable(f"None of {names} is called {wanted}. Keep the right one under that name.")
        if path.is_symlink():
            raise Unreadable(f"{path.name} is a link, and links are not followed. Put the file itself there.")
        if not path.is_file():
            raise Unreadable(f"{path.name} is no file. Ask for the notebook again.")
        if path.stat().st_size > MOST_BYTES:
            size = path.stat().st_size / 1024**2
            raise Unreadable(
                f"A notebook has at most {MOST_BYTES // 1024**2} MB; {path.name} has {size:.0f} MB. Clear its outputs."
            )
        return path

    def timestamp(self) -> str:
        """When it was handed in (UTC), from the `timestamp.txt` that nbgrader's collecting leaves; "" without a usable one."""
        path = self.folder / "timestamp.txt"
        if path.is_symlink() or not path.is_file() or path.stat().st_size > 100:
            return ""
        text = path.read_bytes().decode("utf-8", "replace").strip().replace(" UTC", "+0000").replace(" +", "+")
        try:
            when = datetime.fromisoformat(text)
            utc = when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError):
            return ""
        if utc.year < 1970:
            return ""
        return f"{utc:%Y-%m-%d %H:%M:%S.%f} UTC"  # other zones nbgrader reads as so many seconds


def read_json(content: bytes, *, name: str) -> Any:
    """The notebook's JSON, of any age of the format; what its cells hold is not looked at.

    Raises:
        Unreadable: it is no JSON, or no notebook.

    >>> read_json(b'{"cells": [], "nbformat": 4}', name="x.ipynb")["cells"]
    []
    >>> read_json(b'{"cells": [', name="x.ipynb")
    Traceback (most recent call last):
    ...
    course_lib.grading.submissions.Unreadable: x.ipynb is no notebook (it breaks off or is no JSON). Ask for it again, saved from JupyterLab.
    """
    again = "Ask for it again, saved from JupyterLab."
    if not content.strip():
        raise Unreadable(f"{name} is empty. {again}")
    try:
        found = json.loads(content)
        if isinstance(found, dict) and "worksheets" in found and len(content) <= _MOST_BYTES_OLD:
            found = nbformat.convert(nbformat.from_dict(found), 4)
    except RecursionError:
        raise Unreadable(f"{name} is nested too deeply to be a notebook. {again}") from None
    except Exception:  # UnicodeDecodeError, JSONDecodeError, and whatever an old format's converter raises
        raise Unreadable(f"{name} is no notebook (it breaks off or is no JSON). {again}") from None
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise Unreadable(f"{name} is no notebook (it has no list of cells). {again}")
    return found


def find_submissions(submitted: Path, lessons: list[Lesson], *, student: str | None = None) -> list[Submission]:
    """Every student's folder for these lessons, in the order of lessons, then students.

    Raises:
        LookupError: nothing was handed in, nothing by that student, or a student's folder has an impossible name.
    """
    found = submitted.iterdir() if submitted.is_dir() else ()
    students = sorted(path.name for path in found if path.is_dir() and not path.name.startswith("."))
    for name in students:
        if not _STUDENT.fullmatch(name):
            raise LookupError(
                f"A student's folder is named with letters, digits, spaces and . _ @ + - only; {name!r} is not. Rename it."
            )
    if student is not None and student not in students:
        known = f"There are: {', '.join(students[:10])}." if students else "Nobody has handed anything in."
        raise LookupError(f"No student folder is called {student!r} in {submitted.name}. {known}")
    submissions = [
        Submission(student=name, lesson=lesson, folder=submitted / name / lesson.folder)
        for lesson in lessons
        for name in students
        if student in (None, name) and (submitted / name / lesson.folder).exists()
    ]
    if not submissions:
        asked = " or ".join(lesson.folder for lesson in lessons)
        raise LookupError(f"Nothing was handed in for {asked}. Put it into {submitted}/<student>/<lesson>/.")
    return submissions
