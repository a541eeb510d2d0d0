import re

from course_lib.checking.card import Card, Verdict
from course_lib.outcomes import Outcome, Standing


def verdict(standing, points=0.0, *, practice=False, message="A message."):
    return Verdict(
        Outcome(name="share", standing=standing, points=points, max_points=2, message=message), practice=practice
    )


def test_each_standing_is_said_in_words_and_a_sign_and_a_line_style():
    pages = {standing: verdict(standing)._repr_mimebundle_()["text/html"] for standing in Standing}
    assert "✓ Correct" in pages[Standing.CORRECT]
    assert "△ Not yet" in pages[Standing.NOT_YET]
    assert "○ Not attempted" in pages[Standing.NOT_ATTEMPTED]
    assert len({re.search(r"border-left:\S+ (\w+)", page)[1] for page in pages.values()}) == 3


def test_a_screen_reader_is_told_the_standing_as_the_groups_label():
    assert (
        'role="group" aria-label="△ Not yet · 0 of 2 points"'
        in verdict(Standing.NOT_YET)._repr_mimebundle_()["text/html"]
    )


def test_a_wrong_answer_is_offered_a_hint_and_a_right_one_is_not():
    assert 'hint("share")' in str(verdict(Standing.NOT_YET).card())
    assert "hint(" not in str(verdict(Standing.CORRECT, 2).card())


def test_a_check_on_practice_data_says_that_fresh_data_will_grade_it():
    assert "graded on fresh data" in str(verdict(Standing.CORRECT, 2, practice=True).card())
    assert "fresh data" not in str(verdict(Standing.CORRECT, 2).card())


def test_what_a_learner_wrote_cannot_become_markup():
    page = Card("A <b>title</b>", ("<script>alert(1)</script> `<img src=x>`",))._repr_html_()
    assert "<script>" not in page
    assert "<code>&lt;img src=x&gt;</code>" in page


def test_colours_follow_the_readers_theme():
    assert "color:var(--jp-content-font-color1, inherit)" in Card("A title")._repr_html_()
