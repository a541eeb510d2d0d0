"""Three models, each beside the baseline its maker chose; one may have beaten only a straw baseline."""

from __future__ import annotations

import numpy as np
import pandas as pd

DECISIONS = ("returns", "sellers", "reviews")
"""What the three models decide: accept this return, this new seller, this product review?"""


def models_and_baselines(*, seed: int) -> pd.DataFrame:
    """Draw a table whose flaw, if there is one, follows from its counts.

    A baseline is one answer for all. It is a straw baseline when the other answer would be wrong
    less often, and the claim built on it is empty when that other answer is also better than the model.
    In three draws of four one row is so. One row always has a straw baseline and a model that beats
    the better one too, so the baseline's name gives nothing away.

    Args:
        seed: draws the counts and which row is which.

    Returns:
        One row a model: `model` (what it decides), `cases`, `accepted` (cases that should be
        accepted), `baseline` ("always accept" or "always refuse"), and how often each was wrong:
        `baseline_wrong`, `model_wrong` (cases).

    >>> models_and_baselines(seed=3)
         model  cases  accepted       baseline  baseline_wrong  model_wrong
    0  returns   3100      2015  always accept            1085          683
    1  sellers   6800      6297  always refuse            6297          664
    2  reviews   2100       146  always accept            1954           48
    """
    rng = np.random.default_rng(seed)
    kinds = ["fair", "straw but good", "straw" if rng.random() < 0.75 else "fair"]
    rng.shuffle(kinds)
    return pd.DataFrame([{"model": model, **_row(kind, rng)} for model, kind in zip(DECISIONS, kinds, strict=True)])


def _row(kind: str, rng: np.random.Generator) -> dict:
    cases = int(rng.integers(20, 81)) * 100
    # A fair baseline is beaten where both answers are common: there the model errs most, and honestly.
    rarer = rng.uniform(0.28, 0.40) if kind == "fair" else rng.uniform(0.05, 0.10)
    beaten_to = {"fair": (0.5, 0.8), "straw but good": (0.2, 0.5), "straw": (1.1, 1.4)}[kind]
    few = round(cases * rarer)
    refusing_is_rare = rng.random() < 0.5
    says_common = kind == "fair"
    return {
        "cases": cases,
        "accepted": cases - few if refusing_is_rare else few,
        "baseline": "always accept" if says_common == refusing_is_rare else "always refuse",
        "baseline_wrong": few if says_common else cases - few,
        "model_wrong": round(few * rng.uniform(*beaten_to)),
    }
