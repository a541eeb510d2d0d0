"""Where a check finds the learner's answers, and how it is to judge them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PUBLIC_SEED = 20_260_101
"""Fresh draws without a cohort's secret: anyone can repeat them, and a report says so."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """One run of a lesson as a check sees it.

    Args:
        values: the learner's names and what they hold.
        seed: the fresh draws to grade on; None on a learner's machine, where the lesson's data teaches.
        error: what the cell before the check stopped with, as text; None if it ran through.
        folder: the learner's own course folder, where a record is kept; None to keep none.
    """

    values: Mapping[str, Any]
    seed: int | None = None
    error: str | None = None
    folder: Path | None = None


_current: ContextVar[Session | None] = ContextVar("session", default=None)


@contextmanager
def use(session: Session) -> Iterator[None]:
    """Judge against this session instead of the notebook that is running.

    >>> with use(Session(values={"a": 1})):
    ...     current().values["a"]
    1
    """
    token = _current.set(session)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Session:
    """The session in use: one that was set, or the notebook that is running.

    Raises:
        RuntimeError: neither is there.
    """
    return _current.get() or _notebook()


def _notebook() -> Session:
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise RuntimeError("A check reads the answers of a notebook. Run it in a notebook's cell.")
    before = getattr(shell, "last_execution_result", None)
    error = before and (before.error_before_exec or before.error_in_exec)
    # nbgrader sets this variable while it grades; on a learner's machine it is absent or "validate".
    graded = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    return Session(
        values=shell.user_ns,
        seed=PUBLIC_SEED if graded else None,
        # Under grading, what a cell set before it stopped counts; a learner is better told of the error first.
        error=_told(error) if error and not graded else None,
        folder=None if graded else _own_folder(Path.cwd()),
    )


def _told(error: BaseException) -> str:
    """The error in words for a reader who has not met Python's."""
    if isinstance(error, SyntaxError):
        return (
            f"{type(error).__name__} in line {error.lineno}: {error.msg}. (Python writes 0.4, not 40% or 0,4, and no £)"
        )
    return f"{type(error).__name__}: {error}"


def _own_folder(start: Path) -> Path | None:
    """The `my_course` folder around `start`: only in a learner's own copies is a record kept."""
    return next((folder for folder in (start, *start.parents) if folder.name == "my_course"), None)
