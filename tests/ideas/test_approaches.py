"""Approaches to the same payments: counts, bills and a fair number of stops."""

import numpy as np
import pytest

from course_lib.ideas.approaches import compare_approaches, stop_riskiest

FRAUD, AMOUNT = [True, False, True, False], [100, 40, 60, 20]


def test_the_riskiest_are_stopped_and_as_many_as_asked():
    scores = np.random.default_rng(1).random(500)
    stopped = stop_riskiest(scores, how_many=60)
    assert stopped.sum() == 60
    assert scores[stopped].min() > scores[~stopped].max()


def test_equal_scores_are_stopped_from_the_top_of_the_table():
    assert stop_riskiest([0.5, 0.5, 0.5], how_many=1).tolist() == [True, False, False]


@pytest.mark.parametrize("how_many", [-1, 4])
def test_more_stops_than_payments_are_refused(how_many):
    with pytest.raises(ValueError, match=f"0 to 3 payments, not {how_many}"):
        stop_riskiest([0.1, 0.2, 0.3], how_many=how_many)


def test_the_bill_is_the_missed_and_the_honest_stopped():
    compared = compare_approaches(
        {"nothing": [False] * 4, "all": [True] * 4, "right": FRAUD}, fraud=FRAUD, amount=AMOUNT
    )
    assert compared.bill.tolist() == [100 + 20 + 60 + 20, 0.15 * 60 + 2 * 12, 0]
    assert compared.caught.tolist() == [0, 2, 2]
    assert compared.honest_stopped.tolist() == [0, 2, 0]


def test_a_dearer_false_block_dears_only_approaches_that_stop_honest_people():
    stops = {"all": [True] * 4, "right": FRAUD}
    cheap, dear = (
        compare_approaches(stops, fraud=FRAUD, amount=AMOUNT, false_block_cost=cost).bill for cost in (12, 60)
    )
    assert (dear - cheap).tolist() == [96, 0]


def test_an_approach_for_another_table_is_refused():
    with pytest.raises(ValueError, match="equally long"):
        compare_approaches({"rule": [True]}, fraud=FRAUD, amount=AMOUNT)
