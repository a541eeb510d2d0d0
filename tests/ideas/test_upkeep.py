"""Upkeep: sums that fit on a napkin."""

import pytest

from course_lib.ideas.upkeep import crossover, upkeep_costs


def costs(changes=(0, 24), **given):
    return upkeep_costs(changes, **{"examples": 1_000, "clauses": 8, "wrong_per_10k": 83} | given)


def test_the_three_costs_are_the_sums_of_the_napkin():
    row = costs(changes=[3]).iloc[0]
    versions = 1 + 2 * 3
    labels, training, mistakes = 0.50 * 1_000 * versions, 1_000 * versions + 12_000, 15 * 40_000 * 83 / 10_000
    assert row.rule == 400 * 8 * versions
    assert row.model == labels + training + mistakes
    assert row.hybrid == row.rule / 2 + (labels + mistakes) / 2 + training


def test_a_hybrid_that_writes_nothing_is_a_model():
    written_nothing = costs(written_share=0)
    assert written_nothing.hybrid.tolist() == written_nothing.model.tolist()


def test_each_cost_moves_the_line_it_belongs_to_and_no_other():
    for name, moves in {
        "clause_cost": {"rule", "hybrid"},
        "clauses": {"rule", "hybrid"},
        "examples": {"model", "hybrid"},
        "wrong_per_10k": {"model", "hybrid"},
        "label_cost": {"model", "hybrid"},
        "monitoring_a_year": {"model", "hybrid"},
        "retrain_cost": {"model", "hybrid"},
        "error_cost": {"model", "hybrid"},
        "decisions_a_year": {"model", "hybrid"},
    }.items():
        low, high = (costs(changes=[4], **{name: value}).iloc[0] for value in (1, 2))
        assert {line for line in ("rule", "model", "hybrid") if high[line] > low[line]} == moves, name


def test_the_lines_cost_the_same_at_the_crossover():
    meets = crossover(costs())
    there = costs(changes=[meets]).iloc[0]
    assert there.rule == pytest.approx(there.model)
    assert 0 < meets < 24


def test_lines_that_do_not_meet_have_no_crossover():
    assert crossover(costs(clause_cost=1)) is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"clause_cost": -1}, "one of these is -1"),
        ({"changes": [-2]}, "-2"),
        ({"written_share": 50}, "written_share is 50"),
    ],
)
def test_a_negative_cost_or_no_share_is_refused(given, says):
    with pytest.raises(ValueError, match=says):
        costs(**given)
