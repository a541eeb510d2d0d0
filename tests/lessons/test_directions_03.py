"""What lesson 03 claims in words, measured on seeds that were not used to calibrate or to write it.

Each direction states how many of 12 draws must show it. Where 12 of 12 is not asked, the lesson may say "usually".
"""

import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier

from course_lib.datasets.payments import PAYMENT_FEATURES, make_payments
from course_lib.datasets.returns import make_returns
from course_lib.ideas.approaches import compare_approaches, stop_riskiest
from course_lib.ideas.error_by_examples import error_by_examples
from course_lib.ideas.three_worlds import APPROACHES, play_worlds
from course_lib.ideas.typical_error import SIZES, typical_wrong_per_10k
from course_lib.ideas.upkeep import crossover, upkeep_costs
from course_lib.ideas.written_rule import written_rule

DRAWS = range(3_300, 3_312)


@pytest.fixture(scope="module")
def curves() -> pd.DataFrame:
    """Ten fits a size, as in the lesson's picture; a row a draw, a column a number of examples."""

    def curve(draw: int) -> pd.Series:
        seeds = range(100 * draw, 100 * draw + 10)
        errors = error_by_examples(make_returns, label="eligible", seeds=seeds)
        return errors.set_index("examples").wrong_per_10k

    return pd.DataFrame([curve(draw) for draw in DRAWS])


def test_the_models_errors_fall_with_every_step_of_examples(curves):
    assert (curves.diff(axis=1).iloc[:, 1:] < 0).all(axis=1).sum() == 12


def test_at_100_examples_the_model_is_wrong_hundreds_of_times_in_10k(curves):
    assert (curves[100] >= 200).sum() == 12


def test_at_10k_examples_it_is_wrong_a_few_times_and_still_not_never(curves):
    assert ((curves[10_000] > 0) & (curves[10_000] < 10)).sum() == 12


def test_the_written_policy_is_never_wrong():
    for draw in DRAWS:
        returns = make_returns(20_000, seed=draw)
        days, vip = returns.days_since_delivery, returns.vip
        written = (days <= 30) | (vip & (days <= 45))
        written &= ~returns.final_sale & ~(returns.opened & (returns.price > 50))
        assert (written == returns.eligible).all()


def blocks(draw: int, examples: int) -> pd.DataFrame:
    """The rule beside a model that stops as many payments, on payments that neither has seen."""
    train, test = make_payments(examples, seed=10 * draw), make_payments(seed=10 * draw + 1)
    model = RandomForestClassifier(50, min_samples_leaf=10, random_state=0)
    scores = model.fit(train[PAYMENT_FEATURES], train["fraud"]).predict_proba(test[PAYMENT_FEATURES])[:, 1]
    rule = written_rule(test)
    stops = {"nothing": rule & False, "rule": rule, "model": stop_riskiest(scores, how_many=rule.sum())}
    return compare_approaches(stops, fraud=test["fraud"], amount=test["amount"])


@pytest.fixture(scope="module")
def fraud() -> list[pd.DataFrame]:
    return [blocks(draw, 20_000) for draw in DRAWS]


def test_stopping_as_many_payments_a_model_of_20k_examples_catches_more_thefts(fraud):
    assert sum(draw.caught["model"] > draw.caught["rule"] for draw in fraud) == 12


def test_its_bill_is_below_the_rules(fraud):
    assert sum(draw.bill["model"] < draw.bill["rule"] for draw in fraud) == 12


def test_the_rule_for_fraud_beats_doing_nothing_though_it_misses_most_thefts(fraud):
    assert sum(draw.bill["rule"] < draw.bill["nothing"] for draw in fraud) == 12
    assert sum(draw.missed["rule"] > draw.caught["rule"] for draw in fraud) == 12


def test_with_500_examples_the_rule_for_fraud_usually_has_the_smaller_bill():
    few = [blocks(draw + 100, 500) for draw in DRAWS]
    assert sum(draw.bill["rule"] < draw.bill["model"] for draw in few) >= 9


def costs(*, examples=1_000, clauses=8, **given) -> pd.DataFrame:
    wrong = typical_wrong_per_10k(examples=examples, clauses=clauses)
    return upkeep_costs(range(25), examples=examples, clauses=clauses, wrong_per_10k=wrong, **given)


def test_a_rule_costs_less_while_the_policy_holds_still_and_a_model_when_it_changes_often():
    held, changing = costs().iloc[0], costs().iloc[24]
    assert held.rule < held.model
    assert changing.model < changing.rule


def test_more_clauses_bring_the_crossover_nearer():
    places = [crossover(costs(clauses=clauses)) for clauses in (5, 6, 7, 8)]
    assert places == sorted(places, reverse=True)


def test_the_crossover_comes_first_at_a_middling_number_of_examples():
    places = {size: crossover(costs(examples=size)) or 99 for size in SIZES}
    assert places[1_000] < min(places[100], places[20_000])


def test_half_and_half_is_never_the_cheapest_for_an_exact_policy():
    for size in SIZES:
        for clauses in range(1, 9):
            table = costs(examples=size, clauses=clauses)
            assert (table.hybrid > table[["rule", "model"]].min(axis=1)).all()


@pytest.fixture(scope="module")
def played() -> list[pd.DataFrame]:
    return [play_worlds(seed=draw) for draw in DRAWS]


@pytest.mark.parametrize(("world", "cheapest"), [("returns", "rule"), ("payments", "model"), ("listings", "hybrid")])
def test_each_world_has_another_cheapest_approach(played, world, cheapest):
    assert sum(draw.loc[world, list(APPROACHES)].idxmin() == cheapest for draw in played) == 12


def saved(draw: pd.DataFrame) -> pd.DataFrame:
    """Each approach's share of the saving that is possible, world by world."""
    possible = draw.nothing - draw[list(APPROACHES)].min(axis=1)
    return draw[list(APPROACHES)].rsub(draw.nothing, axis=0).div(possible, axis=0)


@pytest.mark.parametrize("approach", APPROACHES)
def test_one_approach_everywhere_saves_less_than_85_percent_of_what_is_possible(played, approach):
    assert sum(saved(draw)[approach].mean() < 0.85 for draw in played) == 12


def test_the_second_best_choice_saves_clearly_less_in_every_world(played):
    for world in ("returns", "payments", "listings"):
        assert sum(saved(draw).loc[world].nlargest(2).iloc[1] < 0.95 for draw in played) >= 11
