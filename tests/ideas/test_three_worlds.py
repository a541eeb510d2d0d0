"""Three worlds: the same seed plays the same two years, and a choice costs what its column says."""

import pandas as pd
import pytest

from course_lib.ideas.three_worlds import APPROACHES, WORLDS, draw_worlds, play_policy, play_worlds

NAMES = [world.name for world in WORLDS]


def test_the_same_seed_plays_the_same_and_another_seed_has_other_prices():
    pd.testing.assert_frame_equal(play_worlds(seed=3), play_worlds(seed=3))
    assert draw_worlds(seed=3) == draw_worlds(seed=3) != draw_worlds(seed=4)


def test_prices_and_volumes_stay_within_their_range_and_nothing_becomes_something():
    for seed in range(20):
        for base, drawn in zip(WORLDS, draw_worlds(seed=seed), strict=True):
            for name in ("decisions", "policy_miss", "pattern_miss", "wrong_stop", "rule_version", "monitoring"):
                at = getattr(base, name)
                assert 0.8 * at - 1 <= getattr(drawn, name) <= 1.25 * at + 1
            assert (drawn.examples, drawn.changes) == (base.examples, base.changes)


def test_where_all_is_written_the_rule_pays_its_upkeep_and_makes_no_mistake():
    returns = draw_worlds(seed=5)[0]
    assert play_worlds(seed=5).at["returns", "rule"] == returns.rule_version * (1 + returns.changes)


def test_a_policy_costs_what_the_chosen_columns_say():
    choices = dict(zip(NAMES, ("model", "rule", "rule"), strict=True))
    played = play_policy(choices, seed=6)
    assert played.choice.tolist() == ["model", "rule", "rule"]
    assert played.yours.tolist() == [played.at[world, choice] for world, choice in choices.items()]


def test_choices_may_come_in_any_order():
    forward = dict.fromkeys(NAMES, "model")
    backward = dict(reversed(forward.items()))
    pd.testing.assert_frame_equal(play_policy(forward, seed=7), play_policy(backward, seed=7))


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"returns": "rule"}, "Choose once for each world, returns, payments, listings; your choices are for returns"),
        (dict.fromkeys([*NAMES, "refunds"], "rule"), "refunds"),
        (dict.fromkeys(NAMES, "ml"), "for 'returns' it is 'ml'"),
    ],
)
def test_an_incomplete_or_unknown_choice_is_refused_before_anything_is_played(choices, says):
    with pytest.raises(ValueError, match=says):
        play_policy(choices, seed=8)


def test_every_cost_is_a_positive_sum_of_pounds():
    costs = play_worlds(seed=9)
    assert list(costs) == ["nothing", *APPROACHES]
    assert list(costs.index) == NAMES
    assert (costs > 0).all(axis=None)
