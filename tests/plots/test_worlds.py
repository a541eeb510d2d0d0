import pandas as pd
from matplotlib.figure import Figure

from course_lib.plots.show import alt_text
from course_lib.plots.worlds import plot_worlds

COSTS = pd.DataFrame(
    {"nothing": [20e3, 400e3], "rule": [2e3, 340e3], "model": [22e3, 160e3], "hybrid": [18e3, 200e3]},
    index=["returns", "payments"],
)


def picture(costs=COSTS):
    return plot_worlds(costs, ax=Figure().add_subplot())


def markers(ax):
    return [line for line in ax.lines if line.get_marker() != "None"]


def test_each_marker_stands_at_its_share_of_doing_nothing():
    shares = [line.get_xdata()[0] for line in markers(picture())]
    assert [round(share) for share in shares] == [10, 110, 90, 85, 40, 50]


def test_approaches_differ_in_marker_and_carry_their_pounds():
    ax = picture()
    assert len({line.get_marker() for line in markers(ax)}) == 3
    assert {"rule £2k", "model £160k", "doing nothing"} <= {text.get_text() for text in ax.texts}


def test_no_marker_lies_outside_the_picture():
    ax = picture()
    assert max(line.get_xdata()[0] for line in markers(ax)) < ax.get_xlim()[1]


def test_the_claim_is_read_off_these_costs():
    assert picture().get_title(loc="left") == "Cheapest in returns: rule; in payments: model"
    assert picture(COSTS.assign(hybrid=1e3)).get_title(loc="left") == "Cheapest in returns: hybrid; in payments: hybrid"


def test_the_alt_text_states_the_claim_and_every_cost():
    ax = picture()
    assert ax.get_title(loc="left") in alt_text(ax)
    assert "payments: nothing £400,000, rule £340,000, model £160,000, hybrid £200,000" in alt_text(ax)
    assert "%" in ax.get_xlabel()
