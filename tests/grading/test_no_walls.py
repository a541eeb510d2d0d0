"""Without walls nothing is graded, unless it was asked for in so many words."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys

import pytest

from course_lib import cli
from course_lib.grading.run import grade_cohort
from course_lib.lessons import find_lesson
from tests.conftest import ROOT


@pytest.fixture
def cohort(tmp_path):
    lesson = find_lesson(ROOT, "0")
    folder = tmp_path / "submitted" / "ada" / lesson.folder
    folder.mkdir(parents=True)
    shutil.copy(lesson.notebook, folder)
    return tmp_path


def test_where_walls_cannot_be_had_grading_stops_and_says_what_to_install(cohort, tmp_path, monkeypatch, capsys):
    empty = tmp_path / "no-programs"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))  # so bubblewrap is not installed, for the grading processes too
    assert grade_cohort(ROOT, lesson="0", cohort=cohort) == 2
    told = capsys.readouterr()
    assert "bubblewrap is not installed" in told.err
    assert "apt-get install bubblewrap" in told.err or "WSL" in told.err
    assert "`--no-sandbox` grades it without walls" in told.err
    assert "graded" not in told.out
    assert not (cohort / "autograded").exists()
    assert not (cohort / "feedback").exists()
    with sqlite3.connect(cohort / "gradebook.db") as book:
        assert book.execute("select count(*) from submitted_assignment").fetchone() == (0,)


def test_without_a_sandbox_it_grades_and_says_so_in_three_places(cohort, capsys):
    report = cohort / "report.json"
    assert grade_cohort(ROOT, lesson="0", cohort=cohort, sandbox=False, report=report) == 0
    told = capsys.readouterr()
    assert "Without walls: the learners' code can read and write whatever you can" in told.err
    assert "Walls: none." in told.out
    assert json.loads(report.read_text())["walls"] == "none"


@pytest.mark.parametrize("sandbox", [True, False])
def test_where_no_process_can_be_forked_it_says_so_and_what_to_do(cohort, monkeypatch, capsys, sandbox):
    monkeypatch.delattr(os, "fork")
    monkeypatch.setitem(sys.modules, "fcntl", None)  # neither of which Windows has
    assert grade_cohort(ROOT, lesson="0", cohort=cohort, sandbox=sandbox) == 2
    told = capsys.readouterr()
    assert "Learners' processes are forks, which this system does not have." in told.err
    assert not (cohort / "autograded").exists()


@pytest.mark.parametrize(("arguments", "sandbox"), [((), True), (("--no-sandbox",), False)])
def test_only_the_option_takes_the_walls_down(monkeypatch, arguments, sandbox):
    asked = {}
    monkeypatch.setattr("course_lib.grading.run.grade_cohort", lambda root, **options: asked.update(options) or 0)
    monkeypatch.chdir(ROOT)
    for variable in ("MLPM_NO_SANDBOX", "NO_SANDBOX"):
        monkeypatch.setenv(variable, "1")
    assert cli.main(["grade", "0", *arguments]) == 0
    assert asked["sandbox"] is sandbox


@pytest.mark.parametrize("half", ["--no", "--no-sand", "--sandbox=no", "--no-sandbox=1"])
def test_half_an_option_is_refused(monkeypatch, half):
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as refused:
        cli.main(["grade", "0", half])
    assert refused.value.code == 2
