import pytest

from course_lib.lessons import all_lessons, course_root, find_lesson


@pytest.mark.parametrize("asked", ["0", "00", "start_here", "00_start_here", "00_start_here/"])
def test_a_lesson_is_found_by_number_name_or_folder(root, asked):
    assert find_lesson(root, asked).folder == "00_start_here"


def test_an_unknown_lesson_says_which_comes_near_or_which_there_are(root):
    with pytest.raises(LookupError, match="Did you mean 00_start_here"):
        find_lesson(root, "start_hear")
    with pytest.raises(LookupError, match="There are: 00_start_here"):
        find_lesson(root, "xyzzy")


def test_a_lesson_knows_its_decision_time_and_points(root):
    first = all_lessons(root)[0]
    assert (first.decision, first.points) == ("Can I do this?", {"free_share": 2.0})
    assert first.minutes <= 10


def test_outside_the_course_the_error_says_what_to_do(tmp_path, root):
    with pytest.raises(LookupError, match="Change into it"):
        course_root(tmp_path)
    assert course_root(root / "notebooks") == root
