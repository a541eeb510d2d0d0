import numpy as np
import pytest

from course_lib.exercises.exercise import NotYet
from course_lib.exercises.expect import choice, close, number


@pytest.mark.parametrize("value", [3, 3.0, np.float32(3), np.int64(3), True + 2])
def test_any_number_is_a_number(value):
    assert number(value, name="share") == 3


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("3", "no quotes, no %, no £"),
        ([3, 4], "it is a list"),
        (float("nan"), "finite"),
        (float("inf"), "finite"),
        (print, "it is a"),
    ],
)
def test_what_is_no_number_is_named(value, said):
    with pytest.raises(NotYet, match=said):
        number(value, name="share")


def test_a_choice_is_taken_in_any_letter_case_and_others_are_listed():
    assert choice("Rule ", name="world_1", among=("rule", "model")) == "rule"
    for value in ("rules", 3, None):
        with pytest.raises(NotYet, match='must be one of "rule", "model"'):
            choice(value, name="world_1", among=("rule", "model"))


def test_rounding_is_never_a_mistake_and_another_number_is():
    assert close(0.36, 154 / 429)
    assert not close(0.4, 154 / 429)
