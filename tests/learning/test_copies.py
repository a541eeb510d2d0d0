import shutil

import pytest

from course_lib.learning.copies import first_unfinished, open_copy
from course_lib.lessons import all_lessons, find_lesson


@pytest.fixture
def course(tmp_path, root):
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    return tmp_path


def test_the_first_opening_copies_and_the_next_one_never_overwrites(course):
    lesson = find_lesson(course, "0")
    copy = open_copy(course, lesson)
    assert copy.read_text() == lesson.notebook.read_text()
    copy.write_text("my answers")
    assert open_copy(course, lesson).read_text() == "my answers"


def test_starting_anew_keeps_every_old_copy_under_its_date(course):
    lesson = find_lesson(course, "0")
    for answers in ("first", "second", "third"):
        open_copy(course, lesson).write_text(answers)
        assert open_copy(course, lesson, fresh=True).read_text() == lesson.notebook.read_text()
    kept = [path.read_text() for path in (course / "my_course" / "00_start_here").glob("start_here_2*.ipynb")]
    assert sorted(kept) == ["first", "second", "third"]


def test_the_default_lesson_is_the_first_unfinished_and_at_the_end_the_last(course, monkeypatch):
    lessons = all_lessons(course)
    assert first_unfinished(course, lessons).folder == "00_start_here"
    folder = course / "my_course" / "00_start_here"
    folder.mkdir(parents=True)
    entry = '{"standing": "correct", "points": 2, "max_points": 2}'
    folder.joinpath(".progress.json").write_text(f'{{"exercises": {{"free_share": {entry}}}}}')
    assert first_unfinished(course, lessons) == (lessons[1] if len(lessons) > 1 else lessons[0])
