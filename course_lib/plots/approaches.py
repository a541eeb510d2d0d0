"""The bill of each approach to the same payments."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from course_lib.plots.show import BLUE, INK, describe, new_axes

LIGHT = "#CFCFCF"
"""A grey on which dark figures are read."""


def plot_approaches(compared: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw one bar an approach, in £, with what it caught and whom it stopped beside it.

    Args:
        compared: from `compare_approaches`.
        ax: axes to draw on; new ones if None.

    >>> compared = pd.DataFrame({"caught": [0, 93], "honest_stopped": [0, 231], "bill": [46e3, 32e3]}, index=["nothing", "rule"])
    >>> plot_approaches(compared).get_title(loc="left")
    'The smallest bill here: rule, £14,000 below nothing'
    """
    names = 0.55 + 0.09 * max(len(name) for name in compared.index)
    ax = new_axes(ax, width=5.8 + names, height=1.2 + 0.6 * len(compared), left=names)
    ordered = compared.sort_values("bill", ascending=False, kind="stable")
    cheapest, second = ordered.iloc[-1], ordered.iloc[-2]
    colours = [BLUE if name == cheapest.name else LIGHT for name in ordered.index]
    bars = ax.barh(ordered.index, ordered.bill, color=colours, height=0.6)
    for bar, (name, row) in zip(bars, ordered.iterrows(), strict=True):
        inside = "white" if name == cheapest.name else INK
        for text, at, colour in ((f"£{row.bill:,.0f}", 0, inside), (_people(row), row.bill, INK)):
            ax.annotate(text, (at, bar.get_y() + 0.3), (6, 0), textcoords="offset points", va="center", color=colour)
    ax.set_xlim(0, 2 * ordered.bill.max())  # the bars on the left, their people on the right
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(lambda pounds, _: f"{pounds / 1_000:,.0f}")
    claim = f"The smallest bill here: {cheapest.name}, £{second.bill - cheapest.bill:,.0f} below {second.name}"
    listed = "; ".join(f"{name} £{row.bill:,.0f}, {_people(row)}" for name, row in ordered.iterrows())
    return describe(
        ax,
        claim=claim,
        alt=f"Bar chart. {claim}. {listed}.",
        x="bill for missed thefts and stopped honest people (£ thousand)",
        y="approach",
    )


def _people(row: pd.Series) -> str:
    return f"{row.caught:,.0f} thefts caught, {row.honest_stopped:,.0f} honest stopped"
