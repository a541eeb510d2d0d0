"""Free delivery from a basket of some value: whom it reaches and what it costs."""

from __future__ import annotations

from collections.abc import Iterable

DELIVERY_COST = 4
"""What one delivery costs Pebblecart, in £."""


def count_free(baskets: Iterable[float], free_from: float) -> int:
    """How many baskets (in £) get free delivery: those worth `free_from` or more.

    >>> count_free([12, 30, 48], 30)
    2
    """
    return sum(basket >= free_from for basket in baskets)


def cost_of_free(baskets: Iterable[float], free_from: float) -> int:
    """What the free deliveries cost Pebblecart, in £.

    >>> cost_of_free([12, 30, 48], 30)
    8
    """
    return DELIVERY_COST * count_free(baskets, free_from)
