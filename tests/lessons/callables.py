"""Every public callable of `course_lib`, to be handed in as an answer."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import course_lib

REACHABLE = ("datasets", "ideas", "plots", "labs", "checking", "outcomes", "lessons", "exercises")
"""What a learner's code may import; the rest is absent where submissions run."""


@cache
def public_callables() -> list[tuple[str, Callable[..., Any]]]:
    """Name and function (or class) of everything public that is defined in the packages a learner can reach."""
    return list(_found())


def _found() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in pkgutil.walk_packages(course_lib.__path__, "course_lib."):
        if module.name.split(".")[1] not in REACHABLE:
            continue
        loaded = importlib.import_module(module.name)
        for name, thing in vars(loaded).items():
            if callable(thing) and not name.startswith("_") and getattr(thing, "__module__", "") == module.name:
                yield f"{module.name}.{name}", thing
