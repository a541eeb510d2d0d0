"""Lesson 07 as a learner meets it: a closed reveal, a wrong answer, the right one, the lab, the page to take to work."""

import pytest

from tests.browser.jupyterlab import CHROMIUM, open_lesson

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: `apt-get install chromium` brings it."
)

WRONG = """def choose_threshold(scores, fraud, amount, false_block_cost):
    bills = [bill(scores >= t, fraud, amount, false_block_cost) for t in THRESHOLDS]
    return bills.index(min(bills))"""
RIGHT = WRONG.replace("bills.index(min(bills))", "THRESHOLDS[bills.index(min(bills))]")


def test_a_learner_bets_slides_errs_succeeds_and_takes_a_page_to_work(root, tmp_path):
    with open_lesson(root, tmp_path, "7") as lesson:
        lesson.run_all()
        page = lesson.page
        lesson.select("thefts_stopped")
        assert "Still closed" in lesson.cell('reveal("bet_07")').inner_text()
        assert "It stopped" not in lesson.cell('reveal("bet_07")').inner_text()
        opened = lesson.answer(
            "thefts_stopped", 'thefts_stopped = 294\nhow_sure = 0.8\nreveal("bet_07")', 'reveal("bet_07")'
        )
        assert "It stopped 60 of 298" in opened.inner_text()

        lesson.select("payments_lab(test")
        lab = lesson.cell("payments_lab(test")
        assert "60 caught" in lab.inner_text()
        lesson.move_slider("Threshold", "ArrowLeft", 38)
        assert "152 caught" in lab.inner_text()
        assert "£25,042" in lab.inner_text()
        lesson.move_slider("Reviewers", "ArrowRight", 5)
        assert "65 honest" in lab.inner_text()

        wrong = lesson.answer("def choose_threshold", WRONG, 'check("choose_threshold")')
        assert "a place in the list" in wrong.inner_text()
        right = lesson.answer("def choose_threshold", RIGHT, 'check("choose_threshold")')
        assert "Correct · 6 of 6 points" in right.inner_text()
        assert "graded on fresh data" in right.inner_text()

        lesson.select('wrap_up("07_evaluation")')
        page.keyboard.press("Control+Enter")
        lesson.rest()
        told = lesson.cell("wrap_up(").inner_text()
        assert "You bet that 98.7 % accuracy stops 294" in told
        assert "Waiting for your answer: " in told
    kept = (tmp_path / "my_course" / "07_evaluation" / "to_work.html").read_text(encoding="utf-8")
    assert "Block from 0.15 if the fixed cost of a false block is £12" in kept
