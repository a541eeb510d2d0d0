"""The morning's baskets as dots, and the line from which delivery is free."""

from __future__ import annotations

from matplotlib.axes import Axes

from course_lib.ideas.free_delivery import count_free
from course_lib.plots.show import BLUE, GREY, INK, describe, new_axes


def plot_baskets(baskets: list[int], free_from: float, *, ax: Axes | None = None) -> Axes:
    """Each basket as a dot at its value in £: filled where delivery is free, hollow where the shopper pays.

    >>> plot_baskets([12, 30, 48], 30).get_title(loc="left")
    'From £30 on, 2 of 3 baskets get free delivery'
    """
    ax = new_axes(ax, width=7, height=2.6)
    free = [basket >= free_from for basket in baskets]
    heights = _stacked(baskets)
    for wanted, face, edge in ((True, BLUE, BLUE), (False, "white", GREY)):
        chosen = [(x, y) for x, y, is_free in zip(baskets, heights, free, strict=True) if is_free is wanted]
        ax.scatter(*zip(*chosen, strict=True) if chosen else ([], []), s=70, facecolor=face, edgecolor=edge, linewidth=1.6, zorder=3)
    top = max(heights) + 2.2
    ax.axvline(free_from, color=INK, linestyle="--", linewidth=1.4)
    ax.text(free_from + 1, top - 0.9, "free →", ha="left", color=BLUE, fontweight="bold")
    if free_from >= 20:  # further left there is no room for the words
        ax.text(free_from - 1, top - 0.9, "← shopper pays", ha="right", color="#5A5A5A")
    ax.set_ylim(0.2, top)
    ax.set_xlim(0, max(*baskets, free_from) + 10)
    ax.set_yticks(range(1, max(heights) + 1))
    claim = f"From £{free_from:g} on, {count_free(baskets, free_from)} of {len(baskets)} baskets get free delivery"
    return describe(ax, claim=claim, alt=f"{claim}. The baskets run from £{min(baskets)} to £{max(baskets)}.", x="basket (£)", y="baskets")


def _stacked(baskets: list[int]) -> list[int]:
    """Heights that pile dots of about the same value on each other."""
    seen: dict[int, int] = {}
    heights = []
    for basket in baskets:
        seen[basket // 4] = seen.get(basket // 4, 0) + 1
        heights.append(seen[basket // 4])
    return heights
