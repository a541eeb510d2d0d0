"""The picture of rarity: every payment a dot, the thefts marked."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_lib.ideas.columns import columns
from course_lib.plots.show import GREY, ORANGE, describe, new_axes

ACROSS = 200
"""Dots in a line of the picture."""


def plot_rarity(fraud: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw each payment as a grey dot and each theft as a cross.

    Args:
        fraud: True where it was theft, shape (n,).

    Raises:
        ValueError: `fraud` holds anything but True and False, or no theft.

    >>> plot_rarity([True] + [False] * 49).get_title(loc="left")
    '1 of 50 payments is a theft: 1 in 50'
    """
    (fraud,) = columns(fraud=fraud)
    payments, thefts = len(fraud), int(fraud.sum())
    if not thefts:
        raise ValueError(f"The picture marks thefts; among {payments} payments there is none. Draw more payments.")
    ax = new_axes(ax, width=8, height=5, left=0.95)
    line, place = np.divmod(np.arange(payments), ACROSS)
    top = line * ACROSS
    ax.plot(place[~fraud], top[~fraud], ".", markersize=2, color=GREY, markeredgewidth=0)
    ax.plot(place[fraud], top[fraud], "x", markersize=4.7, color=ORANGE, markeredgewidth=1.4)
    ax.set(xlim=(-2, ACROSS + 1), ylim=(top.max() + ACROSS, -ACROSS))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    are_thefts = "is a theft" if thefts == 1 else "are thefts"
    claim = f"{thefts:,} of {payments:,} payments {are_thefts}: 1 in {payments / thefts:.0f}"
    alt = f"{claim}. Each payment is a grey dot; the thefts are orange crosses, few and scattered among the dots."
    return describe(
        ax,
        claim=claim,
        alt=alt,
        x=f"payments side by side, {ACROSS} a line  (grey dot: honest; orange ×: theft)",
        y="payments counted so far",
    )
