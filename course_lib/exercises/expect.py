"""What an answer must be before it can be right or wrong, and what to say when it is not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from course_lib.exercises.exercise import NotYet


def number(value: Any, *, name: str) -> float:
    """A finite number, or a `NotYet` that says what was found instead.

    >>> number(3, name="share")
    3.0
    >>> number("3", name="share")
    Traceback (most recent call last):
    ...
    course_lib.exercises.exercise.NotYet: `share` must be a number; it is the text '3'. Write a plain number: no quotes, no %, no £.
    """
    if isinstance(value, str):
        raise NotYet(
            f"`{name}` must be a number; it is the text {value!r}. Write a plain number: no quotes, no %, no £."
        )
    if isinstance(value, tuple):
        raise NotYet(
            f"`{name}` must be one number; it is {value!r}. Python writes decimals with a point: 0.4, not 0,4; "
            "and thousands without a comma: 28800."
        )
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise NotYet(f"`{name}` must be a number; it is a {type(value).__name__}.") from None
    except OverflowError:
        raise NotYet(f"`{name}` must be a number that fits; it has {len(str(abs(value)))} digits.") from None
    if not math.isfinite(found):
        raise NotYet(f"`{name}` must be a finite number; it is {found}.")
    return found


def choice(value: Any, *, name: str, among: Iterable[str]) -> str:
    """One of the offered words, whatever its letter case, or a `NotYet` that lists them.

    >>> choice(" B ", name="bet", among=("a", "b"))
    'b'
    """
    offered = {word.casefold(): word for word in among}
    word = value.strip().casefold() if isinstance(value, str) else None
    if word not in offered:
        listed = ", ".join(f'"{option}"' for option in offered.values())
        # A word without its quotes may be a whole table or model of the lesson's: name its kind, don't print it.
        plain = value is None or value is ... or isinstance(value, (str, int, float))
        found = f"{value!r}." if plain else f"a {type(value).__name__}. Write the word in quotes."
        raise NotYet(f"`{name}` must be one of {listed}; it is {found}")
    return offered[word]


def close(found: float, wanted: float, *, within: float = 0.005) -> bool:
    """Whether two numbers agree to `within` of the wanted one: rounding is never a mistake.

    >>> close(0.359, 154 / 429)
    True
    """
    return math.isclose(found, wanted, rel_tol=within, abs_tol=1e-9)
