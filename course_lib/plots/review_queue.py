"""Same reviewers, another order: what each queue recovers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from course_lib.plots.show import BLUE, GREEN, INK, ORANGE, describe, new_axes

_LOOKS = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (INK, ":"))


def plot_review_queue(queues: Mapping[str, pd.DataFrame], *, ax: Axes | None = None) -> Axes:
    """Draw the £ recovered against the payments opened, a line a queue.

    Args:
        queues: what orders the queue → its `review_queue` table, up to four, with the same reviews.

    Raises:
        ValueError: no queue, more than four, or tables of different lengths.

    >>> table = pd.DataFrame({"recovered": [0, 160]}, index=pd.RangeIndex(2, name="opened"))
    >>> plot_review_queue({"by amount": table / 2, "by score": table}).get_title(loc="left")
    'With 1 review, the queue by score recovers the most: £0.2k'
    """
    if not 1 <= len(queues) <= len(_LOOKS):
        raise ValueError(f"The picture holds 1 to {len(_LOOKS)} queues, not {len(queues)}. Leave some out.")
    lengths = {name: len(table) - 1 for name, table in queues.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"Queues compare at equally many reviews; these have {lengths}. Give all the same.")
    ax = new_axes(ax, width=8)
    for (name, table), (colour, style) in zip(queues.items(), _LOOKS, strict=False):
        ax.plot(table.index, table["recovered"] / 1000, color=colour, linestyle=style, linewidth=2, label=name)
    ends = {name: float(table["recovered"].iloc[-1]) for name, table in queues.items()}
    order = sorted(ends, key=ends.get)
    gap = 0.07 * max(ends.values())
    height = -np.inf
    for name in order:
        # Ends that nearly meet would print one name over the other.
        height = max(ends[name], height + gap)
        colour = _LOOKS[list(queues).index(name)][0]
        ax.annotate(
            f"{name}: {_pounds(ends[name])}", (1.01, height / 1000), xycoords=("axes fraction", "data"),
            va="center", color=colour, fontsize=10,
        )  # fmt: skip
    best, reviews = order[-1], lengths[order[-1]]
    claim = f"With {reviews:,} review{'s' * (reviews != 1)}, the queue {best} recovers the most: {_pounds(ends[best])}"
    listed = "; ".join(f"{name} {_pounds(ends[name])}" for name in reversed(order))
    ax.set_xlim(0, reviews)
    ax.set_ylim(0, 1.15 * max(ends.values()) / 1000 or 1)
    alt = f"{claim}. Recovered: {listed}."
    return describe(ax, claim=claim, alt=alt, x="payments opened, first to last", y="recovered (£ thousand)")


def _pounds(amount: float) -> str:
    return f"£{amount / 1000:,.1f}k"
