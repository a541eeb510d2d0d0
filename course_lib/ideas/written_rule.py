"""The rule that the risk team wrote before anyone spoke of a model."""

from __future__ import annotations

import pandas as pd

DEAR = 150
"""£ above which a payment from a new device looks wrong."""

NEW_ACCOUNT = 30
"""Days within which an account is new."""


def written_rule(payments: pd.DataFrame) -> pd.Series:
    """True where the rule blocks: dear on a new device, or a new account with two addresses.

    Args:
        payments: with `amount` (£), `new_device`, `addr_mismatch` and `account_age_days`.

    Raises:
        ValueError: a column is missing.

    >>> written_rule(pd.DataFrame({"amount": [200, 200, 9], "new_device": [True, False, False],
    ...                            "addr_mismatch": [False, False, True], "account_age_days": [400, 2, 2]})).tolist()
    [True, False, True]
    """
    missing = {"amount", "new_device", "addr_mismatch", "account_age_days"} - set(payments)
    if missing:
        raise ValueError(f"The rule reads four columns; {sorted(missing)} are missing. Give a payments table.")
    dear_and_new_device = (payments["amount"] > DEAR) & (payments["new_device"] == 1)
    new_and_two_addresses = (payments["account_age_days"] < NEW_ACCOUNT) & (payments["addr_mismatch"] == 1)
    return dear_and_new_device | new_and_two_addresses
