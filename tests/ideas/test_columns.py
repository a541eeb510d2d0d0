import numpy as np
import pandas as pd
import pytest

from course_lib.ideas.columns import columns


def test_yes_and_no_may_be_written_as_truth_values_or_as_ones_and_zeros():
    for values in ([True, False], [1, 0], pd.Series([1.0, 0.0], index=[7, 8])):
        (flags,) = columns(flags=values)
        assert flags.tolist() == [True, False]


def test_the_given_columns_are_never_changed():
    scores = np.array([0.2, 0.9])
    columns(scores=scores)[0][0] = 0
    assert scores.tolist() == [0.2, 0.9]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"flags": [0.2, 0.9]}, "`flags` must be True or False .* one is 0.2.*Compare scores with a threshold"),
        ({"scores": [[0.8, 0.2]]}, r"`scores` .* shape is \(1, 2\).*predict_proba"),
        ({"scores": [35.9]}, "`scores` must be from 0 to 1 .* one is 35.9"),
        ({"amount": [-1.0]}, "`amount` must be £0 or more .* one is -1.0"),
        ({"amount": [np.nan]}, "`amount` .* one is nan"),
        ({"priority": [np.nan]}, "`priority` .* one is nan"),
        ({"fraud": [True], "amount": [1, 2]}, "equally long; they are {'fraud': 1, 'amount': 2}"),
    ],
)
def test_a_column_that_breaks_its_rule_is_refused_with_the_rule_the_value_and_the_remedy(wrong, said):
    with pytest.raises(ValueError, match=said):
        columns(**wrong)
