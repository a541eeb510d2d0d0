import re

import ipywidgets as widgets
import matplotlib.pyplot as plt
import pytest

from course_lib.datasets.payments import make_payments
from course_lib.ideas.blocking_policy import consequence
from course_lib.labs.payments_lab import payments_lab

PAYMENTS = make_payments(5_000, seed=1, truth=True)
SCORES = PAYMENTS["fraud_probability"]


@pytest.fixture
def lab():
    return payments_lab(PAYMENTS, SCORES)


def parts(lab):
    _rule, threshold, cost, reviewers, words, picture = lab.children
    return threshold, cost, reviewers, words, picture


def counts(words, pattern):
    return int(re.search(pattern, words.value).group(1).replace(",", ""))


def test_it_says_at_once_what_happens_at_one_half(lab):
    *_, words, _ = parts(lab)
    seen = consequence(PAYMENTS, SCORES, threshold=0.5, false_block_cost=12, reviewers=0)
    assert f"{seen.boxes.caught:,} caught" in words.value
    assert f"Bill £{seen.bill:,.0f}" in words.value
    assert f"recall {100 * seen.boxes.recall:.0f} %" in words.value
    assert f"precision {100 * seen.boxes.precision:.0f} %" in words.value


def test_a_lower_threshold_catches_more_thefts_and_stops_more_honest_people(lab):
    threshold, *_, words, picture = parts(lab)
    caught, honest, before = counts(words, r"([\d,]+) caught"), counts(words, r"([\d,]+) honest<"), picture.value
    threshold.value = 0.05
    assert counts(words, r"([\d,]+) caught") > caught
    assert counts(words, r"([\d,]+) honest<") > honest
    assert picture.value != before


def test_a_dearer_false_block_changes_the_bill_and_not_the_counts(lab):
    threshold, cost, _, words, _ = parts(lab)
    threshold.value = 0.12
    bill, caught = counts(words, r"Bill £([\d,]+)"), counts(words, r"([\d,]+) caught")
    cost.value = 60
    assert counts(words, r"Bill £([\d,]+)") > bill
    assert counts(words, r"([\d,]+) caught") == caught


def test_a_reviewer_spares_honest_people(lab):
    threshold, _, reviewers, words, _ = parts(lab)
    threshold.value = 0.05
    honest = counts(words, r"([\d,]+) honest<")
    reviewers.value = 1
    assert counts(words, r"([\d,]+) honest<") < honest
    assert "reviewers open 72 of them" in words.value


def test_when_nobody_is_stopped_it_says_so_and_shows_no_number(lab):
    threshold, *_, words, _ = parts(lab)
    threshold.value = 0.99
    assert "nobody is stopped" in words.value
    assert "nan" not in words.value


def test_the_picture_has_alt_text_that_follows_the_sliders(lab):
    threshold, *_, picture = parts(lab)
    threshold.value = 0.3
    assert re.search(r'<img alt="At 0\.30 \(your threshold\) the bill is [^"]+"', picture.value)


def test_prices_and_thresholds_of_the_questions_can_be_set(lab):
    threshold, cost, reviewers, *_ = parts(lab)
    for slider, value in [(threshold, 0.12), (threshold, 0.3), (cost, 60), (cost, 120), (reviewers, 5)]:
        slider.value = value
        assert slider.value == value
        steps = (value - slider.min) / slider.step
        assert steps == pytest.approx(round(steps)), f"arrow keys never stop at {value}"


def test_sliders_are_described_and_nothing_interactive_is_used_that_a_notebook_cannot_store(lab):
    assert all(slider.description for slider in lab.children[1:4])
    assert {type(child) for child in lab.children} == {widgets.HTML, widgets.FloatSlider, widgets.IntSlider}


def test_moving_sliders_leaves_no_figure_open(lab):
    before = plt.get_fignums()
    for value in (0.1, 0.2, 0.3):
        lab.children[1].value = value
    assert plt.get_fignums() == before
