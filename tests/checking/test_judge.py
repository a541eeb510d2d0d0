import math

import pytest

from course_lib.checking.judge import judge
from course_lib.exercises.exercise import Exercise, NotAttempted, NotYet
from course_lib.outcomes import Standing


def exercise(practice=lambda answers: "Right.", **changes):
    told = {"name": "double", "lesson": "00", "kind": "C", "points": 2, "answers": ("double",), "practice": practice}
    return Exercise(**(told | changes))


def wrong(**told):
    def practice(answers):
        raise NotYet(**told)

    return exercise(practice, misconceptions={"swapped": "{value} is the other way round."})


def test_a_right_answer_earns_all_points():
    outcome = judge(exercise(), {"double": 4})
    assert (outcome.standing, outcome.points, outcome.message) == (Standing.CORRECT, 2, "Right.")


def test_a_misconception_gets_its_own_message_with_the_value():
    outcome = judge(wrong(misconception="swapped", value=7), {"double": 7})
    assert (outcome.standing, outcome.points, outcome.misconception) == (Standing.NOT_YET, 0, "swapped")
    assert outcome.message == "7 is the other way round."


def test_a_part_of_the_points_can_be_earned():
    assert judge(wrong(message="Nearly.", share=0.336), {"double": 7}).points == 0.67


@pytest.mark.parametrize(("share", "points"), [(-3, 0), (1.4, 2), (math.nan, 0), (math.inf, 0), (-math.inf, 0)])
def test_a_play_below_above_or_without_a_finite_result_stays_within_the_points(share, points):
    outcome = judge(wrong(message="Played.", share=share), {"double": 7})
    assert outcome.points == points
    assert ("no finite result" in outcome.message) is not math.isfinite(share)


@pytest.mark.parametrize("untouched", [..., None, {"a": ..., "b": ...}, [..., ...], (None,)])
def test_an_untouched_answer_is_not_attempted(untouched):
    outcome = judge(exercise(), {"double": untouched})
    assert (outcome.standing, outcome.points) == (Standing.NOT_ATTEMPTED, 0)
    assert ("holds nothing (`None`)" if untouched is None else "still holds the three dots") in outcome.message


def test_a_half_filled_answer_reaches_the_exercise():
    assert judge(exercise(), {"double": {"a": 1, "b": ...}}).standing is Standing.CORRECT


def test_an_undefined_name_asks_to_run_the_cell_above():
    assert judge(exercise(), {}).message == "`double` is not there yet. Run the cell above first."


@pytest.mark.parametrize(
    "values", [{}, {"double": ...}, {"double": 4}], ids=["missing", "untouched", "an older answer"]
)
def test_the_learners_own_exception_is_told_in_one_plain_line(values):
    outcome = judge(exercise(), values, error="NameError: name 'cauht' is not defined")
    assert outcome.standing is Standing.NOT_ATTEMPTED
    assert outcome.message.startswith(
        "The cell you ran before this one stopped with NameError: name 'cauht' is not defined."
    )


def test_a_start_left_as_it_was_is_not_attempted_and_a_changed_one_is_judged():
    poor = exercise(starts={"double": {"rule": 1}})
    assert judge(poor, {"double": {"rule": 1}}).standing is Standing.NOT_ATTEMPTED
    assert judge(poor, {"double": {"rule": 2}}).standing is Standing.CORRECT


def test_of_several_answers_the_open_one_is_named():
    two = exercise(answers=("precision", "recall"))
    assert "`recall` is still open" in judge(two, {"precision": 0.4, "recall": ...}).message


def test_a_learners_function_that_fails_costs_no_traceback():
    outcome = judge(exercise(lambda answers: answers["double"](0)), {"double": lambda x: 1 / x})
    assert outcome.standing is Standing.NOT_YET
    assert "ZeroDivisionError: division by zero" in outcome.message


def test_a_fault_of_the_criterion_itself_is_not_blamed_on_the_learner():
    def broken(answers):
        return answers["no such answer"]

    with pytest.raises(KeyError):
        judge(exercise(broken), {"double": 1})


def test_a_function_without_a_return_can_be_told_apart():
    def practice(answers):
        if answers["double"](2) is None:
            raise NotAttempted("`double` returned nothing. Is there a `return`?")
        return "Right."

    assert judge(exercise(practice), {"double": lambda x: None}).standing is Standing.NOT_ATTEMPTED
    assert judge(exercise(practice), {"double": lambda x: 2 * x}).standing is Standing.CORRECT


def test_fresh_draws_judge_under_grading_and_the_lessons_data_in_practice():
    def graded(answers, seed):
        raise NotYet(f"On seed {seed} it loses money.")

    both = exercise(graded=graded)
    assert judge(both, {"double": 1}).standing is Standing.CORRECT
    assert judge(both, {"double": 1}, seed=9).message == "On seed 9 it loses money."
    assert judge(exercise(), {"double": 1}, seed=9).standing is Standing.CORRECT
