"""What checks need is made before the grading processes are copied: then no submission waits for it."""

import pytest

from course_lib.exercises.payments_play import fresh_plays
from course_lib.exercises.policy_play import fresh_returns, fresh_worlds
from course_lib.grading.judge import get_ready
from course_lib.grading.seeds import Seeds
from course_lib.lessons import find_lesson
from tests.conftest import ROOT
from tests.grading.attacks.pipeline import released

OURS = Seeds(b"a secret of these tests")


@pytest.mark.parametrize(
    ("lesson", "exercise", "draw"),
    [
        ("3", "is_eligible", fresh_returns),
        ("3", "three_worlds", fresh_worlds),
        ("7", "choose_threshold", fresh_plays),
        ("7", "queue_by", fresh_plays),
    ],
)
def test_an_exercises_fresh_draws_are_made_from_the_cohorts_own_seed(lesson, exercise, draw):
    get_ready(released(find_lesson(ROOT, lesson)), OURS)
    before = draw.cache_info()
    draw(OURS.of(exercise))
    after = draw.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)
