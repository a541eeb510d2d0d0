"""The vocabulary of checking: what came of an attempt, in words, points and plain data."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from enum import StrEnum

MIMETYPE = "application/vnd.mlpm.outcome+json"
"""Under this type an outcome travels in a notebook's output, as plain data beside its card."""


class Standing(StrEnum):
    """Where an answer stands. The words are shown, so no reader depends on a colour."""

    NOT_ATTEMPTED = "not attempted"
    NOT_YET = "not yet"
    CORRECT = "correct"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one attempt at an exercise.

    `points` are finite, between 0 and `max_points`, and rounded to two decimals: nbgrader gives
    full marks to a negative number or a NaN and stops at one above the maximum, so neither can exist.

    >>> Outcome(name="share", standing=Standing.CORRECT, points=2, max_points=2, message="Right.").points
    2.0
    >>> Outcome(name="share", standing=Standing.NOT_YET, points=float("nan"), max_points=2, message="").points
    Traceback (most recent call last):
    ...
    ValueError: Points must be a finite number from 0 to 2.0, not nan. Score 0 and say why in the message.
    """

    name: str
    standing: Standing
    points: float
    max_points: float
    message: str
    misconception: str | None = None
    kind: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "max_points", float(self.max_points))
        if not (math.isfinite(self.points) and 0 <= self.points <= self.max_points):
            raise ValueError(
                f"Points must be a finite number from 0 to {self.max_points}, not {self.points}. "
                "Score 0 and say why in the message."
            )
        object.__setattr__(self, "points", round(float(self.points), 2))

    def as_data(self) -> dict:
        """The outcome as JSON-ready data.

        >>> Outcome(name="a", standing=Standing.NOT_YET, points=0, max_points=1, message="m").as_data()["standing"]
        'not yet'
        """
        return asdict(self) | {"standing": str(self.standing)}

    def __repr__(self) -> str:
        # nbgrader reads a displayed number as the cell's score: this text *is* the partial credit.
        return str(self.points)
