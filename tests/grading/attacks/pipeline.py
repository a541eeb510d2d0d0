"""Hand something in and grade it through the real pipeline: file, rebuild, walls, judge, gradebook, feedback page."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell
from nbgrader.utils import determine_grade

from course_lib import frame
from course_lib.authoring.answers import read_answers
from course_lib.grading.gradebook import database, register
from course_lib.grading.learner.parent import WarmParent
from course_lib.grading.report import Result
from course_lib.grading.submissions import Submission
from course_lib.grading.worker import Job, grade
from course_lib.lessons import Lesson, find_lesson
from tests.conftest import ROOT

START, EVALUATION = find_lesson(ROOT, "0"), find_lesson(ROOT, "7")
RIGHT_SHARE = "free_share = 9 / 20"


def answers_of(lesson: Lesson) -> dict[str, str]:
    """Exercise → a right answer's code."""
    found: dict[str, str] = {}
    for answer in read_answers(ROOT / "solutions" / lesson.folder):
        if answer.right:
            found.setdefault(answer.exercise, answer.code.strip("\n"))
    return found


def released(lesson: Lesson = START) -> NotebookNode:
    return nbformat.read(lesson.notebook, as_version=4)


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def filled(*free: str, lesson: Lesson = START, after: str = "setup", **answers: str) -> NotebookNode:
    """The release with these answers, and code cells of the learner's own behind a cell."""
    notebook = released(lesson)
    for exercise, code in answers.items():
        cell_of(notebook, f"{exercise}-answer").source = code
    place = notebook.cells.index(cell_of(notebook, after)) + 1
    notebook.cells[place:place] = [new_code_cell(code) for code in free]
    return notebook


def marked(cell: NotebookNode, **marks: Any) -> NotebookNode:
    """A copy of the cell with other marks of nbgrader's."""
    cell = copy.deepcopy(cell)
    cell.metadata.setdefault("nbgrader", {}).update(marks)
    return cell


def page_text(notebook: NotebookNode) -> bytes:
    return json.dumps(notebook).encode()  # as it is: nbformat would mend some of what is broken on purpose


@dataclass
class Pipeline:
    """A cohort of its own, graded by this process with the walls of `job`."""

    job: Job

    def hand_in(
        self, what: NotebookNode | bytes, *, student: str = "ada", lesson: Lesson = START, name: str = ""
    ) -> Path:
        folder = self.job.cohort / "submitted" / student / lesson.folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (name or lesson.notebook.name)
        path.write_bytes(what if isinstance(what, bytes) else page_text(what))
        return path

    def grade(
        self, what: NotebookNode | bytes | None = None, *, student: str = "ada", lesson: Lesson = START, name: str = ""
    ) -> Result:
        """Grade what is handed in; None where the folder stands already."""
        if what is not None:
            self.hand_in(what, student=student, lesson=lesson, name=name)
        folder = self.job.cohort / "submitted" / student / lesson.folder
        return grade(self.job, Submission(student=student, lesson=lesson, folder=folder))

    def graded(self, *, student: str = "ada", lesson: Lesson = START) -> NotebookNode:
        """The notebook as it was graded."""
        return nbformat.read(
            self.job.cohort / "autograded" / student / lesson.folder / lesson.notebook.name, as_version=4
        )

    def shown(self, *, student: str = "ada", lesson: Lesson = START) -> str:
        """What the learner's own cells showed, as text."""
        cells = [cell for cell in self.graded(student=student, lesson=lesson).cells if cell.cell_type == "code"]
        return json.dumps([cell.outputs for cell in cells])

    def page(self, *, student: str = "ada", lesson: Lesson = START) -> str:
        return (self.job.cohort / "feedback" / student / lesson.folder / f"{lesson.notebook.stem}.html").read_text(
            "utf-8"
        )


def new_pipeline(cohort: Path, *lessons: Lesson, walls: str = "full") -> Pipeline:
    frame.prepare()
    config = frame.settings(ROOT)
    for lesson in lessons or (START, EVALUATION):
        register(config, ROOT, database(cohort), lesson)
    return Pipeline(Job(root=ROOT, cohort=cohort, gradebook=database(cohort), walls=walls, force=True))


_CHECKS_IN_THE_LEARNERS_PROCESS = """
import os, course_lib
from course_lib.checking import learner as _checks
os.environ["NBGRADER_EXECUTION"] = "autograde"
for _name in ("check", "hint", "reveal"): setattr(course_lib, _name, getattr(_checks, _name))
del _checks, _name
"""


def points_in_one_process(notebook: NotebookNode, bare: WarmParent) -> float:
    """What nbgrader reads when the notebook runs as it was handed in, its checks beside the learner's code.

    The control for whatever aims at the judge: no rebuilding, no walls, nothing apart.
    """
    notebook, points = copy.deepcopy(notebook), 0.0
    with bare.fork() as learner:
        assert learner.run(_CHECKS_IN_THE_LEARNERS_PROCESS).status == "ok"
        for cell in notebook.cells:
            cell.outputs = []
            if cell.cell_type == "code" and "skip-execution" not in cell.metadata.get("tags", []):
                cell.outputs = [from_dict(output) for output in learner.run(cell.source).outputs]
            if cell.metadata.get("nbgrader", {}).get("grade"):
                points += determine_grade(cell)[0] or 0
    return points
