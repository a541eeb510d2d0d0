import pytest

from course_lib.exercises.catalogue import all_exercises, find

GRADED = [exercise for exercise in all_exercises().values() if exercise.points]


def test_an_unknown_name_says_which_comes_near():
    with pytest.raises(LookupError, match="Did you mean 'free_share'"):
        find("free_shar")


@pytest.mark.parametrize("exercise", all_exercises().values(), ids=lambda exercise: exercise.name)
def test_every_message_is_short_enough_to_be_read(exercise):
    for message in (*exercise.misconceptions.values(), *exercise.hints):
        assert 10 < len(message) < 320, message
        assert "!" not in message, message


@pytest.mark.parametrize("exercise", GRADED, ids=lambda exercise: exercise.name)
def test_every_graded_exercise_names_two_misconceptions_and_three_hints(exercise):
    if exercise.kind == "M":
        return
    assert len(exercise.misconceptions) >= 2
    assert len(exercise.hints) == 3
