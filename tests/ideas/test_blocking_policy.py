import pytest

from course_lib.datasets.payments import make_payments
from course_lib.ideas.bill import bill
from course_lib.ideas.blocking_policy import consequence
from course_lib.ideas.four_boxes import four_boxes

PAYMENTS = make_payments(20_000, seed=5, truth=True)
SCORES = PAYMENTS["fraud_probability"]


def play(threshold=0.12, false_block_cost=12, reviewers=0):
    return consequence(PAYMENTS, SCORES, threshold=threshold, false_block_cost=false_block_cost, reviewers=reviewers)


def test_without_reviewers_the_flagged_are_blocked():
    seen = play(threshold=0.12)
    assert seen.boxes == four_boxes(SCORES >= 0.12, PAYMENTS["fraud"])
    assert seen.bill == bill(SCORES >= 0.12, PAYMENTS["fraud"], PAYMENTS["amount"], 12)
    assert seen.opened == 0
    assert seen.flagged == seen.boxes.stopped


def test_reviewers_free_honest_people_and_no_thief():
    alone, reviewed = play(reviewers=0), play(reviewers=3)
    assert reviewed.boxes.caught == alone.boxes.caught
    assert reviewed.boxes.honest_stopped < alone.boxes.honest_stopped
    assert reviewed.bill < alone.bill
    assert reviewed.opened == 3 * 72


def test_reviewers_beyond_the_flagged_are_idle():
    assert play(threshold=0.5, reviewers=10).opened == play(threshold=0.5).flagged


def test_the_picture_and_the_words_tell_the_same_bill():
    for reviewers in (0, 2):
        seen = play(threshold=0.29, false_block_cost=60, reviewers=reviewers)
        assert seen.bills[0.29] == pytest.approx(seen.bill)


def test_the_price_of_a_false_block_moves_the_rules_bill_and_not_that_of_doing_nothing():
    cheap, dear = play(false_block_cost=12), play(false_block_cost=120)
    assert dear.rule > cheap.rule
    assert dear.nothing == cheap.nothing


@pytest.mark.parametrize("wrong", [{"threshold": 0}, {"threshold": 12}, {"reviewers": -1}])
def test_impossible_policies_are_refused(wrong):
    with pytest.raises(ValueError):
        play(**wrong)
