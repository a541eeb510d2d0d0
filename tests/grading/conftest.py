"""Warm parents for the tests: one without walls, one with all of them."""

from __future__ import annotations

import pytest

from course_lib.grading.learner.parent import WallsError, WarmParent
from course_lib.grading.walls.limits import MB, Limits

QUICK = Limits(cell_seconds=3, grace_seconds=1, memory=768 * MB, disk=32 * MB, shared_memory=8 * MB, file_size=16 * MB)


@pytest.fixture(scope="session")
def bare():
    """A warm parent without walls: what an attack does that nothing stops."""
    with WarmParent(limits=QUICK, walls="none") as parent:
        yield parent


@pytest.fixture(scope="session")
def walled():
    """A warm parent behind all walls; without them the tests that need them are skipped."""
    try:
        parent = WarmParent(limits=QUICK, walls="full")
        parent.start()
    except WallsError as error:
        pytest.skip(f"this machine can't raise the walls: {error}")
    yield parent
    parent.stop()
