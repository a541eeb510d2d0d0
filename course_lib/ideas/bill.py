"""What two kinds of mistake cost: thefts let through and honest people blocked."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from course_lib.ideas.columns import columns

MISS_FEE = 20
"""£ that the bank charges for a theft, on top of the amount."""

MARGIN = 0.15
"""The share of an honest payment that we would have earned."""

FALSE_BLOCK_COST = 12
"""£ of support and goodwill lost with each honest person blocked: the CFO's guess."""

THRESHOLDS = np.arange(1, 100) / 100
"""The thresholds worth comparing: 0.01 to 0.99."""


def bill(flags: ArrayLike, fraud: ArrayLike, amount: ArrayLike, false_block_cost: float = FALSE_BLOCK_COST) -> float:
    """Add up the cost of blocking the flagged payments and letting the rest through, in £ and pence.

    A missed theft costs its amount + £20. An honest payment blocked costs 15 % of its amount
    + `false_block_cost`. The two right decisions cost nothing.

    Args:
        flags: True where a payment is blocked, shape (n,).
        fraud: True where it was theft, shape (n,).
        amount: £, shape (n,).
        false_block_cost: the fixed part of a false block, £.

    Raises:
        ValueError: a column or the cost is not what it should be.

    >>> bill([True, False, False], [False, True, False], amount=[40, 140, 60])
    178.0
    """
    flags, fraud, amount = columns(flags=flags, fraud=fraud, amount=amount)
    _refuse_negative(false_block_cost)
    missed = (amount[fraud & ~flags] + MISS_FEE).sum()
    wrongly_blocked = (MARGIN * amount[flags & ~fraud] + false_block_cost).sum()
    return round(float(missed + wrongly_blocked), 2)


def bill_by_threshold(
    scores: ArrayLike, fraud: ArrayLike, amount: ArrayLike, *, false_block_cost: float = FALSE_BLOCK_COST
) -> pd.Series:
    """The bill of blocking `scores >= threshold`, for each of `THRESHOLDS`, in one pass.

    Args:
        scores: the model's fraud scores, 0 to 1, shape (n,).
        fraud, amount, false_block_cost: as for `bill`.

    Returns:
        £ by threshold, shape (99,).

    Raises:
        ValueError: a column or the cost is not what it should be.

    >>> bills = bill_by_threshold([0.9, 0.3], [True, False], [140, 60], false_block_cost=12)
    >>> bills[[0.3, 0.31, 0.91]].tolist()
    [21.0, 0.0, 160.0]
    """
    scores, fraud, amount = columns(scores=scores, fraud=fraud, amount=amount)
    _refuse_negative(false_block_cost)
    # Start with all payments blocked; a payment is freed at the first threshold above its score.
    false_blocks = np.where(fraud, 0, MARGIN * amount + false_block_cost)
    freed_at = np.searchsorted(THRESHOLDS, scores, side="right")
    changes = np.bincount(
        freed_at, weights=np.where(fraud, amount + MISS_FEE, -false_blocks), minlength=len(THRESHOLDS)
    )
    bills = false_blocks.sum() + np.cumsum(changes)[: len(THRESHOLDS)]
    return pd.Series(bills.round(2), index=pd.Index(THRESHOLDS, name="threshold"), name="bill")


def _refuse_negative(false_block_cost: float) -> None:
    if not false_block_cost >= 0:
        raise ValueError(f"A false block costs £0 or more, not {false_block_cost}. The CFO's guess is 12.")
