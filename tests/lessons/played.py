"""Play an answer in a lesson without a kernel: the lesson's own cells run once, then the answer and its check."""

from __future__ import annotations

import contextlib
import io
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat

from course_lib.authoring.answers import Answer
from course_lib.checking.judge import judge
from course_lib.checking.session import Session, use
from course_lib.exercises.catalogue import find
from course_lib.outcomes import Outcome


@cache
def before_each_answer(notebook: Path) -> dict[str, dict[str, Any]]:
    """Exercise → the names a learner has when they reach its answer cell, in an otherwise untouched lesson."""
    mpl.use("agg")
    names: dict[str, Any] = {"__name__": "__main__"}
    found = {}
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("solution"):
            found[mark["grade_id"].removesuffix("-answer")] = dict(names)
        with contextlib.redirect_stdout(io.StringIO()), use(Session(values=names)):
            exec(compile(cell.source, f"{notebook.name}:{cell.id}", "exec"), names)
    return found


def play(notebook: Path, answer: Answer, *, seed: int | None = None) -> Outcome:
    """What the check says to an answer that a learner typed into the lesson."""
    names = dict(before_each_answer(notebook)[answer.exercise])
    exec(compile(answer.code, f"answer to {answer.exercise}", "exec"), names)
    return judge(find(answer.exercise), names, seed=seed)
