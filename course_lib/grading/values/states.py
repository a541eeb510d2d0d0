"""What a name may hold that is no plain value: nothing, a function, or something that can't cross."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Undefined(Enum):
    """The state of a name the learner has not defined; its one member is `UNDEFINED`."""

    UNDEFINED = "undefined"

    def __bool__(self) -> bool:
        return False


UNDEFINED = Undefined.UNDEFINED


@dataclass(frozen=True)
class NotPlain:
    """A value that is no plain data; `type_name` says what it was, in words for the learner.

    >>> NotPlain("LogisticRegression").type_name
    'LogisticRegression'
    """

    type_name: str


@dataclass(frozen=True)
class Function:
    """Something callable that stays on the learner's side; `handle` is its number there."""

    handle: int
    name: str


class CannotCross(Exception):
    """Raised while encoding: this value, or one inside it, is no plain data (the text names it)."""
