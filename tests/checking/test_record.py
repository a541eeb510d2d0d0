import json
import os

import pytest

from course_lib.checking import record
from course_lib.outcomes import Outcome, Standing


def outcome(standing, points=0.0):
    return Outcome(name="share", standing=standing, points=points, max_points=2, message="m")


def test_the_best_standing_stays_when_the_lesson_is_run_again_from_the_top(tmp_path):
    record.note(tmp_path, "07", outcome(Standing.CORRECT, 2))
    record.note(tmp_path, "07", outcome(Standing.NOT_ATTEMPTED))
    assert record.read(tmp_path, "07")["share"]["standing"] == "correct"


def test_only_attempts_count_as_tries(tmp_path):
    for standing in (Standing.NOT_ATTEMPTED, Standing.NOT_YET, Standing.NOT_YET):
        record.note(tmp_path, "07", outcome(standing))
    assert record.read(tmp_path, "07")["share"]["tries"] == 2


def test_hints_before_an_attempt_do_not_stand_in_the_way_of_the_outcome(tmp_path):
    record.note_hint(tmp_path, "07", "share", 2)
    record.note(tmp_path, "07", outcome(Standing.CORRECT, 2))
    entry = record.read(tmp_path, "07")["share"]
    assert (entry["hints"], entry["standing"]) == (2, "correct")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"exercises": [1]}', '{"exercises": {"a": 1}}'])
def test_a_broken_record_is_set_aside_and_never_deleted(tmp_path, text):
    path = tmp_path / "07" / ".progress.json"
    path.parent.mkdir()
    path.write_text(text)
    assert record.read(tmp_path, "07") == {}
    assert path.with_name(".progress.broken.json").read_text() == text
    record.note(tmp_path, "07", outcome(Standing.CORRECT, 2))
    assert record.read(tmp_path, "07")["share"]["points"] == 2


def test_a_write_that_fails_leaves_the_old_record_whole(tmp_path, monkeypatch):
    record.note(tmp_path, "07", outcome(Standing.NOT_YET))
    before = (tmp_path / "07" / ".progress.json").read_text()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        record.note(tmp_path, "07", outcome(Standing.CORRECT, 2))
    assert [path.name for path in (tmp_path / "07").iterdir()] == [".progress.json"]
    assert (tmp_path / "07" / ".progress.json").read_text() == before


def test_what_is_kept_is_readable_json(tmp_path):
    record.note(tmp_path, "07", outcome(Standing.CORRECT, 2), committed={"bet": "£52"})
    assert json.loads((tmp_path / "07" / ".progress.json").read_text(encoding="utf-8"))["exercises"]["share"][
        "committed"
    ] == {"bet": "£52"}
