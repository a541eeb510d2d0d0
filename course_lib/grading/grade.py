"""Grade one notebook: the learner's cells in the learner's process, the test cells by the judge, each in its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output

from course_lib.grading.judge import GraderFault, judge_cell, not_judged
from course_lib.grading.learner.protocol import Learner
from course_lib.grading.learner.results import LearnerGone
from course_lib.grading.report import Status
from course_lib.grading.seeds import Seeds

# Worse hides better: a crash says more than the error before it.
_ORDER = [Status.GRADED, Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.CRASHED, Status.GRADER_FAULT]


@dataclass
class Course:
    """How a run went so far: the worst status and its reason."""

    status: Status = Status.GRADED
    reason: str = ""
    told: set[str] = field(default_factory=set)

    def note(self, status: Status, reason: str) -> None:
        """Keep the reason if it is worse than what is known."""
        if _ORDER.index(status) > _ORDER.index(self.status):
            self.status, self.reason = status, reason


def grade_notebook(notebook: NotebookNode, learner: Learner, seeds: Seeds) -> Course:
    """Run a rebuilt notebook in place, and say how it went.

    What the learner earned before a crash stays earned; a test cell after it earns nothing and says why.

    Args:
        notebook: from `rebuild`; its code cells get their outputs.
        learner: a fresh process for this submission.
        seeds: for the fresh draws.
    """
    course = Course()
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        mark = cell.metadata.get("nbgrader", {})
        cell.execution_count = number
        if mark.get("grade") and not mark.get("solution"):
            cell.outputs = [_judged(cell, learner, seeds, course)]
            cell.outputs[0].execution_count = number
        else:
            _run(cell, learner, course)
    return course


def _judged(cell: NotebookNode, learner: Learner, seeds: Seeds, course: Course) -> NotebookNode:
    try:
        return judge_cell(cell, learner, seeds)
    except LearnerGone as gone:
        course.note(Status(gone.status), gone.reason)
        return not_judged(cell, gone.reason)
    except GraderFault as fault:
        course.note(Status.GRADER_FAULT, str(fault))
        return not_judged(cell, "The grader itself failed here; your instructor is told.")


def _run(cell: NotebookNode, learner: Learner, course: Course) -> None:
    gone_before = learner.gone is not None
    run = learner.run(cell.source)
    cell.outputs = [from_dict(output) for output in run.outputs]
    if run.status == "ok":
        return
    name, text = run.error or ("Error", "")
    lost = learner.gone is not None  # not by the name, which a learner's own exception may have
    reason = text if lost else f"{name}: {text}" if text else name
    course.note(Status(run.status), f"In {_where(cell)}: {reason}" if not gone_before else reason)
    if lost and not gone_before:
        cell.outputs.append(
            new_output("error", ename=str(run.status), evalue=reason, traceback=[f"{run.status}: {reason}"])
        )


def _where(cell: NotebookNode) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"the cell {grade_id}" if grade_id else "a cell of their own"
