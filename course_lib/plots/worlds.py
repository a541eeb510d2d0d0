"""What each approach saves in each of three worlds."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from course_lib.plots.show import BLUE, GREEN, GREY, INK, ORANGE, describe, new_axes

# Colour, marker, and a place within the row, so that near costs do not hide each other.
_LOOKS = {"rule": (ORANGE, "s", -0.27), "model": (BLUE, "o", 0.0), "hybrid": (GREEN, "^", 0.27)}


def plot_worlds(costs: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw a row a world and a marker an approach, each cost as a share of doing nothing.

    The worlds differ in size, so pounds would hide the small one. It shows which approach is
    cheapest: show it after the learner has chosen.

    Args:
        costs: from `play_worlds`.
        ax: axes to draw on; new ones if None.

    >>> costs = pd.DataFrame({"nothing": [10, 10], "rule": [1, 9], "model": [5, 3], "hybrid": [2, 4]}, index=["a", "b"])
    >>> plot_worlds(costs).get_title(loc="left")
    'Cheapest in a: rule; in b: model'
    """
    ax = new_axes(ax, height=1.3 + len(costs))
    shares = 100 * costs[list(_LOOKS)].div(costs.nothing, axis=0)
    for place, (world, row) in enumerate(shares.iterrows()):
        for name, (colour, marker, offset) in _LOOKS.items():
            ax.plot(row[name], place + offset, marker=marker, markersize=9, color=colour)
            # To the left of its marker where a label would cross the line of doing nothing.
            shift, side = ((-9, 0), "right") if 70 < row[name] < 100 else ((9, 0), "left")
            ax.annotate(
                f"{name} £{costs.at[world, name] / 1_000:,.0f}k",
                (row[name], place + offset),
                shift,
                textcoords="offset points",
                ha=side,
                va="center",
                color=colour,
            )
        ax.axhline(place + 0.5, color=GREY, linewidth=0.5)
    ax.axvline(100, color=GREY, linestyle="--")
    ax.annotate("doing nothing", (100, -0.75), (4, 0), textcoords="offset points", va="center", color=INK)
    ax.set(ylim=(len(costs) - 0.5, -0.95), xlim=(0, max(125, 25 + shares.to_numpy().max())))
    ax.set_yticks(range(len(costs)), costs.index)
    ax.xaxis.set_major_formatter("{x:.0f} %")
    cheapest = shares.idxmin(axis=1)
    claim = "Cheapest in " + "; in ".join(f"{world}: {name}" for world, name in cheapest.items())
    listed = "; ".join(
        f"{world}: " + ", ".join(f"{name} £{row[name]:,.0f}" for name in ("nothing", *_LOOKS))
        for world, row in costs.iterrows()
    )
    return describe(
        ax,
        claim=claim,
        alt=f"Dot chart. {claim}. Cost over two years, {listed}.",
        x="cost over two years (% of the cost of doing nothing)",
        y="world",
    )
