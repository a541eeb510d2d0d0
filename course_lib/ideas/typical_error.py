"""How often a model of the return policy is typically wrong: measured once, so that a lab need not fit."""

from __future__ import annotations

SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
"""Numbers of examples for which an error was measured."""

# `error_by_examples` on `make_returns`, mean of seeds 100 to 149, 20,000 fresh returns each; one row a number
# of clauses in force, one column a size. The tests fit some of these cells again, with other seeds.
_WRONG_PER_10K = (
    (42, 0, 0, 0, 0, 0, 0, 0),
    (56, 7, 0, 0, 0, 0, 0, 0),
    (231, 89, 15, 6, 1, 0, 0, 0),
    (363, 163, 56, 27, 12, 2.5, 1.4, 0.6),
    (384, 191, 81, 46, 23, 9.3, 3.9, 1.9),
    (419, 215, 101, 58, 30, 13, 6.5, 2.8),
    (611, 345, 162, 85, 40, 16, 8.3, 3.6),
    (764, 404, 180, 83, 41, 16, 8.0, 3.3),
)


def typical_wrong_per_10k(*, examples: int, clauses: int) -> float:
    """Look up how many of 10,000 returns a model decides wrongly.

    Args:
        examples: decided returns it learned from, one of `SIZES`.
        clauses: clauses of the return policy in force, 1 to 8.

    Raises:
        ValueError: if that size or number of clauses was not measured.

    >>> typical_wrong_per_10k(examples=100, clauses=4)
    363
    """
    if examples not in SIZES:
        raise ValueError(
            f"The error was measured for {', '.join(map(str, SIZES))} examples, not {examples}. Use one of these."
        )
    if not 1 <= clauses <= len(_WRONG_PER_10K):
        raise ValueError(
            f"The error was measured for 1 to {len(_WRONG_PER_10K)} clauses, not {clauses}. Use one of these."
        )
    return _WRONG_PER_10K[clauses - 1][SIZES.index(examples)]
