import pytest

from course_lib import wrap_up
from course_lib.checking.session import Session, use


@pytest.fixture
def folder(tmp_path, root, monkeypatch):
    (tmp_path / "my_course" / "07_evaluation").mkdir(parents=True)
    monkeypatch.setattr("course_lib.checking.progress.course_root", lambda folder: root)
    return tmp_path / "my_course"


def page(folder, **values):
    with use(Session(values=values, folder=folder)):
        card = wrap_up("07_evaluation")
    return str(card._repr_html_()), (folder / "07_evaluation" / "to_work.html").read_text(encoding="utf-8")


def test_the_page_fills_itself_from_the_answers_that_are_there(folder):
    card, kept = page(folder, precision=0.436, recall=0.446, blocks_per_miss=..., my_product="Reviews")
    assert "Blocking from 0.2: of every 100 people we stop, 56 are honest (precision 44 %)" in card
    assert "of every 100 people we stop, 56 are honest" in kept
    assert "Waiting for your answer: My first bet, The napkin" in card
    assert "Not answered yet." in kept
    assert "Reviews" in kept


def test_the_first_bet_is_replayed_in_pounds(folder):
    card, _ = page(folder, thefts_stopped=294)
    assert "It stopped 60: a budget built on the bet would have been £" in card


@pytest.mark.parametrize("odd", ["many", float("nan"), [1], {"a": 1}, -(10**400)])
def test_odd_answers_leave_their_line_open_and_break_nothing(folder, odd):
    _, kept = page(folder, thefts_stopped=odd, precision=odd, recall=odd, we_will=odd, because="b", unless="c")
    assert "Ask on Monday" in kept


def test_what_a_learner_wrote_is_text_on_the_page(folder):
    card, kept = page(folder, my_product="<script>alert(1)</script>")
    assert "<script>" not in card + kept


def test_the_sentence_on_the_page_is_the_one_the_lesson_offers(root):
    from course_lib.exercises.evaluation_page import _SAID

    text = (root / "solutions" / "07_evaluation" / "evaluation.md").read_text(encoding="utf-8")
    for (_, letter), words in _SAID.items():
        assert f'`"{letter}"` {words}' in text, words


def test_a_lesson_without_a_page_and_a_session_without_a_record_say_so():
    with use(Session(values={})):
        assert "No page here" in wrap_up("00_start_here").title
        assert "mlpm learn" in wrap_up("07_evaluation")._repr_html_()
