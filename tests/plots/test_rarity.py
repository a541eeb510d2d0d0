import pytest
from matplotlib.figure import Figure

from course_lib.plots.rarity import plot_rarity
from course_lib.plots.show import alt_text

FRAUD = [False] * 250 + [True] * 2 + [False] * 148


def test_each_payment_is_a_dot_and_each_theft_a_cross_at_its_place():
    ax = plot_rarity(FRAUD, ax=Figure().add_subplot())
    honest, thefts = (dots.get_xydata().tolist() for dots in ax.lines)
    assert len(honest) == 398
    assert thefts == [[50, 200], [51, 200]]


def test_the_claim_counts_the_given_payments_and_stands_in_the_alt_text():
    ax = plot_rarity(FRAUD, ax=Figure().add_subplot())
    assert ax.get_title(loc="left") == "2 of 400 payments are thefts: 1 in 200"
    assert ax.get_title(loc="left") in alt_text(ax)
    assert "payments" in ax.get_xlabel()
    assert "payments" in ax.get_ylabel()


def test_it_draws_on_the_given_axes_and_returns_them():
    ax = Figure().add_subplot()
    assert plot_rarity(FRAUD, ax=ax) is ax


def test_a_picture_of_no_theft_is_refused():
    with pytest.raises(ValueError, match="among 3 payments there is none"):
        plot_rarity([False] * 3)
