"""The morning's baskets as bars, and the line from which delivery is free."""

from __future__ import annotations

from matplotlib.axes import Axes

from course_lib.ideas.free_delivery import count_free
from course_lib.plots.show import BLUE, GREY, INK, describe, new_axes


def plot_baskets(baskets: list[int], free_from: float, *, ax: Axes | None = None) -> Axes:
    """Each basket as a bar of its value in £: filled where delivery is free, hollow where the shopper pays.

    >>> plot_baskets([12, 30, 48], 30).get_title(loc="left")
    'From £30 on, 2 of 3 baskets get free delivery'
    """
    ax = new_axes(ax, width=7.6, height=3.2, right=1.35)
    places = range(1, len(baskets) + 1)
    colours = [BLUE if basket >= free_from else "white" for basket in baskets]
    edges = [BLUE if basket >= free_from else GREY for basket in baskets]
    ax.bar(places, baskets, width=0.7, color=colours, edgecolor=edges, linewidth=1.4)
    ax.axhline(free_from, color=INK, linestyle="--", linewidth=1.4)
    beside = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "annotation_clip": False}
    ax.annotate(f"£{free_from:g} and above:\nfree", (1.01, free_from), (0, 3), color=BLUE, va="bottom", **beside)
    ax.annotate("below:\nshopper pays", (1.01, free_from), (0, -3), color="#5A5A5A", va="top", **beside)
    # The scale stays while a slider moves the line: only what changes should move.
    ax.set(xlim=(0.3, len(baskets) + 0.7), ylim=(0, 1.1 * max(baskets)), xticks=[1, *range(5, len(baskets) + 1, 5)])
    claim = f"From £{free_from:g} on, {count_free(baskets, free_from)} of {len(baskets)} baskets get free delivery"
    alt = f"{claim}. Each basket is a bar, in the order they came; they run from £{min(baskets)} to £{max(baskets)}."
    return describe(ax, claim=claim, alt=alt, x="baskets, in the order they came", y="basket (£)")
