"""Right answers earn all points in every way; each misconception, acted out, gets its own message."""

import re

import pytest

from course_lib.authoring.answers import Answer, read_answers
from course_lib.authoring.count import core
from course_lib.authoring.text import read_lesson
from course_lib.checking.judge import judge
from course_lib.checking.session import PUBLIC_SEED
from course_lib.exercises.catalogue import all_exercises, find
from course_lib.outcomes import Standing
from tests.conftest import ROOT, TEXTS
from tests.lessons.callables import public_callables
from tests.lessons.played import play

CASES = [
    pytest.param(
        ROOT / "notebooks" / text.parent.name / f"{text.stem}.ipynb", answer, id=f"{text.parent.name} {answer.label}"
    )
    for text in TEXTS
    for answer in read_answers(text.parent)
    if find(answer.exercise).kind != "M"  # a memo is marked by a person
]


@pytest.mark.parametrize("seed", [None, PUBLIC_SEED, 7], ids=["practice", "public seed", "another seed"])
@pytest.mark.parametrize(("notebook", "answer"), CASES)
def test_an_answer_gets_what_it_deserves(notebook, answer, seed):
    outcome = play(notebook, answer, seed=seed)
    if answer.right:
        assert (outcome.standing, outcome.points) == (Standing.CORRECT, outcome.max_points), outcome.message
    else:
        assert outcome.standing is Standing.NOT_YET, outcome.message
        assert outcome.points < outcome.max_points
    if answer.earns is not None:
        assert outcome.points == pytest.approx(answer.points, abs=0.05 * outcome.max_points)
    if answer.misconception:
        assert outcome.misconception == answer.misconception, outcome.message
    assert answer.says in outcome.message


def test_every_misconception_is_acted_out_and_every_exercise_is_answered_in_two_ways(lesson_text):
    answers = read_answers(lesson_text.parent)
    for exercise in all_exercises().values():
        if exercise.lesson != lesson_text.parent.name or not exercise.points or exercise.kind == "M":
            continue
        mine = [answer for answer in answers if answer.exercise == exercise.name]
        assert {answer.misconception for answer in mine} - {""} == set(exercise.misconceptions), exercise.name
        assert sum(bool(answer.right) for answer in mine) >= 2, exercise.name


def test_pasting_a_hint_earns_nothing(lesson_text):
    notebook = ROOT / "notebooks" / lesson_text.parent.name / f"{lesson_text.stem}.ipynb"
    for exercise in all_exercises().values():
        if exercise.lesson != lesson_text.parent.name or not exercise.points or exercise.kind == "M":
            continue
        for hint in exercise.hints:
            for snippet in re.findall(r"`([^`]+)`", hint):
                try:
                    outcome = play(notebook, Answer(exercise=exercise.name, code=f"{exercise.answers[0]} = {snippet}"))
                except Exception:  # a snippet that does not run alone earns nothing either
                    continue
                assert outcome.points == 0, f"{exercise.name}: pasting `{snippet}` earns points"


def test_every_exercise_of_the_lesson_stands_in_its_text(lesson_text):
    checked = {
        cell.metadata.nbgrader.grade_id
        for cell in core(read_lesson(lesson_text)) + read_lesson(lesson_text).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    graded = {one.name for one in all_exercises().values() if one.lesson == lesson_text.parent.name and one.points}
    assert {name.removesuffix("-answer") for name in checked} == graded


def test_no_public_callable_of_the_library_passes_as_an_answer(lesson_text):
    for exercise in all_exercises().values():
        if exercise.lesson == lesson_text.parent.name and exercise.points and exercise.kind != "M":
            for name, thing in public_callables():
                outcome = judge(exercise, dict.fromkeys(exercise.answers, thing))
                assert outcome.standing is not Standing.CORRECT, f"{name} passes as {exercise.name}"
                assert outcome.points == 0, f"{name} earns points as {exercise.name}"
