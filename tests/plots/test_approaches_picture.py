import pandas as pd
from matplotlib.figure import Figure

from course_lib.plots.approaches import plot_approaches
from course_lib.plots.show import alt_text

COMPARED = pd.DataFrame(
    {"caught": [0, 93, 126], "honest_stopped": [0, 231, 198], "bill": [46_300.0, 32_500.0, 27_000.0]},
    index=["nothing", "rule", "model"],
)


def picture(compared=COMPARED):
    return plot_approaches(compared, ax=Figure().add_subplot())


def test_the_bars_are_the_bills_and_the_smallest_is_on_top():
    ax = picture()
    assert [bar.get_width() for bar in ax.patches] == [46_300, 32_500, 27_000]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["nothing", "rule", "model"]


def test_each_bar_says_its_pounds_and_its_people():
    said = {text.get_text() for text in picture().texts}
    assert {"£32,500", "93 thefts caught, 231 honest stopped"} <= said


def test_the_claim_names_the_smallest_bill_of_these_data():
    assert picture().get_title(loc="left") == "The smallest bill here: model, £5,500 below rule"
    dearer = COMPARED.assign(bill=[46_300.0, 32_500.0, 34_900.0])
    assert picture(dearer).get_title(loc="left") == "The smallest bill here: rule, £2,400 below model"


def test_the_alt_text_lists_every_bar():
    ax = picture()
    assert ax.get_title(loc="left") in alt_text(ax)
    assert "nothing £46,300, 0 thefts caught, 0 honest stopped" in alt_text(ax)
    assert "(£ thousand)" in ax.get_xlabel()
