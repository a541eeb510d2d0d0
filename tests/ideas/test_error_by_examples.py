"""The error curve: learns what can be learned, and counts on fresh cases."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from course_lib.datasets.returns import make_returns
from course_lib.ideas.error_by_examples import error_by_examples

quick = partial(error_by_examples, label="eligible", test_size=5_000)


def test_one_clause_is_learned_without_a_mistake_and_a_coin_never():
    def coin(n, *, seed):
        rng = np.random.default_rng(seed)
        return pd.DataFrame({"days": rng.integers(0, 60, n), "eligible": rng.random(n) < 0.5})

    one_clause = quick(partial(make_returns, clauses=1), sizes=(1_000,), seeds=(1, 2))
    assert one_clause.most.item() == 0
    assert quick(coin, sizes=(1_000,), seeds=(1, 2)).wrong_per_10k.item() == pytest.approx(5_000, abs=500)


def test_the_same_call_gives_the_same_table():
    first, second = (quick(make_returns, sizes=(100, 300), seeds=(3, 4)) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_the_mean_lies_between_the_fewest_and_the_most():
    errors = quick(make_returns, sizes=(100, 1_000), seeds=range(5))
    assert errors.examples.tolist() == [100, 1_000]
    assert (errors.fewest <= errors.wrong_per_10k).all()
    assert (errors.wrong_per_10k <= errors.most).all()


def test_the_fresh_cases_come_from_a_seed_that_no_model_learned_from():
    drawn = []

    def spy(n, *, seed):
        drawn.append((n, seed))
        return make_returns(n, seed=seed)

    quick(spy, sizes=(100,), seeds=(7, 3))
    assert drawn == [(5_000, 8), (100, 7), (100, 3)]


def test_a_missing_label_or_an_empty_list_is_refused():
    with pytest.raises(ValueError, match="'returned' is none of days_since_delivery, price"):
        error_by_examples(make_returns, label="returned")
    with pytest.raises(ValueError, match="needs sizes and seeds"):
        quick(make_returns, sizes=())
