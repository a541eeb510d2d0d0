import numpy as np
import pytest

from course_lib.ideas.bill import THRESHOLDS, bill, bill_by_threshold


def a_thousand_payments(seed=1):
    rng = np.random.default_rng(seed)
    # Scores on the grid as well as between its steps: a payment *at* the threshold is blocked.
    scores = np.r_[rng.random(400), rng.choice(THRESHOLDS, 598), 0, 1]
    return scores, rng.random(1_000) < scores, rng.lognormal(3.7, 0.85, 1_000)


def test_a_miss_costs_amount_and_fee_and_a_false_block_costs_margin_and_goodwill():
    assert bill([False], [True], [140]) == 160
    assert bill([True], [False], [60], 12) == 21
    assert bill([True], [False], [60], 60) == 69


def test_right_decisions_cost_nothing():
    assert bill([True, False], [True, False], [140, 60]) == 0


def test_the_bill_equals_a_beginners_loop():
    scores, fraud, amount = a_thousand_payments()
    total = 0
    for score, stolen, pounds in zip(scores, fraud, amount, strict=True):
        if stolen and score < 0.3:
            total += pounds + 20
        if not stolen and score >= 0.3:
            total += 0.15 * pounds + 60
    assert bill(scores >= 0.3, fraud, amount, 60) == pytest.approx(total)


@pytest.mark.parametrize("cost", [0, 12, 120])
def test_one_pass_over_the_thresholds_gives_what_a_bill_for_each_would(cost):
    scores, fraud, amount = a_thousand_payments()
    bills = bill_by_threshold(scores, fraud, amount, false_block_cost=cost)
    assert bills.index.tolist() == THRESHOLDS.tolist()
    assert np.allclose(bills, [bill(scores >= t, fraud, amount, cost) for t in THRESHOLDS])


def test_the_grid_holds_the_thresholds_people_type():
    assert {0.01, 0.12, 0.29, 0.5, 0.99} <= set(THRESHOLDS.tolist())


def test_a_negative_price_is_refused():
    with pytest.raises(ValueError, match="£0 or more, not -1"):
        bill([True], [True], [1], -1)
    with pytest.raises(ValueError, match="£0 or more, not -1"):
        bill_by_threshold([0.5], [True], [1], false_block_cost=-1)
