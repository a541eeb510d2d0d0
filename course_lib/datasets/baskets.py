"""A morning's baskets at Pebblecart: the smallest data set of the course."""

from __future__ import annotations

import numpy as np


def make_baskets(n: int = 20, *, seed: int) -> list[int]:
    """The value of each of `n` baskets, in whole £, in the order in which they came.

    Raises:
        ValueError: `n` is below 1.

    >>> make_baskets(5, seed=3)
    [92, 6, 35, 19, 21]
    """
    if n < 1:
        raise ValueError(f"A morning has at least 1 basket; n is {n}. Ask for 1 or more.")
    values = np.exp(np.random.default_rng(seed).normal(3.3, 0.6, n))
    return [int(value) for value in values.round()]
