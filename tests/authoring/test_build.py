import pytest

from course_lib.authoring.build import differences, execute
from course_lib.authoring.text import LessonError, read_lesson


def test_the_built_notebooks_are_what_their_text_says(root, lesson_text):
    assert list(differences(root, lesson_text)) == []


def test_an_edit_by_hand_is_seen(root, lesson_text, monkeypatch):
    from course_lib.authoring import build

    original = build._told
    monkeypatch.setattr(
        build, "_told", lambda path: original(path) | ({"edited": True} if path.is_relative_to(root) else {})
    )
    monkeypatch.setattr(build, "execute", lambda notebook, folder: None)
    assert [told.split()[-1] for told in differences(root, lesson_text)] == ["text", "text"]


@pytest.mark.parametrize(
    ("code", "said"),
    [("1 / 0", "stopped with ZeroDivisionError"), ("import sys; print('hm', file=sys.stderr)", "wrote to stderr")],
)
def test_a_lesson_that_fails_or_warns_is_not_built(tmp_path, code, said):
    text = tmp_path / "00_start_here" / "bad.md"
    text.parent.mkdir()
    text.write_text(f"# A title\n\n```python\n{code}\n```\n")
    with pytest.raises(LessonError, match=said):
        execute(read_lesson(text), folder=tmp_path)
