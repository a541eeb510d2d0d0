"""What the tests share: where the course is, and its lessons."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXTS = sorted((ROOT / "solutions").glob("*/*.md"))


@pytest.fixture
def root() -> Path:
    return ROOT


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `lesson_text` runs over every lesson found: a new lesson is held by them without new code."""
    if "lesson_text" in metafunc.fixturenames:
        metafunc.parametrize("lesson_text", TEXTS, ids=[text.parent.name for text in TEXTS])
