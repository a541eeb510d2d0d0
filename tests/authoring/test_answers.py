import pytest

from course_lib.authoring.answers import read_answers

ANSWER = """
[[answer]]
exercise = "free_share"
wrong = "a guess"
code = "free_share = {}"
"""


def test_two_answers_of_one_name_are_refused_by_that_name(tmp_path):
    (tmp_path / "answers.toml").write_text(ANSWER.format(1) + ANSWER.format(2))
    with pytest.raises(ValueError, match="2 answers named “free_share: a guess”"):
        read_answers(tmp_path)


def test_an_answer_that_is_named_wrong_earns_nothing_unless_it_says_so(tmp_path):
    (tmp_path / "answers.toml").write_text(ANSWER.format(1))
    assert [answer.points for answer in read_answers(tmp_path)] == [0]
