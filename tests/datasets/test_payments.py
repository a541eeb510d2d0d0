import numpy as np
import pandas as pd
import pytest

from course_lib.datasets.payments import PAYMENT_FEATURES, make_payments


def test_the_same_seed_gives_the_same_table_and_another_seed_another():
    pd.testing.assert_frame_equal(make_payments(500, seed=1), make_payments(500, seed=1))
    assert not make_payments(500, seed=1).equals(make_payments(500, seed=2))


def test_by_default_a_learner_sees_neither_the_truth_nor_the_leak():
    assert list(make_payments(10, seed=1)) == ["day", *PAYMENT_FEATURES, "fraud"]


def test_columns_keep_to_their_documented_ranges():
    payments = make_payments(20_000, seed=3)
    assert payments["day"].between(0, 179).all()
    assert payments["day"].is_monotonic_increasing
    assert payments["hour"].between(0, 23).all()
    assert (payments["amount"] > 0).all()
    assert (payments["account_age_days"] >= 0).all()
    assert all(payments[name].dtype == bool for name in ("new_device", "addr_mismatch", "intl", "fraud"))


def test_the_intercept_makes_one_and_a_half_percent_of_payments_thefts():
    chances = [make_payments(400_000, seed=seed, truth=True)["fraud_probability"].mean() for seed in (1, 2)]
    assert np.mean(chances) == pytest.approx(0.015, abs=0.0002)


def test_thefts_happen_as_often_as_the_truth_says_at_every_level_of_risk():
    payments = make_payments(400_000, seed=4, truth=True)
    by_risk = payments.groupby(pd.cut(payments["fraud_probability"], [0, 0.01, 0.05, 0.2, 0.5, 1]), observed=True)
    assert np.allclose(by_risk["fraud"].mean(), by_risk["fraud_probability"].mean(), rtol=0.1)


def test_the_truth_follows_the_formula_of_the_curriculum():
    payments = make_payments(2_000, seed=5, truth=True)
    for row in payments.sample(50, random_state=1).itertuples():
        inside = (
            1.3 * row.addr_mismatch
            + 1.0 * row.new_device
            + 0.8 * (np.log(row.amount) - 3.7)
            - 0.55 * np.log(1 + row.account_age_days / 30)
            + 0.9 * min(row.orders_24h, 4)
            + 0.9 * (row.hour < 6)
            + 1.5 * (row.new_device and row.amount > 120)
            + 1.2 * (row.addr_mismatch and row.intl)
        )
        assert row.fraud_probability == pytest.approx(1 / (1 + np.exp(5.32 - 1.5 * inside)))


def test_the_leak_and_the_truth_add_a_column_and_leave_the_rest():
    plain = make_payments(3_000, seed=6)
    flawed = make_payments(3_000, seed=6, leak=True, truth=True)
    assert set(flawed) - set(plain) == {"chargeback_ticket", "fraud_probability"}
    pd.testing.assert_frame_equal(flawed[list(plain)], plain)


def test_the_leak_gives_the_answer_away():
    payments = make_payments(100_000, seed=7, leak=True)
    tickets = payments.groupby("fraud")["chargeback_ticket"].mean()
    assert tickets[True] == pytest.approx(0.93, abs=0.02)
    assert tickets[False] == pytest.approx(0.004, abs=0.001)


def test_drift_changes_who_steals_and_not_who_pays():
    before = make_payments(50_000, seed=8)
    after = make_payments(50_000, seed=8, drift=1)
    pd.testing.assert_frame_equal(after.drop(columns="fraud"), before.drop(columns="fraud"))
    assert after["fraud"][before["addr_mismatch"]].mean() < before["fraud"][before["addr_mismatch"]].mean()
    repeats = (before["account_age_days"] > 180) & (before["orders_24h"] >= 1)
    assert after["fraud"][repeats].mean() > before["fraud"][repeats].mean()


@pytest.mark.parametrize(
    ("wrong", "said"), [({"n": 0}, "at least 1 payment, not 0"), ({"drift": 1.5}, "between 0 .* and 1 .* not 1.5")]
)
def test_impossible_wishes_are_refused_with_the_rule_and_the_value(wrong, said):
    with pytest.raises(ValueError, match=said):
        make_payments(**{"n": 10, "seed": 1} | wrong)
