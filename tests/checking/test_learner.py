import json

import pytest

from course_lib import check, hint, reveal
from course_lib.checking import learner
from course_lib.checking.session import Session, use
from course_lib.exercises import catalogue
from course_lib.exercises.exercise import Exercise, NotYet
from course_lib.outcomes import MIMETYPE


def _bet(answers):
    if answers["bet"] == "52":
        return "It stopped 52."
    if answers["bet"] == "286":
        raise NotYet(misconception="accuracy as recall")
    raise NotYet(f"`bet` must be one of 52, 286; it is {answers['bet']}.")


def _broken(answers):
    return 1 / 0


EXERCISES = {
    "bet": Exercise(
        name="bet", lesson="07", kind="P", answers=("bet", "sure"), practice=_bet,
        misconceptions={"accuracy as recall": "That reads accuracy as recall."},
    ),
    "broken": Exercise(name="broken", lesson="07", kind="C", points=1, answers=("x",), practice=_broken, hints=("Look.", "The rule.", "A twin.")),
}  # fmt: skip


@pytest.fixture(autouse=True)
def two_exercises(monkeypatch):
    monkeypatch.setattr(catalogue, "all_exercises", lambda: EXERCISES)
    monkeypatch.setattr(learner, "_hints_opened", {})


def in_session(call, name, **told):
    with use(Session(**({"values": {}} | told))):
        return call(name)


def test_a_check_is_its_score_its_card_and_its_data_at_once():
    bundle = in_session(check, "bet", values={"bet": "286", "sure": 0.9})._repr_mimebundle_()
    assert bundle["text/plain"] == "0.0"
    assert "That reads accuracy as recall." in bundle["text/html"]
    assert bundle[MIMETYPE]["misconception"] == "accuracy as recall"
    json.dumps(bundle)


def test_a_misspelled_name_is_a_card_and_no_traceback():
    card = in_session(check, "bett")
    assert "Did you mean &#x27;bet&#x27;?" in card._repr_html_() or "Did you mean 'bet'?" in card._repr_html_()


def test_a_criterions_fault_never_stops_a_learner_and_always_reaches_a_grader():
    assert "can't be read (ZeroDivisionError" in in_session(check, "broken", values={"x": 1}).outcome.message
    with pytest.raises(ZeroDivisionError):
        in_session(check, "broken", values={"x": 1}, seed=3)


def test_hints_come_in_three_steps_and_the_last_one_stays():
    titles = [in_session(hint, "broken").title for _ in range(4)]
    assert titles == [
        "Hint 1 of 3: where to look",
        "Hint 2 of 3: the rule",
        "Hint 3 of 3: a worked twin, with other numbers",
        "Hint 3 of 3: a worked twin, with other numbers",
    ]


def test_a_bet_has_no_hint_and_says_so():
    assert in_session(hint, "bet").title == "No hint here"


@pytest.mark.parametrize(
    "values", [{}, {"bet": ..., "sure": ...}, {"bet": "52", "sure": ...}, {"bet": "many", "sure": 0.5}]
)
def test_a_reveal_stays_closed_until_the_bet_is_placed(values):
    card = in_session(reveal, "bet", values=values)
    assert card.title == "○ Still closed"
    assert "recall" not in card._repr_html_()
    assert "stopped" not in card._repr_html_()


def test_a_reveal_opens_on_any_placed_bet():
    assert in_session(reveal, "bet", values={"bet": "52", "sure": 0.5}).title == "✓ So it is. You said: 52, 0.5"
    assert "accuracy as recall" in str(in_session(reveal, "bet", values={"bet": "286", "sure": 0.5}))


def test_the_record_keeps_outcomes_hints_and_the_first_bet(tmp_path):
    for bet in ("286", "52"):
        in_session(reveal, "bet", values={"bet": bet, "sure": 0.9}, folder=tmp_path)
    in_session(hint, "broken", folder=tmp_path)
    kept = json.loads((tmp_path / "07" / ".progress.json").read_text())["exercises"]
    assert kept["bet"]["committed"] == {"bet": "286", "sure": 0.9}
    assert kept["broken"]["hints"] == 1


def test_no_record_is_kept_outside_a_learners_own_copies(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    in_session(check, "bet", values={"bet": "52", "sure": 1})
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_try_after_a_right_one_says_that_the_best_is_kept(tmp_path, monkeypatch):
    right = Exercise(name="x", lesson="07", kind="C", points=2, answers=("x",), practice=_only_two)
    monkeypatch.setitem(EXERCISES, "x", right)
    assert "is kept" not in str(in_session(check, "x", values={"x": 2}, folder=tmp_path).card())
    assert "Your best so far, 2 points, is kept." in str(
        in_session(check, "x", values={"x": 3}, folder=tmp_path).card()
    )


def _only_two(answers):
    if answers["x"] != 2:
        raise NotYet("That is not 2.")
    return "That is 2."
