import pandas as pd
import pytest

from course_lib.datasets.payments import make_payments
from course_lib.ideas.written_rule import written_rule


def blocks(**payment):
    calm = {"amount": 40, "new_device": False, "addr_mismatch": False, "account_age_days": 400}
    return bool(written_rule(pd.DataFrame([calm | payment])).iloc[0])


def test_it_blocks_dear_payments_on_a_new_device_and_new_accounts_with_two_addresses():
    assert blocks(amount=151, new_device=True)
    assert blocks(account_age_days=29, addr_mismatch=True)


def test_it_lets_through_what_only_half_fits_or_lies_on_the_border():
    assert not blocks()
    assert not blocks(amount=151)
    assert not blocks(new_device=True)
    assert not blocks(amount=150, new_device=True)
    assert not blocks(account_age_days=29)
    assert not blocks(account_age_days=30, addr_mismatch=True)


def test_it_answers_truth_values_for_drawn_payments():
    payments = make_payments(5_000, seed=1)
    flags = written_rule(payments)
    assert flags.dtype == bool
    assert flags.index.equals(payments.index)
    assert 0 < flags.mean() < 0.05


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(ValueError, match="'new_device'"):
        written_rule(pd.DataFrame({"amount": [1], "addr_mismatch": [0], "account_age_days": [1]}))
