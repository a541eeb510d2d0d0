import pandas as pd
import pytest
from matplotlib.figure import Figure

from course_lib.plots.error_by_examples import plot_error_by_examples
from course_lib.plots.show import alt_text

ERRORS = pd.DataFrame(
    {
        "examples": [100, 1_000, 10_000],
        "wrong_per_10k": [350.4, 30.2, 1.44],
        "fewest": [200, 10, 0.5],
        "most": [600, 50, 4],
    }
)


def picture(errors=ERRORS):
    return plot_error_by_examples(errors, ax=Figure().add_subplot())


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_curve_is_the_table_on_a_log_axis_and_the_policy_is_flat_at_zero():
    ax = picture()
    curve = ax.containers[0].lines[0]
    assert curve.get_xdata().tolist() == ERRORS.examples.tolist()
    assert curve.get_ydata().tolist() == ERRORS.wrong_per_10k.tolist()
    assert ax.get_xscale() == "log"
    flat = ax.lines[-1]
    assert set(flat.get_ydata()) == {0}
    assert flat.get_linestyle() == "--"


def test_each_point_and_each_line_is_named_where_it_stands():
    assert {"350", "30", "1.4", "learned model", "written policy: 0"} <= set(texts(picture()))


def test_the_claim_follows_the_data():
    assert picture().get_title(loc="left") == "With more examples, 350 errors become 1.4; the policy makes none"
    flat = ERRORS.assign(wrong_per_10k=350.0, fewest=200, most=600)
    assert picture(flat).get_title(loc="left").startswith("More examples do not help here")


def test_the_alt_text_states_the_claim_and_every_number():
    ax = picture()
    for part in (ax.get_title(loc="left"), "350 at 100", "30 at 1,000", "1.4 at 10,000"):
        assert part in alt_text(ax)
    assert "10,000" in ax.get_ylabel()
    assert "examples" in ax.get_xlabel()


@pytest.mark.parametrize("sizes", [[100, 1_000, 10_000], [200, 500, 20_000]])
def test_the_ticks_are_the_measured_sizes(sizes):
    ax = picture(ERRORS.assign(examples=sizes))
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [f"{size:,}" for size in sizes]
