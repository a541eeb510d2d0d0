import math

import pytest

from course_lib.outcomes import Outcome, Standing


def outcome(points):
    return Outcome(name="share", standing=Standing.NOT_YET, points=points, max_points=2, message="")


@pytest.mark.parametrize("points", [-0.3, math.nan, math.inf, -math.inf, 2.01])
def test_points_that_nbgrader_would_misread_cannot_exist(points):
    with pytest.raises(ValueError, match="finite number from 0 to 2"):
        outcome(points)


def test_points_are_rounded_to_two_decimals_and_shown_as_the_partial_credit():
    assert outcome(1.23456).points == 1.23
    assert repr(outcome(1.23456)) == "1.23"


def test_an_outcome_is_plain_data():
    assert outcome(1).as_data()["standing"] == "not yet"
    assert type(outcome(1).as_data()["standing"]) is str
