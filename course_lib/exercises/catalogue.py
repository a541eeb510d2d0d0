"""Find an exercise by the name that stands in `check("name")`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

import course_lib.exercises
from course_lib.exercises.exercise import Exercise


@cache
def all_exercises() -> dict[str, Exercise]:
    """Every exercise of the course by name: each module's `EXERCISES`, in the modules' order.

    Raises:
        ValueError: two exercises share a name.
    """
    found: dict[str, Exercise] = {}
    for module in pkgutil.iter_modules(course_lib.exercises.__path__):
        lesson = importlib.import_module(f"{course_lib.exercises.__name__}.{module.name}")
        for exercise in getattr(lesson, "EXERCISES", ()):
            if exercise.name in found:
                raise ValueError(
                    f"Exercise names are unique in the course; {exercise.name!r} is there twice. Rename one."
                )
            found[exercise.name] = exercise
    return found


def find(name: str) -> Exercise:
    """The exercise of that name.

    >>> find("free_shar")
    Traceback (most recent call last):
    ...
    LookupError: No exercise is named 'free_shar'. Did you mean 'free_share'?
    """
    exercises = all_exercises()
    if name in exercises:
        return exercises[name]
    near = difflib.get_close_matches(str(name), exercises, n=1)
    mend = f"Did you mean {near[0]!r}?" if near else "The name stands in the lesson's own check cell."
    raise LookupError(f"No exercise is named {name!r}. {mend}")
