"""The key picture: what each threshold costs, against doing nothing and against the rule."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from course_lib.plots.show import BLUE, INK, ORANGE, describe, new_axes

# A name stays readable where a line runs behind it.
_PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}


def plot_bill_by_threshold(
    bills: pd.Series,
    *,
    nothing: float,
    rule: float,
    at: float | None = None,
    at_name: str = "the napkin",
    ax: Axes | None = None,
) -> Axes:
    """Draw the bill over the thresholds, with two levels to beat and, if wanted, one threshold marked.

    Args:
        bills: £ by threshold, as `bill_by_threshold` gives them.
        nothing: the bill of blocking nobody, £.
        rule: the bill of the written rule, £.
        at: a threshold to mark; the nearest in `bills` is taken.
        at_name: whose threshold that is.

    Raises:
        ValueError: `bills` holds nothing.

    >>> bills = pd.Series([21_000.0, 25_000.0], index=[0.1, 0.5])
    >>> plot_bill_by_threshold(bills, nothing=46_000, rule=32_000, at=0.5).get_title(loc="left")
    'At 0.50 (the napkin) the bill is £25.0k, 19 % above the lowest'
    """
    if bills.empty:
        raise ValueError("The picture needs at least one threshold's bill; here are 0. Give bill_by_threshold(...).")
    ax = new_axes(ax)
    # Half as much again as doing nothing shows where a model is worse than none; more is off the picture.
    top = max(1.5 * nothing, 1.1 * rule)
    ax.set(xlim=(0, 1), ylim=(0, top / 1000))
    ax.locator_params(nbins=5)
    ax.plot(bills.index, bills / 1000, color=BLUE, linewidth=2.5)
    # The curve ends under "block nobody", whose name therefore stands above its line, and the rule's out of its way.
    rule_at, rule_side = (1, "top") if rule < nothing else (0.6, "bottom")
    for level, name, style, colour, right, side in (
        (nothing, "block nobody", ":", INK, 1, "bottom"),
        (rule, "the written rule", "--", ORANGE, rule_at, rule_side),
    ):
        ax.axhline(level / 1000, color=colour, linestyle=style, linewidth=1.5)
        ax.annotate(
            f"{name}: {_pounds(level)}", (right, level / 1000), xytext=(-2, 3 if side == "bottom" else -4),
            textcoords="offset points", ha="right", va=side, color=colour, fontsize=10, bbox=_PAPER,
        )  # fmt: skip
    lowest = bills.idxmin()
    claim = f"The model's lowest bill is {_pounds(bills[lowest])}; {_against(bills[lowest], rule)}"
    ax.plot(lowest, bills[lowest] / 1000, marker="o", markersize=7, color=BLUE)
    ax.annotate(
        f"the model's lowest: {_pounds(bills[lowest])} at {lowest:.2f}", (lowest, bills[lowest] / 1000),
        xytext=(5, -14), textcoords="offset points", ha=_free_side(lowest), va="top", color=BLUE, fontsize=10,
        bbox=_PAPER,
    )  # fmt: skip
    if at is not None:
        marked = bills.index[abs(bills.index - at).argmin()]
        bill = bills[marked]
        claim = f"At {marked:.2f} ({at_name}) the bill is {_pounds(bill)}, {_above(bill, bills[lowest])}"
        # A bill that is off the picture keeps its mark on the upper edge.
        height = min(bill, top) / 1000
        ax.plot([marked, marked], [0, height], color=INK, linewidth=1, zorder=1)
        ax.plot(marked, height, marker="D", markersize=8, color=INK, clip_on=False)
        ax.annotate(
            f" {at_name}: {marked:.2f} ", (marked, 0), xytext=(0, 6), textcoords="offset points",
            ha=_free_side(marked), va="bottom", color=INK, fontsize=10,
        )  # fmt: skip
    alt = (
        f"{claim}. The model's bill is {_pounds(bills.iloc[0])} at threshold {bills.index[0]:.2f}, "
        f"lowest at {lowest:.2f} with {_pounds(bills[lowest])}, "
        f"and {_pounds(bills.iloc[-1])} at {bills.index[-1]:.2f}. "
        f"Blocking nobody costs {_pounds(nothing)}, the written rule {_pounds(rule)}."
    )
    return describe(ax, claim=claim, alt=alt, x="threshold: block at this score or above", y="bill (£ thousand)")


def _free_side(threshold: float) -> str:
    """Where a name beside this threshold starts without leaving the picture."""
    return "left" if threshold < 0.6 else "right"


def _pounds(amount: float) -> str:
    return f"£{amount / 1000:,.1f}k"


def _against(lowest: float, rule: float) -> str:
    return f"the rule costs {_pounds(rule)}" if lowest < rule else f"no threshold beats the rule, {_pounds(rule)}"


def _above(bill: float, lowest: float) -> str:
    if bill == lowest:
        return "the lowest"
    if lowest == 0:
        return "and the lowest is £0"
    percent = 100 * (bill / lowest - 1)
    return f"{percent:.0f} % above the lowest" if percent >= 1 else "less than 1 % above the lowest"
