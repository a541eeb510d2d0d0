"""PebblePay's payments: who paid, how, and whether it was theft."""

from __future__ import annotations

import numpy as np
import pandas as pd

PAYMENT_FEATURES = [
    "amount",
    "account_age_days",
    "new_device",
    "addr_mismatch",
    "intl",
    "orders_24h",
    "hour",
]
"""What is known while the customer waits, so what a model may use."""

DAYS = 180
"""The days that a table covers."""

# Calibrated once, without drift, so that 1.5 % of payments are thefts; a test measures it.
# Redraws reuse it: a draw of 20,000 then has about 300 thefts, give or take 17, and no draw is corrected.
INTERCEPT = -5.32

# Chance of each hour: few payments from midnight to six, most in the evening.
_HOURS = np.repeat([0.015, 0.045, 0.37 / 6], [6, 12, 6])


def make_payments(
    n: int = 20_000, *, seed: int, drift: float = 0.0, leak: bool = False, truth: bool = False
) -> pd.DataFrame:
    """Draw `n` payments of half a year, in order of day; 20,000 stand for PebblePay's two million.

    The switches change what they name and nothing else: with the same seed, the same people pay.

    Args:
        n: how many payments, at least 1.
        seed: the same seed gives the same table.
        drift: how far thieves have changed their ways, from 0 (as in training) to 1.
        leak: add `chargeback_ticket`, which is written weeks *after* the payment.
        truth: add `fraud_probability`, which nobody outside a simulation can know.

    Returns:
        One row a payment:

        - `day`: 0 to 179
        - `amount`: £
        - `account_age_days`: days since the customer joined
        - `new_device`: paid from a device not seen before
        - `addr_mismatch`: delivery and billing address differ
        - `intl`: the card is from another country
        - `orders_24h`: the customer's other orders in the last 24 hours
        - `hour`: 0 to 23
        - `chargeback_ticket`: with `leak`, a customer's later complaint
        - `fraud`: it was theft
        - `fraud_probability`: with `truth`, 0 to 1

    Raises:
        ValueError: `n` below 1, or `drift` outside 0 to 1.

    >>> payments = make_payments(1_000, seed=1)
    >>> int(payments["fraud"].sum()), list(payments)[-2:]
    (18, ['hour', 'fraud'])
    """
    if n < 1:
        raise ValueError(f"A table has at least 1 payment, not {n}. Ask for n=20_000.")
    if not 0 <= drift <= 1:
        raise ValueError(f"Drift lies between 0 (none) and 1 (full), not {drift}. Try drift=0.5.")
    rng = np.random.default_rng(seed)
    age = rng.exponential(400, n).round().astype(int)
    payments = pd.DataFrame(
        {
            "day": np.sort(rng.integers(0, DAYS, n)),
            "amount": rng.lognormal(3.7, 0.85, n).round(2),
            "account_age_days": age,
            "new_device": rng.random(n) < np.where(age < 30, 0.6, 0.15),
            "addr_mismatch": rng.random(n) < 0.08,
            "intl": rng.random(n) < 0.06,
            "orders_24h": rng.poisson(0.25, n),
            "hour": rng.choice(24, n, p=_HOURS),
        }
    )
    probability = 1 / (1 + np.exp(-_log_odds(payments, drift)))
    fraud = rng.random(n) < probability
    if leak:
        payments["chargeback_ticket"] = rng.random(n) < np.where(fraud, 0.93, 0.004)
    payments["fraud"] = fraud
    if truth:
        payments["fraud_probability"] = probability
    return payments


def _log_odds(payments: pd.DataFrame, drift: float) -> np.ndarray:
    """How likely each payment is theft, as log odds: the truth that a model has to find."""
    new, mismatch = payments["new_device"], payments["addr_mismatch"]
    orders, age = payments["orders_24h"], payments["account_age_days"]
    dear_and_new = new & (payments["amount"] > 120)
    log_odds = 1.5 * (
        1.3 * mismatch
        + 1.0 * new
        + 0.8 * (np.log(payments["amount"]) - 3.7)
        - 0.55 * np.log1p(age / 30)
        + 0.9 * orders.clip(upper=4)
        + 0.9 * (payments["hour"] < 6)
        + 1.5 * dear_and_new
        + 1.2 * (mismatch & payments["intl"])
    )
    # Thieves leave the old tricks for quick repeat orders from long-standing accounts.
    drifted = 2.2 * ((age > 180) & (orders >= 1)) - 1.3 * mismatch - 1.5 * dear_and_new
    return (log_odds + drift * drifted + INTERCEPT).to_numpy()
