"""Returns: the same table from the same seed, decided by the policy as its words say."""

import itertools

import pandas as pd
import pytest

from course_lib.datasets.returns import POLICY, make_returns


def by_hand(row, clauses: int) -> bool:
    """The words of the policy, read one return at a time."""
    days, dear_and_opened = row.days_since_delivery, row.opened and row.price > 50
    allowed = 45 if row.vip and clauses >= 3 else 30
    if clauses >= 5 and row.price > 150:
        allowed = min(allowed, 21)
    if clauses >= 7 and row.price < 10 and not row.vip:
        allowed = min(allowed, 14)
    if clauses >= 8 and row.opened and not row.vip:
        allowed = min(allowed, 14)
    if days > allowed:
        return False
    if clauses >= 2 and row.final_sale and not (clauses >= 6 and row.vip and days <= 7):
        return False
    return not (clauses >= 4 and dear_and_opened)


def test_the_same_seed_gives_the_same_table_and_another_seed_another():
    pd.testing.assert_frame_equal(make_returns(200, seed=5), make_returns(200, seed=5))
    assert not make_returns(200, seed=5).equals(make_returns(200, seed=6))


def test_the_columns_are_the_documented_ones_in_their_ranges():
    returns = make_returns(5_000, seed=7)
    assert list(returns) == ["days_since_delivery", "price", "final_sale", "opened", "vip", "eligible"]
    assert returns.days_since_delivery.between(0, 59).all()
    assert (returns.price > 0).all()
    assert all(returns[name].dtype == bool for name in ["final_sale", "opened", "vip", "eligible"])


def test_the_shares_are_those_of_the_curriculum():
    returns = make_returns(50_000, seed=8)
    shares = returns[["final_sale", "opened", "vip"]].mean()
    assert shares.to_numpy() == pytest.approx([0.15, 0.30, 0.10], abs=0.01)
    assert returns.price.median() == pytest.approx(30, abs=1)


@pytest.mark.parametrize("clauses", range(1, len(POLICY) + 1))
def test_each_number_of_clauses_decides_as_its_words_say(clauses):
    returns = make_returns(3_000, seed=9, clauses=clauses)
    expected = [by_hand(row, clauses) for row in returns.itertuples()]
    assert returns.eligible.tolist() == expected


def test_each_further_clause_changes_some_decision():
    tables = [make_returns(20_000, seed=10, clauses=clauses) for clauses in range(1, len(POLICY) + 1)]
    for fewer, more in itertools.pairwise(tables):
        assert fewer.drop(columns="eligible").equals(more.drop(columns="eligible"))
        assert not fewer.eligible.equals(more.eligible)


def test_a_shorter_window_refuses_more_and_accepts_no_other():
    month, fortnight = make_returns(5_000, seed=11), make_returns(5_000, seed=11, window=14)
    assert fortnight.eligible.sum() < month.eligible.sum()
    assert not (fortnight.eligible & ~month.eligible).any()
    assert not fortnight.eligible[(fortnight.days_since_delivery > 14) & ~fortnight.vip].any()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [({"n": 0}, "at least 1 return, not 0"), ({"clauses": 9}, "1 to 8 clauses, not 9"), ({"window": -1}, "not -1")],
)
def test_an_impossible_table_is_refused_with_the_rule_and_the_value(arguments, says):
    with pytest.raises(ValueError, match=says):
        make_returns(**{"n": 10, "seed": 1} | arguments)
