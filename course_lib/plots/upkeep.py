"""Two years' cost of a rule, a model and a hybrid, by how often the policy changes."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from course_lib.ideas.upkeep import crossover
from course_lib.plots.show import BLUE, GREEN, GREY, INK, ORANGE, describe, new_axes

_LOOKS = {"rule": (ORANGE, "--"), "model": (BLUE, "-"), "hybrid": (GREEN, ":")}


def upkeep_claim(costs: pd.DataFrame) -> str:
    """Say in one sentence where a rule and a model change places.

    >>> upkeep_claim(pd.DataFrame({"changes_a_year": [0, 12], "rule": [0, 40], "model": [20, 20]}))
    'Above about 6 changes a year, the model is cheaper than the rule'
    """
    meets = crossover(costs)
    most = f"{costs.changes_a_year.iloc[-1]:.0f}"
    cheaper = "rule" if costs.rule.iloc[0] < costs.model.iloc[0] else "model"
    other = {"rule": "model", "model": "rule"}[cheaper]
    if meets is None:
        return f"Up to {most} changes a year, the {cheaper} is cheaper than the {other}"
    return f"Above about {meets:.1f} changes a year, the {other} is cheaper than the {cheaper}".replace(".0 ", " ")


def plot_upkeep(costs: pd.DataFrame, *, at: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw the three costs as lines, and mark where a rule and a model change places.

    Args:
        costs: from `upkeep_costs`, in order of `changes_a_year`.
        at: your own changes a year, marked by an upright line; None: no mark.
        ax: axes to draw on; new ones if None.

    >>> costs = pd.DataFrame({"changes_a_year": [0, 12], "rule": [0, 40e3], "model": [20e3, 20e3], "hybrid": [9e3, 9e3]})
    >>> plot_upkeep(costs).get_ylabel()
    'cost over two years (£ thousand)'
    """
    ax = new_axes(ax, right=1.25)
    x = costs.changes_a_year
    ends = {name: costs[name].iloc[-1] / 1_000 for name in _LOOKS}
    top = 1.05 * max(costs[name].max() for name in _LOOKS) / 1_000
    for name, (colour, style) in _LOOKS.items():
        ax.plot(x, costs[name] / 1_000, color=colour, linestyle=style, linewidth=2.5)
    place = 0.0
    for name in sorted(ends, key=ends.get):
        # Labels of lines that end close together are moved apart, or they would overprint.
        place = max(ends[name], place + 0.075 * top)
        ax.text(x.iloc[-1] * 1.015, place, f"{name} £{ends[name]:,.0f}k", color=_LOOKS[name][0], va="center")
    ax.set(xlim=(x.iloc[0], x.iloc[-1]), ylim=(0, max(top, 1.05 * place)))
    meets = crossover(costs)
    if meets is not None:
        level = pd.Series(costs.rule.to_numpy(), index=x)
        share = (meets - x.iloc[0]) / (x.iloc[-1] - x.iloc[0])
        height = (level.iloc[0] + share * (level.iloc[-1] - level.iloc[0])) / 1_000
        ax.plot(meets, height, marker="o", markersize=9, color=INK, fillstyle="none", markeredgewidth=2)
    if at is not None:
        ax.axvline(at, color=GREY, linewidth=1)
        right = at > 0.8 * x.iloc[-1]  # there the lines' names stand
        place = ((-3, -10), "right") if right else ((3, -10), "left")
        ax.annotate("you", (at, ax.get_ylim()[1]), place[0], textcoords="offset points", ha=place[1], color=INK)
    claim = upkeep_claim(costs)
    listed = ", ".join(f"{name} £{cost:,.0f}k" for name, cost in ends.items())
    return describe(
        ax,
        claim=claim,
        alt=f"Three straight lines. {claim}. Cost over two years at {x.iloc[-1]:.0f} changes a year: {listed}.",
        x="policy changes a year",
        y="cost over two years (£ thousand)",
    )
