from matplotlib.figure import Figure

from course_lib.ideas.four_boxes import FourBoxes
from course_lib.plots.four_boxes import plot_four_boxes
from course_lib.plots.show import alt_text

BOXES = FourBoxes(caught=154, missed=136, honest_stopped=275, left_alone=19_435)


def picture(boxes=BOXES):
    return plot_four_boxes(boxes, ax=Figure().add_subplot())


def test_each_count_stands_in_the_box_of_what_was_done_and_what_it_was():
    places = {text.get_text(): (int(text.get_position()[0]), int(text.get_position()[1])) for text in picture().texts}
    assert places["154"] == (0, 1)
    assert places["136"] == (1, 1)
    assert places["275"] == (0, 0)
    assert places["19,435"] == (1, 0)


def test_mistakes_are_told_by_a_word_and_a_hatch_and_not_by_colour_alone():
    ax = picture()
    assert [text.get_text() for text in ax.texts].count("mistake") == 2
    assert sum(bool(patch.get_hatch()) for patch in ax.patches) == 2


def test_the_claim_counts_the_honest_among_the_stopped():
    ax = picture()
    assert ax.get_title(loc="left") == "Of every 100 payments we stop, 64 are honest"
    assert ax.get_title(loc="left") in alt_text(ax)
    assert "136 thefts missed" in alt_text(ax)
    assert "payments" in ax.get_xlabel()
    assert "payments" in ax.get_ylabel()


def test_the_claim_changes_when_nobody_is_stopped():
    ax = picture(FourBoxes(caught=0, missed=290, honest_stopped=0, left_alone=19_710))
    assert ax.get_title(loc="left") == "We stop nobody, and all 290 thefts go through"


def test_rows_and_columns_carry_their_totals():
    ax = picture()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["stopped: 429", "let through: 19,571"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["honest:\n19,710", "theft:\n290"]
