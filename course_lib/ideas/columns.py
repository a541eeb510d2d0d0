"""What every sum over payments needs first: columns that fit together and mean what their names say."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

_YES_NO = "True or False for each payment"
_RULES = {
    "flags": (_YES_NO, "Compare scores with a threshold first: scores >= 0.12."),
    "fraud": (_YES_NO, 'Give the table\'s column: payments["fraud"].'),
    "scores": ("from 0 to 1 for each payment", "Give model.predict_proba(...)[:, 1]."),
    "amount": ("£0 or more for each payment", 'Give the table\'s column: payments["amount"].'),
    "priority": ("one number for each payment", "Give a column, such as the scores."),
}


def columns(**given: ArrayLike) -> list[np.ndarray]:
    """Turn the columns into arrays, in the order given, once they keep their rules.

    Args:
        given: `flags`, `fraud`, `scores`, `amount`, `priority`; each holds one value a payment, shape (n,).

    Raises:
        ValueError: a column breaks its rule, or the columns differ in length.

    >>> columns(flags=[1, 0], amount=[40, 9.5])
    [array([ True, False]), array([40. ,  9.5])]
    >>> columns(amount=[-5])
    Traceback (most recent call last):
    ...
    ValueError: `amount` must be £0 or more for each payment; one is -5. Give the table's column: payments["amount"].
    """
    arrays = {name: np.asarray(values) for name, values in given.items()}
    for name, values in arrays.items():
        rule, advice = _RULES[name]
        if values.ndim != 1:
            raise ValueError(f"`{name}` must be {rule}; its shape is {values.shape}. {advice}")
        if rule is _YES_NO and values.dtype == bool:
            continue  # nothing else fits in; and a threshold is chosen by asking for 99 bills
        wrong = values[~_keeps_rule(name, values)]
        if wrong.size:
            raise ValueError(f"`{name}` must be {rule}; one is {wrong[0]}. {advice}")
    lengths = {name: len(values) for name, values in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"The columns must be equally long; they are {lengths}. Take all from one table.")
    return [values.astype(bool if _RULES[name][0] is _YES_NO else float) for name, values in arrays.items()]


def _keeps_rule(name: str, values: np.ndarray) -> np.ndarray:
    if _RULES[name][0] is _YES_NO:
        return (values == 0) | (values == 1)
    low, high = {"scores": (0, 1), "amount": (0, np.inf)}.get(name, (-np.inf, np.inf))
    return (values >= low) & (values <= high)
