"""What a learner calls in a lesson: `check`, `hint` and `reveal`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from course_lib.checking import record
from course_lib.checking.card import PLAIN, Card, Verdict
from course_lib.checking.session import Session, current
from course_lib.outcomes import Outcome, Standing

_hints_opened: dict[str, int] = {}


def check(name: str) -> Verdict | Card:
    """Check the answers to an exercise and say what came of it.

    On a learner's machine it teaches on the lesson's data and keeps the outcome in the learner's record;
    under grading the same line scores on fresh draws. It never raises for a wrong or missing answer.

    >>> from course_lib.checking.session import use
    >>> with use(Session(values={"free_share": ...})):
    ...     check("free_share")
    0.0
    """
    exercise = _exercise(name)
    if isinstance(exercise, Card):
        return exercise
    session = current()
    outcome = _judged(exercise, session)
    kept = record.note(session.folder, exercise.lesson, outcome) if session.folder else {}
    practice = session.seed is None and exercise.graded is not None
    return Verdict(outcome, practice=practice, best=kept.get("points", 0))


def hint(name: str) -> Card:
    """The next of an exercise's three hints: where to look, the rule, a worked twin. The last one stays.

    >>> from course_lib.checking.session import use
    >>> _hints_opened.clear()
    >>> with use(Session(values={})):
    ...     hint("free_share").title
    'Hint 1 of 3: where to look'
    """
    exercise = _exercise(name)
    if isinstance(exercise, Card):
        return exercise
    if not exercise.hints:
        return Card("No hint here", ("This one has no right answer to be hinted at. Say what you think.",))
    step = min(_hints_opened.get(name, 0) + 1, len(exercise.hints))
    _hints_opened[name] = step
    folder = current().folder
    if folder:
        record.note_hint(folder, exercise.lesson, name, step)
    stage = ("where to look", "the rule", "a worked twin, with other numbers")[step - 1]
    more = f'Run `hint("{name}")` again for the next one.' if step < len(exercise.hints) else ""
    return Card(f"Hint {step} of {len(exercise.hints)}: {stage}", (exercise.hints[step - 1], more))


def reveal(name: str) -> Card:
    """What became of a bet. It stays closed until the bet is placed.

    >>> from course_lib.checking.session import use
    >>> with use(Session(values={})):
    ...     reveal("bet_07").title
    '○ Still closed'
    """
    exercise = _exercise(name)
    if isinstance(exercise, Card):
        return exercise
    session = current()
    # A bet stands in the reveal's own cell: an error in the cell before says nothing of it.
    outcome = _judged(exercise, replace(session, seed=None, error=None))
    if outcome.standing is Standing.NOT_ATTEMPTED:
        return Card(
            "○ Still closed",
            (outcome.message, "It opens once your answer is there: run the cell again."),
            "6px dotted #8A8A8A",
        )
    if outcome.standing is Standing.NOT_YET and not outcome.misconception:
        return Card("○ Still closed", (outcome.message,), "6px dotted #8A8A8A")
    if session.folder:
        committed = {answer: session.values[answer] for answer in exercise.answers}
        record.note(session.folder, exercise.lesson, outcome, committed=committed)
    if exercise.kind == "M":
        return Card("Your draft, beside examples", (outcome.message,))
    said = ", ".join(f"{session.values[answer]}" for answer in exercise.answers)
    title = "✓ So it is" if outcome.standing is Standing.CORRECT else "△ It went another way"
    return Card(f"{title}. You said: {said}", (outcome.message,), PLAIN)


def _judged(exercise: Any, session: Session) -> Outcome:
    from course_lib.checking.judge import judge  # it knows the exercises, which the grader's walls keep out

    try:
        return judge(exercise, session.values, seed=session.seed, error=session.error)
    except Exception as fault:
        if session.seed is not None:
            raise  # a grader must know that its own criterion failed; a learner only needs to go on
        return Outcome(
            name=exercise.name,
            kind=exercise.kind,
            standing=Standing.NOT_YET,
            points=0,
            max_points=exercise.points,
            message=f"This answer can't be read ({type(fault).__name__}: {fault}). Compare its form with the text above the cell.",
        )


def _exercise(name: str) -> Any:
    """The exercise, or a card where there is none to be found."""
    try:
        from course_lib.exercises.catalogue import find
    except ModuleNotFoundError:
        # Inside the grader's walls the exercises are absent: they run with the judge.
        return Card("Checked by the grader", ("Your own extra checks are not run again while a submission is graded.",))
    try:
        return find(name)
    except LookupError as unknown:
        return Card("△ No such exercise", (str(unknown),), "6px dashed #D55E00")
