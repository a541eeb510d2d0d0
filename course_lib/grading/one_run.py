"""One run at a time on a cohort: two would grade the same submissions and write over each other's pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_run(cohort: Path) -> Iterator[None]:
    """Hold the cohort while the work inside is done. However this process ends, the system lets go of it.

    Raises:
        ValueError: another process holds it.
    """
    try:
        import fcntl
    except ImportError:  # Windows, where no learner's process can be had and nothing is graded
        yield
        return
    with (cohort / ".grading").open("a+", encoding="utf-8") as file:
        try:
            # Of this kind, for such a lock is this process's alone: the workers, copies of it, don't prolong it.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            file.seek(0)
            raise ValueError(
                f"Another `mlpm grade` is at work on {cohort} (process {file.read().strip()}). "
                "Wait until it is done, or stop it; then the same command goes on where it was."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
