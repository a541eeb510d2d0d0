"""Lesson 03 as a learner meets it: a closed reveal, a rule written wrong and right, the lab, the three worlds."""

import pytest

from tests.browser.jupyterlab import CHROMIUM, open_lesson

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: `apt-get install chromium` brings it."
)

RIGHT = """def is_eligible(returns):
    days, price = returns["days_since_delivery"], returns["price"]
    final_sale, opened, vip = returns["final_sale"], returns["opened"], returns["vip"]
    return ((days <= 30) | (vip & (days <= 45))) & ~final_sale & ~(opened & (price > 50))"""
WRONG = RIGHT.replace("days <= 30", "days < 30")


def test_a_learner_bets_writes_the_rule_slides_and_chooses(root, tmp_path):
    with open_lesson(root, tmp_path, "3") as lesson:
        lesson.run_all()
        lesson.select("wrong_of_10k")
        assert "Still closed" in lesson.cell('reveal("bet_03")').inner_text()
        placed = 'wrong_of_10k = 40\nhow_sure = 0.5\nreveal("bet_03")'
        assert "Near 363" in lesson.answer("wrong_of_10k", placed, 'reveal("bet_03")').inner_text()

        wrong = lesson.answer("def is_eligible", WRONG, 'check("is_eligible")')
        assert "write <=, not <" in wrong.inner_text()
        right = lesson.answer("def is_eligible", RIGHT, 'check("is_eligible")')
        assert "Correct · 3 of 3 points" in right.inner_text()

        lesson.select("rules_lab()")
        lab = lesson.cell("rules_lab()")
        assert "the rule is cheaper than the model" in lab.inner_text()
        lesson.move_slider("Clauses", "ArrowRight", 4)
        assert "Above about 4.5 changes a year" in lab.inner_text()

        chosen = 'choices = {"returns": "rule", "payments": "model", "listings": "hybrid"}'
        played = lesson.answer('"returns": "model"', chosen, 'check("three_worlds")')
        assert "Correct · 6 of 6 points" in played.inner_text()
