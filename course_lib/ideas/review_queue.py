"""What reviewers can save when they open some payments and not others."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from course_lib.ideas.bill import MISS_FEE
from course_lib.ideas.columns import columns

REVIEWS_PER_REVIEWER = 72
"""Rows that one reviewer opens: 40 payments a day for 180 days, in a table that is a 1 % sample."""


def review_queue(priority: ArrayLike, fraud: ArrayLike, amount: ArrayLike, *, reviews: int) -> pd.DataFrame:
    """Open the payments of highest priority, one by one, and count what is saved.

    A reviewer decides correctly: each theft opened saves its amount + £20.

    Args:
        priority: the higher, the earlier it is opened; equals keep the table's order; shape (n,).
        fraud: True where it was theft, shape (n,).
        amount: £, shape (n,).
        reviews: how many payments can be opened, 0 to n.

    Returns:
        `thefts` found and £ `recovered` so far, indexed by payments `opened`, 0 to `reviews`.

    Raises:
        ValueError: a column is not what it should be, or `reviews` lies outside 0 to n.

    >>> review_queue([1, 3, 2], [True, True, False], [50, 140, 60], reviews=3).iloc[-1].to_dict()
    {'thefts': 2.0, 'recovered': 230.0}
    """
    priority, fraud, amount = columns(priority=priority, fraud=fraud, amount=amount)
    opened = _first(priority, reviews)
    return pd.DataFrame(
        {
            "thefts": np.cumsum(np.r_[0, fraud[opened]]),
            "recovered": np.cumsum(np.r_[0.0, ((amount + MISS_FEE) * fraud)[opened]]).round(2),
        },
        index=pd.RangeIndex(reviews + 1, name="opened"),
    )


def scores_after_review(scores: ArrayLike, fraud: ArrayLike, *, reviews: int) -> np.ndarray:
    """The scores once reviewers have opened the riskiest payments and freed the honest ones (score 0).

    Of the payments above any threshold, the riskiest are the riskiest of all, so one answer serves
    every threshold.

    Args:
        scores: the model's fraud scores, 0 to 1, shape (n,).
        fraud: True where it was theft, shape (n,).
        reviews: how many payments can be opened; any beyond the table are not needed.

    Raises:
        ValueError: a column is not what it should be, or `reviews` is negative.

    >>> scores_after_review([0.9, 0.8, 0.7], [True, False, False], reviews=2)
    array([0.9, 0. , 0.7])
    """
    scores, fraud = columns(scores=scores, fraud=fraud)
    opened = _first(scores, min(reviews, len(scores)))
    scores[opened[~fraud[opened]]] = 0
    return scores


def _first(priority: np.ndarray, reviews: int) -> np.ndarray:
    """The places of the `reviews` highest priorities, highest first."""
    if not 0 <= reviews <= len(priority):
        raise ValueError(f"Reviewers can open 0 to {len(priority)} payments, not {reviews}.")
    if reviews == 0:
        return np.empty(0, dtype=int)
    # Sorting only what may be opened: a tenth of the time when reviewers see few of many payments.
    last = np.partition(priority, -reviews)[-reviews]
    within = np.flatnonzero(priority >= last)
    return within[np.argsort(-priority[within], kind="stable")][:reviews]
