"""The rules lab: four sliders, and the crossover moves with each as the formula says."""

import re
import statistics
import time
from pathlib import Path

import pytest

from course_lib.labs import rules_lab as module
from course_lib.labs.rules_lab import rules_lab


@pytest.fixture
def lab():
    return rules_lab()


def read(lab, **moves) -> str:
    names = ("examples", "clauses", "changes", "clause_cost")
    for name, value in moves.items():
        lab.children[names.index(name)].value = value
    return lab.children[4].value


def crossing(words: str) -> float | None:
    found = re.search(r"Above about ([\d.]+) changes a year, the model is cheaper", words)
    return float(found[1]) if found else None


def test_it_has_four_sliders_words_and_a_picture(lab):
    kinds = [type(child).__name__ for child in lab.children]
    assert kinds == ["SelectionSlider", "IntSlider", "IntSlider", "IntSlider", "HTML", "HTML"]
    assert lab.children[5].value.startswith('<img alt="')


def test_each_slider_changes_the_words_and_the_picture(lab):
    for moves in ({"examples": 100}, {"clauses": 8}, {"changes": 10}, {"clause_cost": 900}):
        words, picture = lab.children[4].value, lab.children[5].value
        assert read(lab, **moves) != words
        assert lab.children[5].value != picture


def test_more_clauses_and_dearer_upkeep_bring_the_crossover_nearer(lab):
    assert crossing(read(lab, clauses=4, clause_cost=400)) is None
    six, eight = crossing(read(lab, clauses=6)), crossing(read(lab, clauses=8))
    assert eight < six
    assert crossing(read(lab, clause_cost=800)) < eight


def test_too_few_examples_err_and_too_many_cost_labels_at_each_change(lab):
    few, middle, many = (crossing(read(lab, clauses=8, examples=size)) for size in (100, 1_000, 20_000))
    assert middle < few
    assert many is None


def test_the_words_name_all_three_costs_and_the_errors(lab):
    words = read(lab, clauses=8, changes=12)
    for part in ("rule £80,000", "model £54,480", "hybrid £85,740", "wrong 83 times, the rule never"):
        assert part in words


def test_no_slider_fits_a_model_and_no_figure_stays_open(lab):
    import matplotlib.pyplot as plt

    assert "sklearn" not in Path(module.__file__).read_text(encoding="utf-8")
    before = plt.get_fignums()
    read(lab, clauses=7)
    assert plt.get_fignums() == before


def test_a_slider_move_takes_a_tenth_of_a_second_at_most(lab):
    # `tests/benchmarks/lab_03.py` measures the 95th percentile; a shared machine lets a test hold the median.
    times = []
    for changes in range(10, 21):
        start = time.perf_counter()
        read(lab, changes=changes)
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < 0.1
