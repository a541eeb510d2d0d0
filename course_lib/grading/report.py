"""What grading found: as data, as one line a submission, as a summary and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path


class Status(StrEnum):
    """What became of a submission."""

    GRADED = "graded"
    ERROR = "error"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    GRADER_FAULT = "grader fault"


_LINE = 300
NOT_GRADED = {Status.UNREADABLE, Status.MISSING, Status.GRADER_FAULT}
"""With these no check ran: the points are not the student's standing."""


@dataclass(frozen=True, kw_only=True)
class CellResult:
    """A graded cell: `points` is None while a person has yet to mark it."""

    id: str
    points: float | None
    max_points: float
    message: str = ""
    misconception: str | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """A graded submission; `reason` says in words why the status is what it is, `kept` that it stood already."""

    student: str
    lesson: str
    points: float
    max_points: float
    status: Status
    seconds: float
    reason: str = ""
    kept: bool = False
    cells: list[CellResult] = field(default_factory=list)

    def line(self, *, width: int) -> str:
        """The submission in one line of text."""
        waiting = sum(cell.points is None for cell in self.cells)
        points = f"{self.points:g} of {self.max_points:g}" if self.status not in NOT_GRADED else "–"
        told = (
            ["unchanged"] * self.kept
            + [_in_one_line(self.reason)] * bool(self.reason)
            + [f"{waiting} to mark by hand"] * bool(waiting)
        )
        return f"{self.student:<{width}}  {self.lesson:<16}  {points:>10}  {self.status:<12}  {self.seconds:>5.1f} s  {'; '.join(told)}".rstrip()


def _in_one_line(text: str) -> str:
    """The text as a terminal may show it: a learner's error may hold line breaks and codes that paint over the screen.

    >>> _in_one_line("KeyError: \\x1b[2J\\nbob  2 of 2")
    'KeyError: [2J bob 2 of 2'
    """
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return f"{shown[:_LINE]} …" if len(shown) > _LINE else shown


def summary(results: list[Result]) -> str:
    """How many submissions ended how, and what was misread most."""
    statuses = ", ".join(
        f"{number} {status}" for status, number in Counter(result.status for result in results).most_common()
    )
    misread = Counter(
        (cell.id, cell.misconception) for result in results for cell in result.cells if cell.misconception
    )
    kept = sum(result.kept for result in results)
    submissions = "submission" if len(results) == 1 else "submissions"
    lines = [
        f"{len(results)} {submissions}: {statuses}." + f" {kept} unchanged since the last time, kept." * bool(kept)
    ]
    lines += [f"  {number} × {cell}: {name}" for (cell, name), number in misread.most_common(5)]
    return "\n".join(lines)


def write_report(path: Path, results: list[Result], **facts: object) -> None:
    """Write what was graded as JSON, with facts about the run (its seed, its walls)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"version": 1, **facts, "submissions": [asdict(result) for result in results]}
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
