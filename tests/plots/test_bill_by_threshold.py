import io

import pandas as pd
import pytest
from matplotlib.figure import Figure

from course_lib.plots.bill_by_threshold import plot_bill_by_threshold
from course_lib.plots.show import alt_text

BILLS = pd.Series([117_000.0, 25_000.0, 24_000.0, 34_000.0, 47_000.0], index=[0.01, 0.12, 0.15, 0.5, 0.99])


def picture(bills=BILLS, *, nothing=48_000, rule=30_000, **options):
    return plot_bill_by_threshold(bills, nothing=nothing, rule=rule, ax=Figure().add_subplot(), **options)


def claim(ax):
    return ax.get_title(loc="left")


def texts(ax):
    return " | ".join(text.get_text() for text in ax.texts)


def test_the_curve_and_both_levels_are_drawn_from_the_given_bills():
    ax = picture()
    curve, nothing, rule = ax.lines[:3]
    assert curve.get_xdata().tolist() == BILLS.index.tolist()
    assert curve.get_ydata().tolist() == (BILLS / 1000).tolist()
    assert set(nothing.get_ydata()) == {48}
    assert set(rule.get_ydata()) == {30}


def test_lines_are_told_apart_by_style_and_by_a_name_beside_them():
    ax = picture()
    assert len({line.get_linestyle() for line in ax.lines[:3]}) == 3
    assert "block nobody: £48.0k" in texts(ax)
    assert "the written rule: £30.0k" in texts(ax)


def test_the_claim_says_what_these_bills_show_and_not_what_others_would():
    assert claim(picture()) == "The model's lowest bill is £24.0k; the rule costs £30.0k"
    assert "no threshold beats the rule, £20.0k" in claim(picture(rule=20_000))


def test_a_marked_threshold_is_named_and_compared_with_the_lowest():
    ax = picture(at=0.116, at_name="the napkin")
    assert claim(ax) == "At 0.12 (the napkin) the bill is £25.0k, 4 % above the lowest"
    assert "the napkin: 0.12" in texts(ax)
    assert claim(picture(at=0.15)).endswith("£24.0k, the lowest")
    assert claim(picture(BILLS.replace(25_000, 24_050), at=0.12)).endswith("less than 1 % above the lowest")


def test_a_bill_off_the_picture_is_marked_on_its_upper_edge():
    ax = picture(at=0.01)
    assert ax.lines[-1].get_ydata() == pytest.approx([ax.get_ylim()[1]])
    assert "£117.0k" in claim(ax)


def test_the_alt_text_states_the_claim_and_the_levels_and_the_axes_have_units():
    ax = picture(at=0.12)
    assert claim(ax) in alt_text(ax)
    assert "Blocking nobody costs £48.0k, the written rule £30.0k." in alt_text(ax)
    assert ax.get_ylabel() == "bill (£ thousand)"
    assert "score" in ax.get_xlabel()


@pytest.mark.parametrize("rule", [20_000, 47_500, 48_500, 80_000])
@pytest.mark.parametrize("at", [0.01, 0.5, 0.99])
def test_names_stay_inside_the_picture_and_the_two_levels_names_apart(rule, at):
    ax = picture(rule=rule, at=at, at_name="your threshold")
    ax.figure.savefig(io.BytesIO())
    boxes = [text.get_window_extent() for text in ax.texts]
    assert all(ax.figure.bbox.x0 <= box.x0 and box.x1 <= ax.figure.bbox.x1 for box in boxes)
    assert not boxes[0].overlaps(boxes[1])


def test_a_picture_of_no_threshold_is_refused():
    with pytest.raises(ValueError, match="at least one threshold"):
        picture(pd.Series(dtype=float))
