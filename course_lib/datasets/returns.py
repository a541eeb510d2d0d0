"""Returns at Pebblecart: five facts about each, and whether the written policy accepts it."""

from __future__ import annotations

import numpy as np
import pandas as pd

POLICY = (
    "A return must come within 30 days of delivery.",
    "Items from a final sale are not taken back.",
    "VIP customers have 45 days.",
    "An opened item that cost more than £50 is not taken back.",
    "An item that cost more than £150 must come within 21 days, whoever bought it.",
    "VIP customers may return final-sale items within 7 days.",
    "An item under £10 must come within 14 days, except from a VIP customer.",
    "An opened item must come within 14 days, except from a VIP customer.",
)
"""The policy in words; `clauses=4` puts the first four in force. The third and the sixth loosen an earlier
clause, all others must be met."""


def make_returns(n: int, *, seed: int, clauses: int = 4, window: int = 30) -> pd.DataFrame:
    """Draw `n` returns and decide each by the written policy, which makes no mistakes.

    The same seed draws the same returns under any policy; only `eligible` changes.

    Args:
        n: number of returns, 1 or more.
        seed: same seed, same table.
        clauses: how many clauses of `POLICY` are in force, 1 to 8.
        window: days that every customer has (clause 1); VIP customers have 15 more (clause 3).
            A change of policy moves it, for example to 14.

    Returns:
        One row a return: `days_since_delivery` (0 to 59), `price` (£), `final_sale`, `opened`,
        `vip` (True or False), and the policy's decision `eligible` (True or False).

    Raises:
        ValueError: for `n`, `clauses` or `window` outside its range.

    >>> int(make_returns(2_000, seed=1).eligible.sum())
    843
    >>> int(make_returns(2_000, seed=1, window=14).eligible.sum())
    406
    """
    if n < 1:
        raise ValueError(f"A table needs at least 1 return, not {n}. Ask for more.")
    if not 1 <= clauses <= len(POLICY):
        raise ValueError(f"The policy has 1 to {len(POLICY)} clauses, not {clauses}. Choose a number in between.")
    if window < 0:
        raise ValueError(f"A return window is 0 days or more, not {window}. 30 is Pebblecart's.")
    rng = np.random.default_rng(seed)
    returns = pd.DataFrame(
        {
            "days_since_delivery": rng.integers(0, 60, n),
            "price": np.exp(rng.normal(3.4, 0.8, n)).round(2),
            "final_sale": rng.random(n) < 0.15,
            "opened": rng.random(n) < 0.30,
            "vip": rng.random(n) < 0.10,
        }
    )
    return returns.assign(eligible=_decide(returns, clauses=clauses, window=window))


def _decide(returns: pd.DataFrame, *, clauses: int, window: int) -> pd.Series:
    """Apply the first `clauses` clauses of `POLICY`; a clause that is not in force changes nothing."""
    days, price, final, opened, vip = (returns[name] for name in returns.columns[:5])
    allowed_days = window + 15 * (vip & (clauses >= 3))
    for clause, which, days_at_most in (
        (5, price > 150, 21),
        (7, (price < 10) & ~vip, 14),
        (8, opened & ~vip, 14),
    ):
        if clauses >= clause:
            allowed_days = allowed_days.where(~which, allowed_days.clip(upper=days_at_most))
    vip_grace = vip & (days <= 7) & (clauses >= 6)
    stays_sold = (final & ~vip_grace & (clauses >= 2)) | (opened & (price > 50) & (clauses >= 4))
    return (days <= allowed_days) & ~stays_sold
