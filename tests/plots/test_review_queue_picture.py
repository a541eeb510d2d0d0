import io

import pandas as pd
import pytest
from matplotlib.figure import Figure

from course_lib.plots.review_queue import plot_review_queue
from course_lib.plots.show import alt_text


def queue(*recovered):
    return pd.DataFrame({"recovered": recovered}, index=pd.RangeIndex(len(recovered), name="opened"))


QUEUES = {"by score": queue(0, 9_000, 31_000), "by amount": queue(0, 2_000, 14_000), "by both": queue(0, 9_500, 31_500)}


def picture(queues=QUEUES):
    return plot_review_queue(queues, ax=Figure(figsize=(8, 4), layout="constrained").add_subplot())


def test_a_line_a_queue_is_drawn_and_told_apart_by_its_style():
    lines = picture().lines
    assert [line.get_ydata().tolist() for line in lines] == [[0, 9, 31], [0, 2, 14], [0, 9.5, 31.5]]
    assert len({line.get_linestyle() for line in lines}) == 3


def test_the_claim_names_the_queue_that_recovers_most_here():
    ax = picture()
    assert ax.get_title(loc="left") == "With 2 reviews, the queue by both recovers the most: £31.5k"
    assert "by amount £14.0k" in alt_text(ax) and ax.get_title(loc="left") in alt_text(ax)
    assert "by amount" in picture({"by score": queue(0, 1), "by amount": queue(0, 2)}).get_title(loc="left")
    assert ax.get_ylabel() == "recovered (£ thousand)" and ax.get_xlabel().startswith("payments opened")


def test_names_of_queues_that_end_together_do_not_overlap():
    ax = picture()
    ax.figure.savefig(io.BytesIO())
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 3
    assert not any(one.overlaps(other) for one in boxes for other in boxes if one is not other)
    assert all(box.x1 <= ax.figure.bbox.x1 for box in boxes)


@pytest.mark.parametrize(
    ("queues", "said"),
    [({}, "not 0"), ({str(i): queue(0, 1) for i in range(5)}, "not 5"), ({"a": queue(0), "b": queue(0, 1)}, "equally")],
)
def test_queues_that_cannot_be_compared_are_refused(queues, said):
    with pytest.raises(ValueError, match=said):
        picture(queues)
