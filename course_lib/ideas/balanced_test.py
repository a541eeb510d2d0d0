"""The test that flatters: as many thefts as honest payments."""

from __future__ import annotations

import numpy as np
import pandas as pd


def balanced_test(payments: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Keep every theft and as many honest payments, drawn at random, in the table's order.

    Vendors test like this; shops do not live like this.

    Args:
        payments: with `fraud`, True where it was theft.
        seed: the same seed keeps the same honest payments.

    Raises:
        ValueError: there is no theft, or more thefts than honest payments.

    >>> payments = pd.DataFrame({"amount": [9, 140, 60, 25], "fraud": [False, True, False, False]})
    >>> balanced_test(payments, seed=1)["fraud"].tolist()
    [True, False]
    """
    fraud = payments["fraud"].to_numpy(dtype=bool)
    thefts, honest = np.flatnonzero(fraud), np.flatnonzero(~fraud)
    if not 0 < len(thefts) <= len(honest):
        raise ValueError(
            f"A balanced test needs a theft and as many honest payments; here are {len(thefts)} thefts "
            f"and {len(honest)} honest payments. Give a larger table."
        )
    kept = np.random.default_rng(seed).choice(honest, len(thefts), replace=False)
    return payments.iloc[np.sort(np.r_[thefts, kept])]
