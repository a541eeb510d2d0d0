"""The judge: runs a lesson's checks in this clean process, on values that came over as plain data."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

import course_lib
from course_lib.checking.card import Verdict
from course_lib.checking.session import Session, use
from course_lib.exercises.exercise import AnswerError, NotYet
from course_lib.grading.learner.protocol import Learner, LearnerFunction
from course_lib.grading.learner.results import LearnerError, LearnerGone, LearnerTimeout
from course_lib.grading.seeds import Seeds
from course_lib.grading.values import UNDEFINED, NotPlain
from course_lib.outcomes import Outcome, Standing

_MOST_MESSAGE = 2_000
"""Characters of a message that are kept: it may repeat the learner's answer, and an answer may be a million long."""


class GraderFault(Exception):
    """A check itself failed: no fault of the learner's. The text says how."""


class Answers(Mapping[str, Any]):
    """The learner's names as a check reads them: each is fetched when it is asked for, and then kept.

    A value that is no plain data can't be judged, and says so; a function is a stand-in that runs on the learner's side.
    """

    def __init__(self, learner: Learner | _Nobody):
        self._learner, self._read = learner, {}

    def _get(self, name: str) -> Any:
        if name not in self._read:
            self._read[name] = self._learner.get(name)
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return self._get(str(name)) is not UNDEFINED

    def __getitem__(self, name: str) -> Any:
        value = self._get(name)
        if value is UNDEFINED:
            raise KeyError(name)
        if isinstance(value, NotPlain):
            raise NotYet(
                f"`{name}` is a {value.type_name}, which can't be graded. Give a number, a text, a table or a function."
            )
        return _stand_in(value) if isinstance(value, LearnerFunction) else value

    def __iter__(self) -> Iterator[str]:
        raise TypeError("A check asks for the names it needs; the learner's others are not read.")

    def __len__(self) -> int:
        raise TypeError("A check asks for the names it needs; the learner's others are not counted.")


def judge_cell(cell: NotebookNode, learner: Learner | _Nobody, seeds: Seeds) -> NotebookNode:
    """Run a test cell of the master, with the learner's values of this moment; returns its one output.

    Raises:
        LearnerGone: the learner's process ended, so there is nothing to judge.
        GraderFault: the check failed, or gave no outcome; it must not be read as a score.
    """
    session = Session(values=Answers(learner), seed=seeds.of(cell.metadata.nbgrader.grade_id))
    try:
        with use(session):
            verdict = _last_value(cell.source)
    except LearnerGone:
        raise
    except (
        Exception
    ) as fault:  # whatever a check raises is the grader's own fault, and must be told from a wrong answer
        raise GraderFault(f"{cell.source.strip()} failed: {type(fault).__name__}: {fault}") from fault
    if not isinstance(verdict, Verdict):
        raise GraderFault(f"{cell.source.strip()} gave no outcome but a {type(verdict).__name__}.")
    return as_output(verdict)


def get_ready(master: NotebookNode, seeds: Seeds) -> None:
    """Let this process make what a lesson's checks need and keep: fresh draws, fitted models.

    Each check is asked for the verdict on somebody who answers every question with a function that returns nothing.
    """
    for cell in master.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("grade") and not mark.get("solution"):
            with suppress(GraderFault):  # if it is one, each submission's status will say so
                judge_cell(cell, _Nobody(), seeds)


class _Nobody:
    """In the place of a learner."""

    def get(self, name: str) -> Any:
        return lambda *_, **__: ...


def not_judged(cell: NotebookNode, reason: str) -> NotebookNode:
    """The output of a test cell that could not be judged: no points, and why."""
    points = float(cell.metadata.nbgrader.points)
    outcome = Outcome(
        name=cell.metadata.nbgrader.grade_id,
        standing=Standing.NOT_ATTEMPTED,
        points=0,
        max_points=points,
        message=f"Not judged. {reason}",
    )
    return as_output(Verdict(outcome, practice=False))


def as_output(verdict: Verdict) -> NotebookNode:
    """The displayed outcome: its points as text, which nbgrader reads as the score."""
    if len(verdict.outcome.message) > _MOST_MESSAGE:
        message = f"{verdict.outcome.message[:_MOST_MESSAGE]} …"
        verdict = Verdict(dataclasses.replace(verdict.outcome, message=message), practice=False)
    return new_output("execute_result", verdict._repr_mimebundle_(), execution_count=1)


def _last_value(source: str) -> Any:
    """Run a cell of ours and give the value of its last expression, as a notebook would show it."""
    names = {name: getattr(course_lib, name) for name in ("check", "reveal", "hint")}
    tree = ast.parse(source)
    *before, last = tree.body
    exec(compile(ast.Module(before, []), "<test cell>", "exec"), names)
    return (
        eval(compile(ast.Expression(last.value), "<test cell>", "eval"), names) if isinstance(last, ast.Expr) else None
    )


def _stand_in(function: LearnerFunction) -> Callable[..., Any]:
    """The learner's function as a check calls it: what goes wrong inside is told in the learner's terms."""

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            result = function(*args, **kwargs)
        except LearnerError as error:
            raise AnswerError(f"{error.type_name}: {error.text}") from None
        except LearnerTimeout as late:
            raise AnswerError(f"no answer. {late}") from None
        if isinstance(result, NotPlain):
            raise AnswerError(f"a result that can't be graded, a {result.type_name}")
        return result

    return call
