"""Find what was handed in: `<submitted>/<student>/<lesson>/<name>.ipynb`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course_lib.lessons import Lesson

MOST_BYTES = 20 * 1024 * 1024
"""A larger notebook is not read: the largest honest one, full of pictures, stays far below."""


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
        found = sorted(path for path in self.folder.glob("*.ipynb") if path.is_file() or path.is_symlink())
        path = next((path for path in found if path.name == wanted), None) or (found[0] if len(found) == 1 else None)
        if path is None and not found:
            raise FileNotFoundError(f"{self.folder.name} has no notebook. Ask for {wanted}.")
        if path is None:
            names = ", ".join(one.name for one in found)
            raise Unreadable(f"None of {names} is called {wanted}. Keep the right one under that name.")
        if path.is_symlink() or path.parent.is_symlink():
            raise Unreadable(f"{path.name} is a link, and links are not followed. Put the file itself there.")
        if path.stat().st_size > MOST_BYTES:
            size = path.stat().st_size / 1024**2
            raise Unreadable(
                f"A notebook has at most {MOST_BYTES // 1024**2} MB; {path.name} has {size:.0f} MB. Clear its outputs."
            )
        return path


def find_submissions(submitted: Path, lessons: list[Lesson], *, student: str | None = None) -> list[Submission]:
    """Every student's folder for these lessons, in the order of lessons, then students.

    Raises:
        LookupError: nothing was handed in, or nothing by that student.
    """
    students = (
        sorted(path.name for path in submitted.iterdir() if path.is_dir() and not path.name.startswith("."))
        if submitted.is_dir()
        else []
    )
    if student is not None and student not in students:
        known = f"There are: {', '.join(students[:10])}." if students else "Nobody has handed anything in."
        raise LookupError(f"No student folder is called {student!r} in {submitted.name}. {known}")
    found = [
        Submission(student=name, lesson=lesson, folder=submitted / name / lesson.folder)
        for lesson in lessons
        for name in students
        if student in (None, name) and (submitted / name / lesson.folder).exists()
    ]
    if not found:
        asked = " or ".join(lesson.folder for lesson in lessons)
        raise LookupError(f"Nothing was handed in for {asked}. Put it into {submitted}/<student>/<lesson>/.")
    return found
