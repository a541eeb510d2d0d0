"""The answers that tests and the demo play: right ones in several ways, and each misconception acted out."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from course_lib.exercises.catalogue import find


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One way to answer an exercise.

    `code` is what the learner puts into the answer cell. It is `right` (the way's name), or acts out a
    `misconception`, or is `wrong` in a way without a name; `earns` is the share of the points.
    """

    exercise: str
    code: str
    right: str = ""
    misconception: str = ""
    wrong: str = ""
    says: str = ""
    earns: float | None = None

    @property
    def points(self) -> float:
        """What the answer earns by itself; a memo waits for a person."""
        exercise = find(self.exercise)
        return (0 if exercise.kind == "M" else exercise.points) * (
            float(bool(self.right)) if self.earns is None else self.earns
        )

    @property
    def label(self) -> str:
        """What the answer is, in words."""
        return f"{self.exercise}: {self.right or self.misconception or self.wrong}"


def read_answers(folder: Path) -> list[Answer]:
    """The answers beside a lesson's text, in `answers.toml`.

    Raises:
        ValueError: two of them have the same label, which would be one student twice in a made-up cohort.
    """
    path = folder / "answers.toml"
    answers = [Answer(**told) for told in tomllib.loads(path.read_text(encoding="utf-8"))["answer"]]
    for label, number in Counter(answer.label for answer in answers).items():
        if number > 1:
            raise ValueError(f"{path} has {number} answers named “{label}”. Give each a name of its own.")
    return answers
