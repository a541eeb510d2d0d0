"""The lab's looked-up errors are what fitting gives."""

from functools import partial

import pytest

from course_lib.datasets.returns import make_returns
from course_lib.ideas.error_by_examples import error_by_examples
from course_lib.ideas.typical_error import SIZES, typical_wrong_per_10k


@pytest.mark.parametrize(("examples", "clauses"), [(100, 4), (1_000, 4), (500, 6), (200, 8), (2_000, 8)])
def test_the_labs_typical_error_is_what_fresh_fits_give(examples, clauses):
    fitted = error_by_examples(
        partial(make_returns, clauses=clauses), label="eligible", sizes=(examples,), seeds=range(700, 730)
    )
    assert typical_wrong_per_10k(examples=examples, clauses=clauses) == pytest.approx(
        fitted.wrong_per_10k.item(), rel=0.35
    )


def test_the_typical_error_never_rises_with_examples():
    for clauses in range(1, 9):
        errors = [typical_wrong_per_10k(examples=size, clauses=clauses) for size in SIZES]
        assert errors == sorted(errors, reverse=True)


def test_an_error_that_was_not_measured_is_refused():
    with pytest.raises(ValueError, match="examples, not 150"):
        typical_wrong_per_10k(examples=150, clauses=4)
    with pytest.raises(ValueError, match="1 to 8 clauses, not 0"):
        typical_wrong_per_10k(examples=100, clauses=0)
