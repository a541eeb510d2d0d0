"""The four things that can happen to a payment, counted, and the three shares read off them."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from course_lib.ideas.columns import columns


@dataclass(frozen=True, kw_only=True)
class FourBoxes:
    """Payments by what was done and what they were; data scientists say "confusion matrix".

    >>> boxes = FourBoxes(caught=3, missed=1, honest_stopped=6, left_alone=90)
    >>> boxes.precision, boxes.recall, boxes.accuracy
    (0.3333333333333333, 0.75, 0.93)
    """

    caught: int
    missed: int
    honest_stopped: int
    left_alone: int

    @property
    def stopped(self) -> int:
        """All payments stopped, rightly or not."""
        return self.caught + self.honest_stopped

    @property
    def thefts(self) -> int:
        """All thefts, caught or not."""
        return self.caught + self.missed

    @property
    def payments(self) -> int:
        """All payments."""
        return self.stopped + self.missed + self.left_alone

    @property
    def precision(self) -> float:
        """Of those we stopped, the share that were thefts; NaN when we stopped nobody."""
        return _share(self.caught, of=self.stopped)

    @property
    def recall(self) -> float:
        """Of all thefts, the share we stopped; NaN when there were none."""
        return _share(self.caught, of=self.thefts)

    @property
    def accuracy(self) -> float:
        """Of all payments, the share treated rightly; NaN when there were none."""
        return _share(self.caught + self.left_alone, of=self.payments)


def four_boxes(flags: ArrayLike, fraud: ArrayLike) -> FourBoxes:
    """Count the four boxes.

    Args:
        flags: True where a payment is stopped, shape (n,).
        fraud: True where it was theft, shape (n,).

    Raises:
        ValueError: a column holds anything but True and False, or the lengths differ.

    >>> four_boxes([True, True, False, False], [True, False, True, False])
    FourBoxes(caught=1, missed=1, honest_stopped=1, left_alone=1)
    """
    flags, fraud = columns(flags=flags, fraud=fraud)
    return FourBoxes(
        caught=int((flags & fraud).sum()),
        missed=int((~flags & fraud).sum()),
        honest_stopped=int((flags & ~fraud).sum()),
        left_alone=int((~flags & ~fraud).sum()),
    )


def _share(part: int, *, of: int) -> float:
    return part / of if of else float("nan")
