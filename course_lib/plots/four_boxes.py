"""The four boxes in words, before anybody says "confusion matrix"."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_lib.ideas.four_boxes import FourBoxes
from course_lib.plots.show import BLUE, INK, ORANGE, describe, new_axes


def plot_four_boxes(boxes: FourBoxes, *, ax: Axes | None = None) -> Axes:
    """Draw the four counts as boxes; the two mistakes are hatched and say so.

    >>> boxes = FourBoxes(caught=36, missed=30, honest_stopped=64, left_alone=9_870)
    >>> plot_four_boxes(boxes).get_title(loc="left")
    'Of every 100 payments we stop, 64 are honest'
    """
    ax = new_axes(ax, width=6.5, height=4, left=1.05)
    for column, row, count, words, mistake in (
        (0, 1, boxes.caught, "thefts caught", False),
        (1, 1, boxes.missed, "thefts missed", True),
        (0, 0, boxes.honest_stopped, "honest people stopped", True),
        (1, 0, boxes.left_alone, "honest people left alone", False),
    ):
        colour = ORANGE if mistake else BLUE
        ax.add_patch(Rectangle((column, row), 1, 1, facecolor=colour, alpha=0.1))
        if mistake:
            ax.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=colour, alpha=0.3, hatch="//"))
        ax.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor="white", linewidth=6))
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        verdict = "mistake" if mistake else "right"
        for height, text, size in ((0.64, f"{count:,}", 20), (0.38, words, 11), (0.18, verdict, 10)):
            ax.text(column + 0.5, row + height, text, ha="center", va="center", fontsize=size, color=INK, bbox=paper)
    ax.set(xlim=(0, 2), ylim=(0, 2), xticks=(0.5, 1.5), yticks=(0.5, 1.5))
    ax.set_xticklabels([f"stopped: {boxes.stopped:,}", f"let through: {boxes.missed + boxes.left_alone:,}"])
    ax.set_yticklabels([f"honest:\n{boxes.honest_stopped + boxes.left_alone:,}", f"theft:\n{boxes.thefts:,}"])
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    if boxes.stopped:
        claim = f"Of every 100 payments we stop, {100 * boxes.honest_stopped / boxes.stopped:.0f} are honest"
    else:
        claim = f"We stop nobody, and all {boxes.thefts:,} thefts go through"
    alt = (
        f"{claim}. Four boxes: {boxes.caught:,} thefts caught, {boxes.missed:,} thefts missed, "
        f"{boxes.honest_stopped:,} honest people stopped, {boxes.left_alone:,} left alone."
    )
    return describe(ax, claim=claim, alt=alt, x="what we did (payments)", y="what it was (payments)")
