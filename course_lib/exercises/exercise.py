"""What an exercise is: the names a learner defines, how they are judged, and what to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["P", "C", "D", "F", "S", "T", "M"]
Answers = Mapping[str, Any]
"""The learner's values by name. A function among them raises `AnswerError` for whatever it raises."""


class AnswerError(Exception):
    """The learner's own function failed while it was being judged; the text says how."""


class NotAttempted(Exception):
    """The answer is there but nothing was put into it; the text says where."""


class NotYet(Exception):
    """A wrong answer, with what to say about it.

    Args:
        message: what to say; left empty where `misconception` names one of the exercise's.
        misconception: the idea behind the answer; its message is filled with `values`.
        share: the part of the points earned all the same, 0 to 1.

    >>> raise NotYet("That is upside down.")
    Traceback (most recent call last):
    ...
    course_lib.exercises.exercise.NotYet: That is upside down.
    """

    def __init__(self, message: str = "", *, misconception: str | None = None, share: float = 0, **values: Any):
        super().__init__(message or misconception)
        self.message, self.misconception, self.share, self.values = message, misconception, share, values


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise of a lesson.

    Args:
        name: what stands in `check("name")`, unique in the course.
        lesson: the lesson's folder, `"07_evaluation"`.
        kind: P predict, C code, D decision, F find the flaw, S structured, T translate, M memo.
        answers: the names the learner defines.
        practice: judges the answers on the lesson's data: returns what to say when right, raises `NotYet`.
        points: the most that can be earned; 0 for what is not graded.
        graded: judges them on fresh draws made from a seed; None where the lesson's data is all there is.
        misconceptions: name → message, a format string filled with the values of the `NotYet` that names it.
        hints: where to look; the rule; a worked twin with other numbers.
        starts: a release's runnable poor choice, name → value: unchanged, it counts as not attempted.

    >>> Exercise(name="a", lesson="00_start_here", kind="C", answers=("a",), practice=lambda answers: "Right.").points
    0
    """

    name: str
    lesson: str
    kind: Kind
    answers: tuple[str, ...]
    practice: Callable[[Answers], str]
    points: float = 0
    graded: Callable[[Answers, int], str] | None = None
    misconceptions: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    starts: Mapping[str, Any] = field(default_factory=dict)
