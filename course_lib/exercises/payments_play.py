"""Plays of lesson 07: what a learner's threshold or queue does to payments that nobody has seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from course_lib.datasets.payments import PAYMENT_FEATURES, make_payments
from course_lib.ideas.bill import bill, bill_by_threshold
from course_lib.ideas.review_queue import REVIEWS_PER_REVIEWER, review_queue

TRAIN_SEED, TEST_SEED, LATER_SEED = 41, 42, 43
"""The lesson's draws: its payments come in near the middle of forty such pairs in every figure it names."""
COSTS = (12.0, 60.0, 120.0)
"""£ for the fixed part of a false block, at which a threshold is tried in practice."""
_PLAYS, _ROWS = 5, 50_000
"""As many payments as it takes for a decision's score to vary by about ±0.015 between seeds."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Payments with the course's own model's scores."""

    scores: np.ndarray
    fraud: np.ndarray
    amount: np.ndarray


@dataclass(frozen=True, eq=False)
class Play:
    """A threshold is chosen on `past` at a cost, and pays off on `future`."""

    past: Scored
    future: Scored
    cost: float


@cache
def lesson_payments() -> Scored:
    """The payments of the lesson, which its model has not seen."""
    return _scored(TEST_SEED, 20_000)


@cache
def practice_plays() -> tuple[Play, ...]:
    """Chosen on the lesson's payments and played on others of the same size, at three costs."""
    later = _scored(LATER_SEED, 20_000)
    return tuple(Play(lesson_payments(), later, cost) for cost in COSTS)


@cache
def fresh_plays(seed: int) -> tuple[Play, ...]:
    """Payments of another past and future for each play, at costs near the lesson's, all drawn from the seed."""
    rng = np.random.default_rng([seed, 7])
    seeds = rng.integers(1_000, 2**31, size=(_PLAYS, 2)).tolist()
    costs = [(rng.uniform(8, 20), rng.uniform(45, 75), rng.uniform(100, 140)) for _ in range(_PLAYS)]
    draws = [(_scored(past, _ROWS), _scored(future, _ROWS)) for past, future in seeds]
    return tuple(Play(*draw, round(cost, 1)) for draw, three in zip(draws, costs, strict=True) for cost in three)


def saved_share(plays: tuple[Play, ...], thresholds: list[float]) -> float:
    """Of the money that the best threshold would have saved against blocking nobody, the share these saved."""
    saved = possible = 0.0
    for play, threshold in zip(plays, thresholds, strict=True):
        future = play.future
        nothing = _nothing(future)
        saved += nothing - bill(future.scores >= threshold, future.fraud, future.amount, play.cost)
        possible += nothing - _bills(future, play.cost).min()
    return saved / possible


def dearest(play: Play) -> float:
    """The past's most expensive threshold."""
    return float(_bills(play.past, play.cost).idxmax())


@cache
def most_accurate(play: Play) -> float:
    """The threshold with the fewest mistakes in the past, whatever they cost."""
    past = play.past
    # With every payment at £0, a false block at £20 costs what a miss costs: the bill counts mistakes.
    return float(bill_by_threshold(past.scores, past.fraud, np.zeros_like(past.amount), false_block_cost=20).idxmin())


def fresh_payments(seed: int) -> tuple[Scored, ...]:
    """The payments that queues are played on."""
    return tuple({id(play.future): play.future for play in fresh_plays(seed)}.values())


def recovered(draws: tuple[Scored, ...], order: Callable[[Scored], np.ndarray]) -> float:
    """£ recovered when one reviewer opens each draw's payments in the order of the numbers that `order` gives."""
    total = 0.0
    for draw in draws:
        reviews = REVIEWS_PER_REVIEWER * len(draw.fraud) // 20_000
        total += float(review_queue(order(draw), draw.fraud, draw.amount, reviews=reviews)["recovered"].iloc[-1])
    return total


_QUEUES = {
    "arrival": lambda draw: -np.arange(len(draw.scores)),
    "best": lambda draw: draw.scores * (draw.amount + 20),
    "by score": lambda draw: draw.scores,
    "by amount": lambda draw: draw.amount,
}
"""Orders that a learner's queue is compared with."""


@cache
def recovered_by(queue: str, draws: tuple[Scored, ...]) -> float:
    """£ recovered by one of `_QUEUES`: the same for every learner, so it is counted once."""
    return recovered(draws, _QUEUES[queue])


@cache
def _nothing(scored: Scored) -> float:
    """£ when nobody is blocked: there are no false blocks then, so their cost does not matter."""
    return bill(np.zeros(len(scored.fraud)), scored.fraud, scored.amount)


@cache
def _bills(scored: Scored, cost: float) -> pd.Series:
    return bill_by_threshold(scored.scores, scored.fraud, scored.amount, false_block_cost=cost)


@cache
def _model():
    from sklearn.ensemble import HistGradientBoostingClassifier

    train = make_payments(20_000, seed=TRAIN_SEED)
    model = HistGradientBoostingClassifier(max_depth=3, learning_rate=0.05, random_state=0)
    return model.fit(train[PAYMENT_FEATURES], train["fraud"])


def _scored(seed: int, n: int) -> Scored:
    payments = make_payments(n, seed=seed)
    scores = _model().predict_proba(payments[PAYMENT_FEATURES])[:, 1]
    return Scored(scores, payments["fraud"].to_numpy(), payments["amount"].to_numpy())
