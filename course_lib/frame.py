"""nbgrader as this course sets it up: its settings, its steps, and its errors as one clear text."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbgrader.converters.base import BaseConverter
    from sqlalchemy.engine import Engine
    from traitlets.config import Config


class FrameError(RuntimeError):
    """An nbgrader step failed; the text is what it logged."""


def settings(root: Path) -> Config:
    """The course's `nbgrader_config.py`."""
    from traitlets.config import PyFileConfigLoader

    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def prepare() -> None:
    """Let nbgrader run in this process.

    It calls the program `alembic` by name, so the environment's programs must be on the PATH even where the
    environment was not activated; and SQLAlchemy 2.1 warns about a line of nbgrader's own that we can't mend.
    """
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ.get("PATH", "")
    from nbgrader import api
    from sqlalchemy.exc import SAWarning

    warnings.filterwarnings("ignore", category=SAWarning)
    api.create_engine = _one_engine


@lru_cache(maxsize=8)
def _one_engine(url: str, **options: bool) -> Engine:
    """One engine a gradebook: nbgrader opens it nine times a submission, and each new engine compiles all queries anew."""
    from sqlalchemy import create_engine

    return create_engine(url, **options)


class _Lines(logging.Handler):
    """Keeps what is logged, for the error's text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def run(step: BaseConverter) -> list[str]:
    """Run an nbgrader step (generate, autograde, feedback) and return the warnings it logged.

    Raises:
        FrameError: the step failed; its text holds what nbgrader logged.
    """
    from nbgrader.converters import NbGraderException

    kept = _Lines()
    step.log = logging.Logger("nbgrader", logging.WARNING)
    step.log.addHandler(kept)
    try:
        step.start()
    except (NbGraderException, SystemExit) as failed:
        raise FrameError("\n".join(kept.lines) or str(failed)) from failed
    return kept.lines
