"""Where a learner stands across the lessons, as data, as text and as a card."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

from course_lib.checking import record
from course_lib.checking.card import Card
from course_lib.checking.session import current
from course_lib.lessons import Lesson, all_lessons, course_root
from course_lib.outcomes import Standing


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A lesson and how far the learner has come in it."""

    lesson: Lesson
    correct: int
    points: float
    opened: bool

    @property
    def graded(self) -> int:
        """How many of the lesson's exercises count."""
        return len(self.lesson.core)

    @property
    def standing(self) -> str:
        """One of: new, opened, under way, done."""
        if self.correct and self.correct == self.graded:
            return "done"
        return "under way" if self.correct else "opened" if self.opened else "new"


def standing(folder: Path, lessons: list[Lesson]) -> list[Progress]:
    """Where the record in `folder` stands for each lesson."""
    found = []
    for lesson in lessons:
        entries = record.read(folder, lesson.folder)
        counted = [entries[name] for name in lesson.core if "standing" in entries.get(name, {})]
        found.append(
            Progress(
                lesson=lesson,
                correct=sum(entry["standing"] == Standing.CORRECT for entry in counted),
                points=sum(entry["points"] for entry in counted),
                opened=(folder / lesson.folder).is_dir(),
            )
        )
    return found


def as_text(found: list[Progress]) -> str:
    """The table of lessons for a terminal: order, standing, exercises, time, decision."""
    width = max((len(one.lesson.folder) for one in found), default=0)
    rows = [
        f"{_sign(one)} {one.lesson.folder:<{width}}  {one.standing:<9}  {one.correct} of {one.graded} exercises"
        f"  {one.lesson.minutes:>2} min  {one.lesson.decision}"
        for one in found
    ]
    return "\n".join(rows)


def progress() -> Card:
    """The learner's standing across the lessons, as a card at a lesson's end."""
    folder = current().folder
    if folder is None:
        return Card("Progress", ("A record is kept when the lesson was opened with `mlpm learn`.",))
    found = standing(folder, all_lessons(course_root(folder)))
    rows = "".join(
        f'<tr><td style="text-align:left">{_sign(one)} {html.escape(one.lesson.decision)}</td>'
        f'<td style="text-align:left">{one.standing}</td><td>{one.correct} of {one.graded}</td><td>{one.lesson.minutes} min</td></tr>'
        for one in found
    )
    done = sum(one.standing == "done" for one in found)
    body = (
        '<table style="margin:8px 0 0 0"><thead><tr><th scope="col" style="text-align:left">Lesson</th>'
        '<th scope="col" style="text-align:left">Standing</th><th scope="col">Exercises</th><th scope="col">Takes</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    return Card(f"Your progress: {done} of {len(found)} lessons done", body=body)


def _sign(one: Progress) -> str:
    return {"done": "✓", "under way": "△", "opened": "○", "new": "·"}[one.standing]
