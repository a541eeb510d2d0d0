import numpy as np
import pytest

from course_lib.datasets.payments import make_payments
from course_lib.ideas.review_queue import review_queue, scores_after_review


def test_the_highest_priority_is_opened_first_and_only_thefts_save_money():
    table = review_queue([1, 3, 2], fraud=[True, True, False], amount=[50, 140, 60], reviews=3)
    assert table["recovered"].tolist() == [0, 160, 160, 230]
    assert table["thefts"].tolist() == [0, 1, 1, 2]


def test_without_reviews_nothing_is_recovered():
    assert review_queue([1], [True], [50], reviews=0)["recovered"].tolist() == [0]


@pytest.mark.parametrize("reviews", range(0, 101, 5))
def test_equals_keep_the_tables_order_however_few_are_opened(reviews):
    priority = np.random.default_rng(reviews).integers(0, 9, 100)
    amount, fraud = np.arange(100.0), np.ones(100, dtype=bool)
    in_order = sorted(range(100), key=lambda place: (-priority[place], place))[:reviews]
    saved = review_queue(priority, fraud, amount, reviews=reviews)["recovered"].diff()[1:] - 20
    assert saved.tolist() == in_order


def test_it_equals_opening_the_payments_by_hand():
    payments = make_payments(2_000, seed=2, truth=True)
    opened = payments.sort_values("fraud_probability", ascending=False).head(100)
    last = review_queue(payments["fraud_probability"], payments["fraud"], payments["amount"], reviews=100).iloc[-1]
    assert last["thefts"] == opened["fraud"].sum()
    assert last["recovered"] == pytest.approx((opened["amount"][opened["fraud"]] + 20).sum())


def test_review_frees_the_honest_among_the_riskiest_and_nobody_else():
    scores = np.array([0.9, 0.8, 0.7, 0.6])
    assert scores_after_review(scores, [True, False, False, True], reviews=2).tolist() == [0.9, 0, 0.7, 0.6]
    assert scores.tolist() == [0.9, 0.8, 0.7, 0.6]


def test_reviewing_each_thresholds_riskiest_is_what_one_pass_over_all_scores_gives():
    rng = np.random.default_rng(3)
    scores, fraud = rng.random(300), rng.random(300) < 0.2
    at_once = scores_after_review(scores, fraud, reviews=40)
    for threshold in (0.5, 0.95):
        queue = [place for place in np.argsort(-scores) if scores[place] >= threshold]
        freed = [place for place in queue[:40] if not fraud[place]]
        assert sorted(set(queue) - set(freed)) == np.flatnonzero(at_once >= threshold).tolist()


def test_more_reviews_than_payments_are_refused_for_a_queue_and_idle_after_flagging():
    with pytest.raises(ValueError, match="0 to 2 payments, not 3"):
        review_queue([1, 2], [True, False], [5, 5], reviews=3)
    assert scores_after_review([0.9, 0.8], [False, True], reviews=99).tolist() == [0, 0.8]
