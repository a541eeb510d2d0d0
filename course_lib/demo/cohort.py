"""A made-up cohort for a lesson: every kind of submission an instructor will meet."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course_lib.authoring.answers import Answer, read_answers
from course_lib.lessons import Lesson


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """One made-up submission: `text` is the file's content, `points` and `status` what it must come to."""

    student: str
    text: str
    points: float
    status: str = "graded"


def made_up_cohort(root: Path, lesson: Lesson) -> Iterator[MadeUp]:
    """The submissions: right in each way, each misconception and mistake, half done, untouched, a typo, a broken file."""
    released = nbformat.read(lesson.notebook, as_version=4)
    answers = read_answers(root / "solutions" / lesson.folder)
    right: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.right:
            right.setdefault(answer.exercise, []).append(answer)
    exercises = list(right)
    best = {exercise: ways[0] for exercise, ways in right.items()}

    def made(student: str, chosen: list[Answer], *, status: str = "graded", **other_code: str) -> MadeUp:
        code = {answer.exercise: answer.code for answer in chosen} | other_code
        points = sum(answer.points for answer in chosen if answer.exercise not in other_code)
        return MadeUp(student=student, text=nbformat.writes(_filled(released, code)), points=points, status=status)

    for way in range(max(map(len, right.values()))):
        yield made(f"all_right_{way + 1}", [ways[min(way, len(ways) - 1)] for ways in right.values()])
    for answer in answers:
        if not answer.right:
            student = "misread_" + re.sub(r"\W+", "_", answer.label)
            yield made(student, [*(other for other in best.values() if other.exercise != answer.exercise), answer])
    yield made("half_done", [best[exercise] for exercise in exercises[: len(exercises) // 2]])
    yield made("untouched", [])
    last = [exercise for exercise in exercises if best[exercise].points][-1]
    typo = {last: best[last].code.replace("=", "= (", 1)}
    yield made("typo", list(best.values()), status="error", **typo)
    yield MadeUp(student="broken_file", text=nbformat.writes(released)[:-200], points=0, status="unreadable")


def _filled(released: NotebookNode, code: dict[str, str]) -> NotebookNode:
    """The released notebook with these answers in its answer cells, by exercise."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        exercise = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-answer")
        if cell.metadata.get("nbgrader", {}).get("solution") and exercise in code:
            cell.source = code[exercise].strip("\n")
    return notebook
