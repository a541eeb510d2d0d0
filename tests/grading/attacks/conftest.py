"""The real pipeline, on the warm parents that all tests share."""

from __future__ import annotations

import pytest

from course_lib.grading import preprocessors
from course_lib.grading.learner.parent import WarmParent
from course_lib.grading.walls.limits import MB, Limits
from tests.grading.attacks.pipeline import Pipeline, new_pipeline

TINY = Limits(
    cell_seconds=1, grace_seconds=0.5, memory=500 * MB, processes=24, disk=8 * MB, shared_memory=2 * MB, file_size=4 * MB,
    open_files=64, cell_output=100_000,
)  # fmt: skip


@pytest.fixture(scope="session")
def tiny(walled):
    """A walled warm parent whose limits are soon reached."""
    with WarmParent(limits=TINY, walls="full") as parent:
        yield parent


@pytest.fixture(scope="session")
def cohort(tmp_path_factory) -> Pipeline:
    """One gradebook for all attacks: what one of them breaks, the next would show."""
    return new_pipeline(tmp_path_factory.mktemp("cohort"))


@pytest.fixture
def pipeline(cohort, walled, monkeypatch) -> Pipeline:
    """Grades behind all walls; each submission may take as long as the tests' `QUICK` limits say."""
    monkeypatch.setitem(preprocessors._warm, "full", walled)
    return cohort
