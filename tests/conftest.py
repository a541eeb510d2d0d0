"""What the tests share: where the course is, and its lessons."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXTS = sorted((ROOT / "solutions").glob("*/*.md"))


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture(autouse=True)
def close_pictures():
    """A picture left open by a test would count towards matplotlib's warning in a later one."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `lesson_text` runs over every lesson found: a new lesson is held by them without new code."""
    if "lesson_text" in metafunc.fixturenames:
        metafunc.parametrize("lesson_text", TEXTS, ids=[text.parent.name for text in TEXTS])
