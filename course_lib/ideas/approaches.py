"""Nothing, a rule and a model on the same payments: whom each stops, and the bill."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from course_lib.ideas.bill import FALSE_BLOCK_COST, bill
from course_lib.ideas.four_boxes import four_boxes


def stop_riskiest(scores: ArrayLike, *, how_many: int) -> np.ndarray:
    """Mark the `how_many` payments with the highest scores.

    A model gives scores and no decision. Letting it stop as many payments as the rule does
    compares the two without choosing a threshold.

    Args:
        scores: one number a payment, higher means riskier.
        how_many: payments to stop, 0 to all.

    Returns:
        True for each payment to stop; among equal scores the earlier payment is stopped.

    Raises:
        ValueError: if `how_many` is more than there are, or negative.

    >>> stop_riskiest([0.1, 0.9, 0.4], how_many=2).tolist()
    [False, True, True]
    """
    scores = np.asarray(scores, dtype=float)
    if not 0 <= how_many <= len(scores):
        raise ValueError(f"You can stop 0 to {len(scores)} payments, not {how_many}. Choose a number in between.")
    stopped = np.zeros(len(scores), dtype=bool)
    stopped[np.argsort(-scores, kind="stable")[:how_many]] = True
    return stopped


def compare_approaches(
    stops: Mapping[str, ArrayLike],
    *,
    fraud: ArrayLike,
    amount: ArrayLike,
    false_block_cost: float = FALSE_BLOCK_COST,
) -> pd.DataFrame:
    """Count what each approach does to the same payments, and what its mistakes cost.

    Args:
        stops: approach → True for each payment that it stops, shape (n,).
        fraud: True where it was theft, shape (n,).
        amount: £, shape (n,).
        false_block_cost: the fixed part of a false block, £.

    Returns:
        One row an approach (the index): `stopped`, `caught`, `missed`, `honest_stopped` (payments),
        and `bill` (£, as `bill` adds it up).

    Raises:
        ValueError: if an approach has not one decision a payment.

    >>> compare_approaches(
    ...     {"nothing": [False] * 3, "rule": [True, True, False]},
    ...     fraud=[True, False, True], amount=[140, 40, 70],
    ... )
             stopped  caught  missed  honest_stopped   bill
    nothing        0       0       2               0  250.0
    rule           2       1       1               1  108.0
    """
    rows = {}
    for approach, stopped in stops.items():
        boxes = four_boxes(stopped, fraud)
        rows[approach] = {
            "stopped": boxes.stopped,
            "caught": boxes.caught,
            "missed": boxes.missed,
            "honest_stopped": boxes.honest_stopped,
            "bill": bill(stopped, fraud, amount, false_block_cost),
        }
    return pd.DataFrame.from_dict(rows, orient="index")
