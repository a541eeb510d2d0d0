import math

import pytest

from course_lib.ideas.four_boxes import FourBoxes, four_boxes


def test_each_payment_falls_into_the_box_that_its_name_says():
    assert four_boxes([1], [1]) == FourBoxes(caught=1, missed=0, honest_stopped=0, left_alone=0)
    assert four_boxes([0], [1]) == FourBoxes(caught=0, missed=1, honest_stopped=0, left_alone=0)
    assert four_boxes([1], [0]) == FourBoxes(caught=0, missed=0, honest_stopped=1, left_alone=0)
    assert four_boxes([0], [0]) == FourBoxes(caught=0, missed=0, honest_stopped=0, left_alone=1)


def test_precision_is_out_of_those_stopped_and_recall_out_of_all_thefts():
    boxes = FourBoxes(caught=154, missed=136, honest_stopped=275, left_alone=19_435)
    assert boxes.precision == pytest.approx(154 / 429)
    assert boxes.recall == pytest.approx(154 / 290)
    assert boxes.accuracy == pytest.approx((154 + 19_435) / 20_000)
    assert boxes.payments == 20_000


def test_a_share_of_nothing_is_not_a_number():
    nobody_stopped = four_boxes([0, 0], [1, 0])
    assert math.isnan(nobody_stopped.precision)
    assert nobody_stopped.recall == 0
    assert math.isnan(four_boxes([1], [0]).recall)
