from course_lib.checking import record
from course_lib.checking.progress import as_text, progress, standing
from course_lib.checking.session import Session, use
from course_lib.lessons import all_lessons
from course_lib.outcomes import Outcome, Standing


def note(folder, standing_, points):
    told = Outcome(name="free_share", standing=standing_, points=points, max_points=2, message="")
    record.note(folder, "00_start_here", told)


def first(folder, root):
    return standing(folder, all_lessons(root))[0]


def test_a_lesson_goes_from_new_over_opened_to_done(tmp_path, root):
    assert first(tmp_path, root).standing == "new"
    note(tmp_path, Standing.NOT_YET, 0)
    assert first(tmp_path, root).standing == "opened"
    note(tmp_path, Standing.CORRECT, 2)
    assert (first(tmp_path, root).standing, first(tmp_path, root).points) == ("done", 2)


def test_the_terminal_shows_decision_time_and_standing(tmp_path, root):
    row = as_text(standing(tmp_path, all_lessons(root))).splitlines()[0]
    assert row.split()[:3] == ["·", "00_start_here", "new"]
    assert row.endswith("10 min  Can I do this?")


def test_the_card_shows_the_same_in_a_notebook(tmp_path, root, monkeypatch):
    (tmp_path / "my_course").mkdir()
    monkeypatch.setattr("course_lib.checking.progress.course_root", lambda folder: root)
    note(tmp_path / "my_course", Standing.CORRECT, 2)
    with use(Session(values={}, folder=tmp_path / "my_course")):
        page = progress()._repr_html_()
    assert "1 of" in page
    assert "✓ Can I do this?" in page


def test_without_a_record_the_card_says_how_to_keep_one():
    with use(Session(values={})):
        assert "mlpm learn" in str(progress())
