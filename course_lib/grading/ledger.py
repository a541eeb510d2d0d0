"""What was graded already: a line beside each graded notebook, written last, so that a killed run resumes."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

import course_lib
from course_lib.grading.report import CellResult, Result, Status
from course_lib.grading.submissions import Submission

NAME = ".graded.json"


def fingerprint(submission: Submission, content: bytes, *, seed_mark: str, walls: str) -> str:
    """Changes when the submission, the lesson, its criteria, the secret or the walls do: then it is graded again."""
    parts = hashlib.sha256()
    texts = [seed_mark, walls, submission.timestamp()]
    for part in (content, submission.lesson.notebook.read_bytes(), _code(), *(text.encode() for text in texts)):
        parts.update(hashlib.sha256(part).digest())
    return parts.hexdigest()


def kept(folder: Path, mark: str) -> Result | None:
    """The result that stands in `folder` for this fingerprint; None if it must be graded."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told.pop("fingerprint") != mark:
            return None
        cells = [CellResult(**cell) for cell in told.pop("cells")]
        return Result(**told | {"cells": cells, "status": Status(told["status"])})
    except (OSError, ValueError, KeyError, TypeError):  # absent, or from a run that was cut off or an older version
        return None


def forget(folder: Path) -> None:
    """What stands here is about to be graded again: cut off in between, it must not pass for done."""
    (folder / NAME).unlink(missing_ok=True)


def keep(folder: Path, mark: str, result: Result) -> None:
    """Write the result in one step, after everything else of the submission is done."""
    scratch = folder / f"{NAME}.part"
    scratch.write_text(json.dumps(asdict(result) | {"fingerprint": mark}), encoding="utf-8")
    os.replace(scratch, folder / NAME)


@cache
def _code() -> bytes:
    """The course's own code, as one digest: a changed criterion is a changed lesson."""
    parts = hashlib.sha256()
    package = Path(course_lib.__file__).parent
    for path in sorted(package.rglob("*.py")):
        parts.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return parts.digest()
