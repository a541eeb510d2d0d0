"""`mlpm demo`: make up a cohort, grade it, and say where to look."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from course_lib.demo.cohort import made_up_cohort
from course_lib.grading.run import STOPPED, USAGE, grade_cohort
from course_lib.lessons import Lesson

_MARK = ".made_by_mlpm_demo"


def run_demo(root: Path, lesson: Lesson, *, folder: Path, sandbox: bool = True) -> int:
    """Make the cohort in `folder` (a former demo there is replaced), grade it and say how to open the pages.

    Raises:
        LookupError: `folder` holds something that no demo made.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise LookupError(
            f"A demo goes into a folder of its own; {folder} holds other things. Name another one with --folder."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    for submission in made_up_cohort(root, lesson):
        path = folder / "submitted" / submission.student / lesson.folder / lesson.notebook.name
        path.parent.mkdir(parents=True)
        path.write_text(submission.text, encoding="utf-8")
    print(
        f"A made-up cohort hands in {lesson.folder}, {lesson.decision!r}. One file is broken on purpose.\n", flush=True
    )
    code = grade_cohort(root, lesson=lesson.folder, cohort=folder, report=folder / "report.json", sandbox=sandbox)
    if code in (USAGE, STOPPED):
        return code
    page = os.path.relpath(folder / "feedback" / "all_right_1" / lesson.folder / f"{lesson.notebook.stem}.html")
    print(f"\nOpen a student's page in your browser, for example:\n  {page}")
    return 0
