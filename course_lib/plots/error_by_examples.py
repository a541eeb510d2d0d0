"""Wrong decisions by number of examples, beside the policy that makes none."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from course_lib.plots.show import BLUE, INK, ORANGE, describe, new_axes


def plot_error_by_examples(errors: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the model's wrong decisions falling towards the flat line of the written policy.

    Args:
        errors: from `error_by_examples`; the bars reach from its fewest to its most.
        ax: axes to draw on; new ones if None.

    >>> row = {"examples": [100, 1_000], "wrong_per_10k": [350, 30], "fewest": [200, 10], "most": [600, 50]}
    >>> plot_error_by_examples(pd.DataFrame(row)).get_title(loc="left")
    'With more examples, 350 errors become 30; the policy makes none'
    """
    ax = new_axes(ax)
    x, y = errors.examples, errors.wrong_per_10k
    ax.errorbar(
        x, y, yerr=[y - errors.fewest, errors.most - y], color=BLUE, marker="o", linewidth=2, elinewidth=1, capsize=3
    )
    ax.axhline(0, color=ORANGE, linestyle="--", linewidth=2)
    for examples, wrong in zip(x, y, strict=True):
        ax.annotate(f"{_wrong(wrong)}", (examples, wrong), (6, 8), textcoords="offset points", color=INK)
    ax.annotate("learned model", (x.iloc[0], y.iloc[0]), (14, 26), textcoords="offset points", color=BLUE)
    ax.annotate("written policy: 0", (x.iloc[0], 0), (0, -16), textcoords="offset points", color=ORANGE)
    ax.set_xscale("log")
    ax.set_xticks(list(x), [f"{examples:,}" for examples in x])
    ax.minorticks_off()
    ax.set_ylim(bottom=-0.12 * errors.most.max())
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= ax.get_ylim()[1]])
    first, last = _wrong(y.iloc[0]), _wrong(y.iloc[-1])
    if y.iloc[-1] < y.iloc[0]:
        claim = f"With more examples, {first} errors become {last}; the policy makes none"
    else:
        claim = f"More examples do not help here: {last} errors; the policy makes none"
    points = ", ".join(f"{_wrong(wrong)} at {examples:,}" for examples, wrong in zip(x, y, strict=True))
    return describe(
        ax,
        claim=claim,
        alt=f"Line chart. {claim}. Wrong decisions of the model in 10,000, by examples: {points}. "
        "A dashed line at 0 is the written policy.",
        x="examples the model learned from (each step about three times more)",
        y="wrong decisions in 10,000",
    )


def _wrong(count: float) -> str:
    return f"{count:,.0f}" if count >= 10 or count == 0 else f"{count:.1f}".removesuffix(".0")
