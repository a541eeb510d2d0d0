"""What a written rule, a model and a hybrid cost to keep right over two years."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def upkeep_costs(
    changes_a_year: Sequence[float],
    *,
    examples: int,
    clauses: int,
    wrong_per_10k: float,
    clause_cost: float = 400,
    label_cost: float = 0.50,
    retrain_cost: float = 1_000,
    monitoring_a_year: float = 6_000,
    error_cost: float = 15,
    decisions_a_year: int = 20_000,
    written_share: float = 0.5,
    years: float = 2,
) -> pd.DataFrame:
    """Add up two years of upkeep and wrong decisions for each number of policy changes a year.

    A rule is written once and gone through again, clause by clause, at each change; it makes no mistakes.
    A model gets fresh labels and is trained once and again at each change; it is monitored, and it errs.
    A hybrid keeps part of the clauses written and learns the rest: it pays part of both, and trains and
    watches a model all the same.

    Args:
        changes_a_year: how often the policy changes; one row of the answer each.
        examples: labelled cases for each training.
        clauses: clauses of the policy.
        wrong_per_10k: the model's wrong decisions in 10,000, at that many examples and clauses.
        clause_cost: £ to write, test and sign off one clause.
        label_cost: £ for one labelled case.
        retrain_cost: £ for one training and its tests.
        monitoring_a_year: £ a year to watch a model.
        error_cost: £ for one wrong decision.
        decisions_a_year: cases decided a year.
        written_share: the share of clauses, and of decisions, that the hybrid keeps written (0 to 1).
        years: the time looked at.

    Returns:
        Columns `changes_a_year`, and `rule`, `model`, `hybrid` (£ over all the years).

    Raises:
        ValueError: if a cost or count is negative, or `written_share` is no share.

    >>> upkeep_costs([0, 12], examples=1_000, clauses=8, wrong_per_10k=83)
       changes_a_year     rule    model   hybrid
    0             0.0   3200.0  18480.0  17340.0
    1            12.0  80000.0  54480.0  85740.0
    """
    changes_a_year = np.asarray(changes_a_year, dtype=float)
    lowest = min(
        changes_a_year.min(),
        examples,
        clauses,
        wrong_per_10k,
        clause_cost,
        label_cost,
        retrain_cost,
        monitoring_a_year,
        error_cost,
        decisions_a_year,
        years,
    )
    if lowest < 0:
        raise ValueError(f"Costs and counts are 0 or more; one of these is {lowest}. Look for a minus sign.")
    if not 0 <= written_share <= 1:
        raise ValueError(f"A share lies between 0 and 1; written_share is {written_share}. Half is 0.5.")
    versions = 1 + years * changes_a_year
    rule = clause_cost * clauses * versions
    labels = label_cost * examples * versions
    mistakes = error_cost * decisions_a_year * years * wrong_per_10k / 10_000
    having_a_model = retrain_cost * versions + monitoring_a_year * years
    hybrid = written_share * rule + (1 - written_share) * (labels + mistakes) + having_a_model
    return pd.DataFrame(
        {
            "changes_a_year": changes_a_year,
            "rule": rule,
            "model": labels + mistakes + having_a_model,
            "hybrid": hybrid,
        }
    )


def crossover(costs: pd.DataFrame, *, of: str = "model", than: str = "rule") -> float | None:
    """The changes a year at which two approaches cost the same, or None if they do not meet in the table.

    Args:
        costs: from `upkeep_costs`, in order of `changes_a_year`; costs are straight lines in it.
        of, than: two of its columns.

    >>> crossover(pd.DataFrame({"changes_a_year": [0, 10], "rule": [0, 40], "model": [20, 20]}))
    5.0
    """
    first, last = (costs[than] - costs[of]).iloc[[0, -1]]
    if first * last >= 0:
        return None
    start, end = costs.changes_a_year.iloc[[0, -1]]
    return float(start + (end - start) * first / (first - last))
