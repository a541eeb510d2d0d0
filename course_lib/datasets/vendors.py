"""What three vendors say of their fraud models, beside our own: tables of counts, some of which flatter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

VENDORS = ("A", "B", "C")
EXPLANATIONS = ("threshold", "honest payments", "extra column", "nothing odd")
"""The rows that can flatter a vendor's precision, and the case in which none does."""


@dataclass(frozen=True, kw_only=True)
class _Test:
    """How a model was tested, with the chances that our payments give at that point (lesson 07's draw)."""

    recall: float = 0.51
    false_alarm: float = 0.0143  # of honest payments
    honest: int = 19_700
    threshold: float = 0.12
    extra_column: str = "none"


_OURS = _Test()
_TESTS = {
    "threshold": _Test(recall=0.20, false_alarm=0.0011, threshold=0.5),
    "honest payments": _Test(honest=300),
    "extra column": _Test(recall=0.92, false_alarm=0.0032, extra_column="chargeback_ticket"),
    "nothing odd": _OURS,
}


def make_vendor_claims(*, seed: int, truth: bool = False) -> pd.DataFrame | dict[str, str]:
    """Draw the vendors' table: each of three was tested in another way, and sometimes one was tested as we do.

    Args:
        seed: draws the counts and which vendor is which.
        truth: return what explains each vendor's precision instead: vendor → one of `EXPLANATIONS`.

    Returns:
        One column each for us and the vendors, with the rows `threshold`, `extra column` (used beside our seven),
        `thefts` and `honest payments` in the test, `caught`, `honest stopped`, `precision` and `recall` (shares).

    >>> list(make_vendor_claims(seed=1)), list(make_vendor_claims(seed=1, truth=True))
    (['ours', 'A', 'B', 'C'], ['A', 'B', 'C'])
    """
    rng = np.random.default_rng(seed)
    explained = dict(zip(VENDORS, rng.permutation(EXPLANATIONS).tolist(), strict=False))
    if truth:
        return explained
    ours = _column(_OURS, thefts=298, honest=19_702, caught=152, stopped=281)
    return pd.DataFrame({"ours": ours} | {vendor: _draw(_TESTS[why], rng) for vendor, why in explained.items()})


def _draw(test: _Test, rng: np.random.Generator) -> dict[str, object]:
    thefts = int(rng.integers(280, 320))
    honest = thefts if test.honest < 1_000 else test.honest + int(rng.integers(-200, 200))
    stopped = max(int(rng.binomial(honest, test.false_alarm)), 1)
    return _column(test, thefts=thefts, honest=honest, caught=int(rng.binomial(thefts, test.recall)), stopped=stopped)


def _column(test: _Test, *, thefts: int, honest: int, caught: int, stopped: int) -> dict[str, object]:
    return {
        "threshold": test.threshold,
        "extra column": test.extra_column,
        "thefts": thefts,
        "honest payments": honest,
        "caught": caught,
        "honest stopped": stopped,
        "precision": round(caught / (caught + stopped), 2),
        "recall": round(caught / thefts, 2),
    }
