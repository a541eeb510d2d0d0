import numpy as np
import pytest

from course_lib.datasets.payments import make_payments
from course_lib.ideas.bill import bill
from course_lib.ideas.napkin import napkin


def test_a_theft_of_140_against_a_payment_of_60_balances_near_0_12():
    costs = napkin(theft=140, honest=60, false_block_cost=12)
    assert (costs.miss, costs.false_block) == (160, 21)
    assert costs.blocks_per_miss == pytest.approx(7.62, abs=0.01)
    assert costs.score == pytest.approx(1 / (1 + costs.blocks_per_miss))


def test_dearer_false_blocks_raise_the_score_and_dearer_thefts_lower_it():
    assert napkin(theft=140, honest=60, false_block_cost=60).score > napkin(theft=140, honest=60).score
    assert napkin(theft=300, honest=60).score < napkin(theft=140, honest=60).score


def test_when_all_payments_cost_the_same_the_napkins_score_is_the_cheapest_threshold():
    truth = make_payments(50_000, seed=11, truth=True)["fraud_probability"].to_numpy()
    costs = napkin(theft=140, honest=60)

    def expected_bill(threshold):
        return costs.miss * truth[truth < threshold].sum() + costs.false_block * (1 - truth[truth >= threshold]).sum()

    others = [expected_bill(threshold) for threshold in np.arange(1, 100) / 100]
    assert expected_bill(costs.score) <= min(others)


def test_its_two_costs_are_those_of_the_bill():
    costs = napkin(theft=140, honest=60, false_block_cost=60)
    assert costs.miss == bill([False], [True], [140], 60)
    assert costs.false_block == bill([True], [False], [60], 60)


def test_impossible_costs_are_refused():
    with pytest.raises(ValueError, match="`theft` must be £0 or more, not -5"):
        napkin(theft=-5, honest=60)
    with pytest.raises(ValueError, match="must cost something"):
        napkin(theft=140, honest=0, false_block_cost=0)
