import pandas as pd
import pytest

from course_lib.datasets.payments import make_payments
from course_lib.ideas.balanced_test import balanced_test


def test_it_keeps_every_theft_and_as_many_different_honest_payments():
    payments = make_payments(5_000, seed=1)
    balanced = balanced_test(payments, seed=1)
    assert balanced["fraud"].sum() == payments["fraud"].sum() == len(balanced) / 2
    assert balanced.index.is_unique
    assert balanced.index.is_monotonic_increasing


def test_the_seed_decides_which_honest_payments_are_kept():
    payments = make_payments(5_000, seed=1)
    assert balanced_test(payments, seed=1).equals(balanced_test(payments, seed=1))
    assert not balanced_test(payments, seed=1).equals(balanced_test(payments, seed=2))


@pytest.mark.parametrize("fraud", [[False, False], [True, True, False]])
def test_tables_that_cannot_be_balanced_are_refused(fraud):
    with pytest.raises(ValueError, match="as many honest payments"):
        balanced_test(pd.DataFrame({"fraud": fraud}), seed=1)
