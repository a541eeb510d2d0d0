"""The page a learner takes to work: what it says of each answer, once the answer is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from course_lib.exercises.exercise import Answers


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the page.

    Args:
        heading: what it is about.
        needs: the names it reads; while one of them is open, the line says which answer it waits for.
        text: the line, from the learner's own values; what it raises on odd values leaves the line open.
    """

    heading: str
    needs: tuple[str, ...]
    text: Callable[[Answers], str]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A lesson's page: one side of A4, filled from the learner's answers."""

    lesson: str
    title: str
    rows: tuple[Row, ...]
    monday: tuple[str, ...]
