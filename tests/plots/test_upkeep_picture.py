import itertools

import pandas as pd
import pytest
from matplotlib.figure import Figure

from course_lib.plots.show import alt_text
from course_lib.plots.upkeep import plot_upkeep, upkeep_claim

COSTS = pd.DataFrame(
    {
        "changes_a_year": [0.0, 24.0],
        "rule": [3e3, 123e3],
        "model": [23e3, 83e3],
        "hybrid": [20e3, 84e3],
    }
)


def picture(costs=COSTS, **options):
    return plot_upkeep(costs, ax=Figure().add_subplot(), **options)


def test_the_lines_are_the_table_in_thousands_and_differ_in_style():
    lines = picture().lines[:3]
    for line, name in zip(lines, ("rule", "model", "hybrid"), strict=True):
        assert line.get_ydata().tolist() == (COSTS[name] / 1_000).tolist()
    assert len({line.get_linestyle() for line in lines}) == 3


def test_the_labels_at_the_lines_ends_do_not_overprint():
    ax = picture()
    heights = sorted(text.get_position()[1] for text in ax.texts)
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 0.07 * ax.get_ylim()[1] / 1.1
    assert {text.get_text() for text in ax.texts} == {"rule £123k", "model £83k", "hybrid £84k"}


def test_the_crossover_is_circled_where_both_cost_the_same():
    circle = picture().lines[3]
    assert (circle.get_xdata().item(), circle.get_ydata().item()) == (pytest.approx(8), pytest.approx(43))


def test_the_claim_names_what_the_lines_show():
    assert upkeep_claim(COSTS) == "Above about 8 changes a year, the model is cheaper than the rule"
    assert upkeep_claim(COSTS.assign(rule=1e3)) == "Up to 24 changes a year, the rule is cheaper than the model"
    assert upkeep_claim(COSTS.assign(rule=500e3)) == "Up to 24 changes a year, the model is cheaper than the rule"
    swapped = COSTS.rename(columns={"rule": "model", "model": "rule"})
    assert upkeep_claim(swapped) == "Above about 8 changes a year, the rule is cheaper than the model"


def test_without_a_crossover_nothing_is_circled():
    assert len(picture(COSTS.assign(rule=1e3)).lines) == 3


def test_your_own_place_is_marked_and_named():
    ax = picture(at=10)
    assert set(ax.lines[-1].get_xdata()) == {10}
    assert "you" in {text.get_text() for text in ax.texts}


def test_the_alt_text_states_the_claim_and_the_axes_have_units():
    ax = picture()
    assert upkeep_claim(COSTS) in alt_text(ax)
    assert "rule £123k" in alt_text(ax)
    assert ax.get_ylabel().endswith("(£ thousand)")
    assert ax.get_xlabel().endswith("a year")
