import pytest

from course_lib.authoring.text import LessonError, read_lesson

GOOD = """# 00 · Can I do this?

Words.

```python setup=true
from course_lib import check
```

```python answer="free_share"
free_share = ...
### BEGIN SOLUTION
free_share = 8 / 20
### END SOLUTION
```

```python
check("free_share")
```
"""


@pytest.fixture
def write(tmp_path):
    def write(text, folder="00_start_here"):
        path = tmp_path / folder / "start_here.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_authors_marks_become_nbgraders(write):
    notebook = read_lesson(write(GOOD))
    setup, answer, checked = (cell.metadata.get("nbgrader") for cell in notebook.cells[1:])
    assert (setup["locked"], setup["grade"]) == (True, False)
    assert (answer["solution"], answer["grade"], answer["locked"]) == (True, False, False)
    assert (checked["grade"], checked["locked"], checked["points"], checked["grade_id"]) == (
        True,
        True,
        2.0,
        "free_share",
    )
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.mlpm.decision == "Can I do this?"


def test_the_ids_are_the_same_at_each_reading(write):
    first, second = (read_lesson(write(GOOD)) for _ in range(2))
    assert [cell.id for cell in first.cells] == [cell.id for cell in second.cells]
    assert len({cell.id for cell in first.cells}) == len(first.cells)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('check("free_share")', 'check("free_shar")', "Did you mean 'free_share'"),
        ('answer="free_share"', "", "stands before its answer cell"),
        ("# 00 · Can I do this?", "Can I do this?", "starts with its title"),
        ('check("free_share")', "1\n```\n\n```python answer=\"free_share\"\nfree_share = 1", "has an answer cell already"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_place(write, old, new, said):
    with pytest.raises(LessonError, match=said):
        read_lesson(write(GOOD.replace(old, new)))


def test_an_exercise_of_another_lesson_is_refused(write):
    with pytest.raises(LessonError, match="belongs to 00_start_here"):
        read_lesson(write(GOOD, folder="99_elsewhere"))
