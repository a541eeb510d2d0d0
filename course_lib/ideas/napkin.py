"""The threshold that fits on a napkin: two costs, one division."""

from __future__ import annotations

from dataclasses import dataclass

from course_lib.ideas.bill import FALSE_BLOCK_COST, MARGIN, MISS_FEE


@dataclass(frozen=True, kw_only=True)
class Napkin:
    """What one miss and one false block cost, £, and where they balance."""

    miss: float
    false_block: float

    @property
    def blocks_per_miss(self) -> float:
        """How many false blocks cost as much as one miss."""
        return self.miss / self.false_block

    @property
    def score(self) -> float:
        """The score at which blocking and letting through cost the same: stop guessing, start blocking."""
        return self.false_block / (self.miss + self.false_block)


def napkin(*, theft: float, honest: float, false_block_cost: float = FALSE_BLOCK_COST) -> Napkin:
    """Price the two mistakes from a typical theft and a typical honest payment.

    At score s, letting a payment through costs s x miss on average, and blocking it (1 - s) x false
    block; they are equal at false block / (miss + false block), as in Elkan (2001), "The Foundations
    of Cost-Sensitive Learning", IJCAI. It holds for scores that are honest chances.

    Args:
        theft: a typical theft, £.
        honest: a typical honest payment, £.
        false_block_cost: the fixed part of a false block, £.

    Raises:
        ValueError: an amount is negative, or a false block would cost nothing.

    >>> n = napkin(theft=140, honest=60)
    >>> n.miss, n.false_block, round(n.blocks_per_miss, 1), round(n.score, 2)
    (160, 21.0, 7.6, 0.12)
    """
    for name, pounds in (("theft", theft), ("honest", honest), ("false_block_cost", false_block_cost)):
        if not pounds >= 0:
            raise ValueError(f"`{name}` must be £0 or more, not {pounds}. Take a typical payment.")
    false_block = MARGIN * honest + false_block_cost
    if false_block == 0:
        raise ValueError("A false block must cost something; here it costs £0, so one would block everybody.")
    return Napkin(miss=theft + MISS_FEE, false_block=false_block)
