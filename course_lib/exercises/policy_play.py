"""Plays of lesson 03: a written rule on returns that nobody has seen, and one choice a world over two years."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from course_lib.datasets.returns import make_returns

# The ideas that fit trees are imported where they are used: scikit-learn would slow every lesson's first check.

DECISIONS, ERROR_COST = 40_000, 15
"""Returns decided in two years, and £ for one of them decided wrongly."""
WORLDS = ("returns", "payments", "listings")
APPROACHES = ("rule", "model", "hybrid")
_WORLDS_SEED, _RETURNS_SEED, _ROWS = 1, 3, 10_000


@cache
def practice_returns() -> tuple[pd.DataFrame, ...]:
    """The 10,000 returns that a rule is tried on in the lesson."""
    return (_with_limit(make_returns(_ROWS, seed=_RETURNS_SEED)),)


@cache
def fresh_returns(seed: int) -> tuple[pd.DataFrame, ...]:
    """Three draws of other returns."""
    seeds = np.random.default_rng([seed, 31]).integers(1_000, 2**31, size=3).tolist()
    return tuple(_with_limit(make_returns(_ROWS, seed=one)) for one in seeds)


def _with_limit(returns: pd.DataFrame) -> pd.DataFrame:
    """The same returns, twenty of them opened items of exactly £50: prices drawn by chance hardly ever meet the limit."""
    kept = returns.index[returns["opened"] & ~returns["final_sale"] & (returns["days_since_delivery"] <= 30)][:20]
    returns.loc[kept, ["price", "eligible"]] = [50.0, True]
    return returns


@cache
def wrong_after(examples: int) -> float:
    """Wrong decisions in 10,000 of a model that learned from so many examples: the lesson's curve at that place."""
    from course_lib.ideas.error_by_examples import error_by_examples

    curve = error_by_examples(make_returns, label="eligible", sizes=(examples,), seeds=range(100, 150))
    return float(curve["wrong_per_10k"].iloc[0])


def in_pounds(wrong_per_10k: float) -> float:
    """What so many wrong decisions in 10,000 cost over two years, £.

    >>> in_pounds(100)
    6000.0
    """
    return float(wrong_per_10k * DECISIONS / 10_000 * ERROR_COST)


@cache
def practice_worlds() -> tuple[pd.DataFrame, ...]:
    """The three worlds with the volumes and prices that the lesson shows."""
    return (_world_costs(_WORLDS_SEED),)


@cache
def fresh_worlds(seed: int) -> tuple[pd.DataFrame, ...]:
    """Five redraws of volumes, prices, examples and cases."""
    seeds = np.random.default_rng([seed, 32]).integers(1_000, 2**31, size=5).tolist()
    return tuple(_world_costs(one) for one in seeds)


def saved_share(plays: tuple[pd.DataFrame, ...], choices: Mapping[str, str]) -> float:
    """Of what the best choice saves in each world against doing nothing, the share these save: the mean of all worlds.

    >>> costs = pd.DataFrame({"nothing": [9.0], "rule": [1.0], "model": [5.0], "hybrid": [7.0]}, index=["returns"])
    >>> saved_share((costs,), {"returns": "model"})
    0.5
    """
    shares = []
    for costs in plays:
        for world, choice in choices.items():
            row = costs.loc[world]
            best = row[list(APPROACHES)].min()
            shares.append((row["nothing"] - row[choice]) / (row["nothing"] - best))
    return float(np.mean(shares))


def _world_costs(seed: int) -> pd.DataFrame:
    from course_lib.ideas.three_worlds import play_worlds

    return play_worlds(seed=seed)
