"""What the judge is told of a cell or a call: a result, or what went wrong, in the judge's own terms."""

from __future__ import annotations

import builtins
import signal
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["ok", "error", "timeout", "out of memory", "crashed"]


class LearnerError(Exception):
    """The learner's function raised something that is no builtin exception of Python.

    Args:
        type_name: the exception's class, by name.
        text: what it says.
    """

    def __init__(self, type_name: str, text: str):
        super().__init__(f"{type_name}: {text}" if text else type_name)
        self.type_name, self.text = type_name, text


class LearnerTimeout(Exception):
    """A call took too long and was stopped; the learner's process goes on."""


class LearnerGone(Exception):
    """The learner's process is no more.

    Args:
        status: "crashed", "timeout" or "out of memory".
        reason: what happened, in a sentence.
    """

    def __init__(self, status: Status, reason: str):
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, kw_only=True)
class CellRun:
    """What came of a cell. `outputs` are nbformat's dicts; `error` is (exception's name, text).

    The status is "timeout" for a cell that was interrupted; later cells still run. After "crashed",
    and after any status of a process that had to be killed, they don't: see `Learner.gone`.
    """

    outputs: list[dict[str, Any]]
    status: Status
    error: tuple[str, str] | None
    seconds: float


def how_it_ended(code: int) -> str:
    """An exit code in words.

    >>> how_it_ended(137)
    'It was killed by SIGKILL.'
    """
    number = -code if code < 0 else code - 128  # the init inside walls says it as shells do
    try:
        return f"It was killed by {signal.Signals(number).name}."
    except ValueError:
        return f"Its exit code was {code}."


def as_exception(name: str, text: str, *, is_builtin: bool) -> Exception:
    """The builtin exception of this name, or a `LearnerError`.

    >>> as_exception("KeyError", "age", is_builtin=True)
    KeyError('age')
    """
    kind = getattr(builtins, name, None) if is_builtin else None
    # Not BaseException: a learner's SystemExit must not end the judge.
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            return kind(text)
        except TypeError:  # UnicodeDecodeError and such need more than a text
            pass
    return LearnerError(name, text)
