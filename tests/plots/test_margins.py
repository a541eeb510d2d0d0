"""The margins are fixed, so what the widest numbers and names need is measured here."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from course_lib.ideas.four_boxes import FourBoxes
from course_lib.ideas.upkeep import upkeep_costs
from course_lib.plots.approaches import plot_approaches
from course_lib.plots.baskets import plot_baskets
from course_lib.plots.bill_by_threshold import plot_bill_by_threshold
from course_lib.plots.error_by_examples import plot_error_by_examples
from course_lib.plots.four_boxes import plot_four_boxes
from course_lib.plots.rarity import plot_rarity
from course_lib.plots.upkeep import plot_upkeep

BILLS = pd.Series(np.linspace(117_000, 24_000, 99), index=np.arange(1, 100) / 100)
COMPARED = pd.DataFrame({"caught": [0, 93], "honest_stopped": [0, 231], "bill": [46_300.0, 32_500.0]})
ERRORS = pd.DataFrame({"examples": [100, 10_000], "wrong_per_10k": [9_350, 30], "fewest": [200, 10], "most": [9_600, 50]})  # fmt: skip
COSTS = {"clauses": 8, "clause_cost": 1_000}

PICTURES = {
    "short names": lambda: plot_approaches(COMPARED.set_axis(["a", "b"])),
    "long names": lambda: plot_approaches(COMPARED.set_axis(["nothing", "the written rule"])),
    "baskets, from £1,000": lambda: plot_baskets([12, 1_105], 1_000),
    "baskets, from £0": lambda: plot_baskets([12, 30, 48], 0),
    "bills": lambda: plot_bill_by_threshold(BILLS, nothing=46_000, rule=32_000, at=0.99, at_name="your threshold"),
    "bills of millions": lambda: plot_bill_by_threshold(100 * BILLS, nothing=4_600_000, rule=3_200_000, at=0.01),
    "errors": lambda: plot_error_by_examples(ERRORS),
    "four boxes": lambda: plot_four_boxes(
        FourBoxes(caught=9_133, missed=8_165, honest_stopped=9_172, left_alone=1_519_530)
    ),
    "nobody stopped": lambda: plot_four_boxes(FourBoxes(caught=0, missed=298, honest_stopped=0, left_alone=19_702)),
    "rarity": lambda: plot_rarity(np.arange(200_000) % 67 == 0),
    "upkeep": lambda: plot_upkeep(upkeep_costs(range(25), examples=10_000, wrong_per_10k=900, **COSTS), at=24),
    "upkeep, no changes": lambda: plot_upkeep(upkeep_costs(range(25), examples=100, wrong_per_10k=9, **COSTS), at=0),
}


def cut_off(figure):
    """The sides, by inches, on which something of the picture lies outside its paper."""
    figure.canvas.draw()
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    beyond = {"left": -drawn.x0, "below": -drawn.y0, "right": drawn.x1 - width, "above": drawn.y1 - height}
    return {side: round(inches, 2) for side, inches in beyond.items() if inches > 0.01}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_nothing_of_a_picture_is_cut_off(draw):
    figure = draw().figure
    assert not cut_off(figure)
    plt.close(figure)


def test_a_name_too_long_for_its_margin_would_be_noticed():
    ax = plot_rarity([True, False])
    ax.set_yticks([0], ["a name that is longer than its margin"])
    assert "left" in cut_off(ax.figure)
    plt.close(ax.figure)
