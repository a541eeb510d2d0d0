"""Models and their baselines: at most one empty claim, and no shortcut to it."""

import numpy as np
import pandas as pd

from course_lib.ideas.straw_baseline import DECISIONS, models_and_baselines

TABLES = [models_and_baselines(seed=seed) for seed in range(200)]


def empty_claims(table: pd.DataFrame) -> pd.Series:
    """True where the better of the two answers for all is wrong no more often than the model."""
    return np.minimum(table.accepted, table.cases - table.accepted) <= table.model_wrong


def test_the_same_seed_gives_the_same_table():
    pd.testing.assert_frame_equal(models_and_baselines(seed=1), models_and_baselines(seed=1))
    assert not TABLES[1].equals(TABLES[2])


def test_the_counts_of_each_row_agree_with_one_another():
    for table in TABLES:
        assert table.model.tolist() == list(DECISIONS)
        refused = table.cases - table.accepted
        assert table.baseline_wrong.equals(table.accepted.where(table.baseline == "always refuse", refused))
        assert (table.model_wrong < table.baseline_wrong).all(), "each maker can say it beats its baseline"


def test_one_row_or_none_is_empty_and_each_answer_occurs():
    flaws = [tuple(table.model[empty_claims(table)]) for table in TABLES]
    assert set(flaws) == {(), *((name,) for name in DECISIONS)}
    clean = flaws.count(()) / len(flaws)
    assert 0.15 < clean < 0.35


def test_a_straw_baseline_alone_does_not_give_the_row_away():
    for table in TABLES:
        better = np.minimum(table.accepted, table.cases - table.accepted)
        straw = table.baseline_wrong > better
        assert (straw & ~empty_claims(table)).any()


def test_neither_the_most_errors_nor_the_largest_improvement_points_at_the_flaw():
    for table in TABLES:
        flaw = empty_claims(table)
        assert not flaw[(table.model_wrong / table.cases).idxmax()]
        assert not flaw[(table.model_wrong / table.baseline_wrong).idxmin()]
