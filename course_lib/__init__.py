"""Machine learning for product managers: what a lesson imports, and nothing else.

Names are looked up when first used: importing the package reads no exercise, no data and no plot.
"""

import importlib
from typing import Any

_HOMES = {
    "check": "course_lib.checking.learner",
    "hint": "course_lib.checking.learner",
    "reveal": "course_lib.checking.learner",
    "progress": "course_lib.checking.progress",
    "show": "course_lib.plots.show",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"course_lib has no {name!r}. A lesson uses: {', '.join(_HOMES)}.")
    return getattr(importlib.import_module(_HOMES[name]), name)
