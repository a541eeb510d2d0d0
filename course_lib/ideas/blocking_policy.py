"""What follows from a threshold, the price of a false block and some reviewers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from course_lib.ideas.bill import bill, bill_by_threshold
from course_lib.ideas.four_boxes import FourBoxes, four_boxes
from course_lib.ideas.review_queue import REVIEWS_PER_REVIEWER, scores_after_review
from course_lib.ideas.written_rule import written_rule


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What a blocking policy does.

    Attributes:
        flagged: payments at the threshold or above.
        opened: how many of them a reviewer opens.
        boxes: the four boxes after review.
        bill: £ after review, without the reviewers' wages.
        bills: the bill of every threshold, with the same reviewers and costs, £.
        nothing: the bill of blocking nobody, £.
        rule: the bill of the written rule, without reviewers, £.
    """

    flagged: int
    opened: int
    boxes: FourBoxes
    bill: float
    bills: pd.Series
    nothing: float
    rule: float


def consequence(
    payments: pd.DataFrame, scores: ArrayLike, *, threshold: float, false_block_cost: float, reviewers: int
) -> Consequence:
    """Block the flagged payments, unless a reviewer opens them, riskiest first, and decides correctly.

    Args:
        payments: with `fraud`, `amount` and the written rule's columns; n rows, a 1 % sample.
        scores: the model's fraud scores, 0 to 1, shape (n,).
        threshold: block at this score or above, above 0 and up to 1.
        false_block_cost: the fixed part of a false block, £.
        reviewers: people who open 40 payments a day each.

    Raises:
        ValueError: the threshold, a column, the cost or the reviewers are not what they should be.

    >>> payments = pd.DataFrame({"amount": [140, 60, 60], "fraud": [True, False, False], "new_device": False,
    ...                          "addr_mismatch": False, "account_age_days": 400})
    >>> seen = consequence(payments, [0.9, 0.8, 0.1], threshold=0.5, false_block_cost=12, reviewers=0)
    >>> seen.bill, seen.nothing
    (21.0, 160.0)
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"A threshold lies above 0 and up to 1, not at {threshold}. Try threshold=0.5.")
    fraud, amount = payments["fraud"], payments["amount"]
    reviews = reviewers * REVIEWS_PER_REVIEWER
    reviewed = scores_after_review(scores, fraud, reviews=reviews)
    flagged = int((np.asarray(scores) >= threshold).sum())
    blocked = reviewed >= threshold
    return Consequence(
        flagged=flagged,
        opened=min(reviews, flagged),
        boxes=four_boxes(blocked, fraud),
        bill=bill(blocked, fraud, amount, false_block_cost),
        bills=bill_by_threshold(reviewed, fraud, amount, false_block_cost=false_block_cost),
        nothing=bill(np.zeros(len(payments)), fraud, amount, false_block_cost),
        rule=bill(written_rule(payments), fraud, amount, false_block_cost),
    )
