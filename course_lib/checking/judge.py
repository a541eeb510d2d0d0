"""Judge one exercise: from the learner's values to an outcome."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from course_lib.exercises.exercise import AnswerError, Exercise, NotAttempted, NotYet
from course_lib.outcomes import Outcome, Standing


def judge(
    exercise: Exercise, values: Mapping[str, Any], *, seed: int | None = None, error: str | None = None
) -> Outcome:
    """What came of the learner's answers to an exercise.

    Args:
        exercise: what is asked and how it is judged.
        values: the learner's names and what they hold.
        seed: judge on fresh draws made from it; None: on the lesson's data.
        error: what the cell run before this one stopped with: what it was to set is not there, or is an older answer.

    >>> double = Exercise(name="double", lesson="00", kind="C", answers=("double",), points=1, practice=lambda a: "Yes.")
    >>> judge(double, {"double": ...}).message
    '`double` still holds the three dots. Write your answer behind `double =`, in their place.'
    >>> judge(double, {"double": 2}).points
    1.0
    """
    try:
        answers = _answers(exercise, values, error)
        on_fresh_draws = seed is not None and exercise.graded is not None
        message = exercise.graded(answers, seed) if on_fresh_draws else exercise.practice(answers)
    except NotAttempted as nothing:
        return _outcome(exercise, Standing.NOT_ATTEMPTED, str(nothing))
    except NotYet as wrong:
        message = wrong.message or exercise.misconceptions[wrong.misconception].format(**wrong.values)
        return _outcome(exercise, Standing.NOT_YET, message, share=wrong.share, misconception=wrong.misconception)
    except AnswerError as failed:
        message = f"Your function stopped with {failed}. Change it, run its cell and check again."
        return _outcome(exercise, Standing.NOT_YET, message)
    return _outcome(exercise, Standing.CORRECT, message, share=1)


def _outcome(
    exercise: Exercise, standing: Standing, message: str, *, share: float = 0, misconception: str | None = None
) -> Outcome:
    if not math.isfinite(share):
        share, message = 0, f"{message} It led to no finite result, so it earns nothing.".lstrip()
    return Outcome(
        name=exercise.name,
        kind=exercise.kind,
        standing=standing,
        points=exercise.points * min(max(share, 0), 1),
        max_points=exercise.points,
        message=message,
        misconception=misconception,
    )


def _answers(exercise: Exercise, values: Mapping[str, Any], error: str | None) -> dict[str, Any]:
    """The exercise's answers, or `NotAttempted` with the reason."""
    if error:
        raise NotAttempted(f"The cell you ran before this one stopped with {error}. Mend it and run it.")
    missing = [name for name in exercise.answers if name not in values]
    if missing:
        raise NotAttempted(f"`{missing[0]}` is not there yet. Run the cell above first.")
    answers = {name: values[name] for name in exercise.answers}
    if all(is_untouched(value) for value in answers.values()):
        name, value = next(iter(answers.items()))
        holds = "holds nothing (`None`)" if value is None else "still holds the three dots"
        raise NotAttempted(f"`{name}` {holds}. Write your answer behind `{name} =`, in their place.")
    if exercise.starts and all(_same(answers[name], start) for name, start in exercise.starts.items()):
        raise NotAttempted(f"`{exercise.answers[0]}` is as you found it. Change it.")
    open_names = [name for name, value in answers.items() if is_untouched(value)]
    if open_names:
        raise NotAttempted(f"`{open_names[0]}` is still open. Fill it in.")
    return {name: _guarded(value) if callable(value) else value for name, value in answers.items()}


def is_untouched(value: Any) -> bool:
    """Whether nothing was put into an answer: dots, None, or a table of dots.

    >>> is_untouched({"a": ..., "b": ...}), is_untouched([0])
    (True, False)
    """
    if isinstance(value, dict):
        return bool(value) and all(is_untouched(part) for part in value.values())
    if isinstance(value, (list, tuple)):
        return bool(value) and all(is_untouched(part) for part in value)
    return value is ... or value is None


def _same(value: Any, start: Any) -> bool:
    return type(value) is type(start) and value == start


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The learner's function; whatever it raises is an `AnswerError`, so that a criterion's own fault stays visible."""

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except AnswerError:
            raise
        except Exception as error:  # a learner's function may raise anything
            raise AnswerError(f"{type(error).__name__}: {error}") from error

    return call
