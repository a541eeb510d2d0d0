"""A run that is killed goes on where it was: nothing lost, nothing graded twice, a person's marks untouched."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course_lib.grading import preprocessors
from course_lib.grading.gradebook import database
from course_lib.grading.run import grade_cohort
from tests.conftest import ROOT
from tests.grading.attacks.pipeline import START, Pipeline, filled, new_pipeline
from tests.grading.course import STUDENTS, Course, processes_of, told, wait_until, workers_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="grading forks, which this system can't")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> Course:
    course = Course(tmp_path_factory.mktemp("undisturbed"), "--no-sandbox", "--workers", "2")
    course.printed = course.run()
    return course


def test_a_run_says_one_line_a_submission_and_the_report_the_rest(undisturbed):
    assert "\r" not in undisturbed.printed
    lines = undisturbed.printed.splitlines()
    assert sorted(line.split()[0] for line in lines[: len(STUDENTS)]) == sorted(STUDENTS)
    assert lines[len(STUDENTS) + 1] == "8 submissions: 6 graded, 1 unreadable, 1 error."
    facts = json.loads((undisturbed.folder / "report.json").read_text(encoding="utf-8"))
    assert (facts["walls"], facts["seed"]) == ("none", "public practice seed")
    report = undisturbed.report()
    assert {one["status"] for one in report.values()} == {"graded", "unreadable", "error"}
    assert "breaks off" in report["broken_file"]["reason"]
    assert report["typo"]["reason"].startswith("In the cell free_share-answer: SyntaxError")
    assert not any(one["kept"] for one in report.values())


@pytest.mark.parametrize(("walls", "kills"), [("full", [(os.killpg, 0), (os.killpg, 2)]), ("none", [(os.kill, 2)])])
def test_killed_at_random_moments_the_same_command_ends_with_the_same_gradebook(
    undisturbed, tmp_path, walls, kills, request
):
    if walls == "full":
        request.getfixturevalue("walled")
    options = ["--no-sandbox"] * (walls == "none")
    course, chance = Course(tmp_path, *options, "--workers", "2"), random.Random(walls)
    finished: dict[str, int] = {}
    for kill, more in kills:
        grader, wanted = course.start(), len(finished) + more
        wait_until(lambda wanted=wanted: len(course.done()) >= wanted)
        # Anywhere: while it starts, or in the middle of a submission or two.
        time.sleep(chance.uniform(0, 0.3) if more else chance.uniform(1, 3))
        # The whole group, or only the first process: then the others must notice by themselves.
        kill(grader.pid, signal.SIGKILL)
        grader.communicate()
        assert wait_until(lambda: not processes_of(course)), "what the grader started outlives it"
        now = course.done()
        assert finished.items() <= now.items(), "graded twice"
        finished = now
    course.run()
    assert 1 <= len(finished) < len(STUDENTS), "the kills came too early or too late to tell anything"
    assert finished.items() <= course.done().items(), "graded twice"
    assert {student for student, one in course.report().items() if one["kept"]} == set(finished)
    assert course.scores() == undisturbed.scores()
    assert told(course.report()) == told(undisturbed.report())


def test_a_grading_process_killed_from_outside_stops_nothing(undisturbed, tmp_path):
    course = Course(tmp_path, "--no-sandbox", "--workers", "2")
    grader = course.start("--force")
    assert wait_until(lambda: len(course.done()) >= 1)
    workers_of(grader)[0].kill()
    _, said = grader.communicate(timeout=120)
    assert grader.returncode == 1, said
    assert course.scores() == undisturbed.scores()
    assert told(course.report()) == told(undisturbed.report())


def test_lesson_student_and_folder_narrow_a_run_down_and_a_dry_run_changes_nothing(undisturbed, monkeypatch, capsys):
    done = undisturbed.done()
    grader = undisturbed.start("start_here", "--student", "typo", "--workers", "1")
    printed, said = grader.communicate(timeout=120)
    assert grader.returncode == 0, said
    assert printed.splitlines()[0].startswith("typo  00_start_here")
    assert "1 submission: 1 error. 1 unchanged since the last time, kept." in printed
    assert list(undisturbed.report()) == ["typo"]
    monkeypatch.chdir(undisturbed.folder)
    assert grade_cohort(undisturbed.folder, cohort=Path("cohort"), dry_run=True) == 0
    assert sorted(line.split()[0] for line in capsys.readouterr().out.splitlines()[:-2]) == sorted(STUDENTS)
    assert grade_cohort(ROOT, student="untouched", cohort=undisturbed.cohort, dry_run=True) == 0
    assert capsys.readouterr().out.splitlines()[0] == "untouched  00_start_here"
    assert undisturbed.done() == done


@pytest.fixture(scope="module")
def empty_gradebook(tmp_path_factory) -> Path:
    """Making a new one takes nbgrader seconds."""
    folder = tmp_path_factory.mktemp("empty")
    new_pipeline(folder, START)
    return folder / "gradebook.db"


@pytest.fixture
def cohort(tmp_path, bare, empty_gradebook, monkeypatch) -> Pipeline:
    """One submission after the other in this process, unchanged ones kept."""
    monkeypatch.setitem(preprocessors._warm, "none", bare)
    shutil.copy(empty_gradebook, tmp_path)
    cohort = new_pipeline(tmp_path, START, walls="none")
    return Pipeline(replace(cohort.job, force=False))


def test_an_unchanged_submission_is_kept_and_a_changed_one_is_graded(cohort):
    assert not cohort.grade(filled(free_share="free_share = 9 / 20")).kept
    kept = cohort.grade()
    assert (kept.kept, kept.points) == (True, 2)
    changed = cohort.grade(filled(free_share="free_share = 9"))
    assert (changed.kept, changed.points) == (False, 0)


@pytest.mark.parametrize("answer", ["9 / 20", "9", "9 / (", "..."])
def test_graded_again_by_force_result_and_notebook_are_the_same_byte_for_byte(cohort, answer):
    notebook = cohort.job.cohort / "autograded" / "ada" / START.folder / START.notebook.name
    first, written = cohort.grade(filled(free_share=f"free_share = {answer}")), notebook.read_bytes()
    again = Pipeline(replace(cohort.job, force=True)).grade()
    assert not again.kept
    assert replace(again, seconds=first.seconds) == first
    assert notebook.read_bytes() == written


@pytest.mark.parametrize("lost", ["gradebook.db", "autograded"])
def test_what_was_graded_and_then_lost_is_graded_again(cohort, lost):
    cohort.grade(filled(free_share="free_share = 9 / 20"))
    path = cohort.job.cohort / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    new_pipeline(cohort.job.cohort, START, walls="none")
    again = cohort.grade()
    assert (again.kept, again.points) == (False, 2)
    assert cohort.grade().kept


def test_a_changed_secret_or_lesson_is_graded_again(cohort, monkeypatch, tmp_path):
    cohort.grade(filled(free_share="free_share = 9 / 20"))
    (cohort.job.cohort / "secret").write_text("a secret of our own")
    assert not cohort.grade().kept
    assert cohort.grade().kept
    monkeypatch.setattr("course_lib.grading.ledger._code", lambda: b"another criterion")
    assert not cohort.grade().kept


@pytest.mark.parametrize(
    ("written", "read"),
    [("2026-03-01 12:00:00.5 UTC", "2026-03-01 12:00:00.500000"), ("2026-03-01 12:00:00 +0100", "2026-03-01 11:00:00"),
     ("0001-01-01 00:00:00 +0100", "None"), ("2026-99-01 12:00:00", "None"), ("2026-03-01 12:00:00 /etc/passwd", "None"), ("", "None")],
)  # fmt: skip
def test_the_time_of_handing_in_reaches_the_gradebook_for_late_penalties(cohort, written, read):
    path = cohort.hand_in(filled(free_share="free_share = 9 / 20"))
    assert not cohort.grade().kept
    (path.parent / "timestamp.txt").write_text(written)
    again = cohort.grade()
    assert again.points == 2
    assert again.kept == (read == "None")
    with Gradebook(database(cohort.job.cohort)) as gradebook:
        assert str(gradebook.find_submission(START.folder, "ada").timestamp) == read


def test_a_mark_given_by_hand_stays_whatever_is_graded_again(cohort):
    def mark(**values) -> float:
        with Gradebook(database(cohort.job.cohort)) as gradebook:
            grade = gradebook.find_grade("free_share", "start_here", START.folder, "ada")
            for name, value in values.items():
                setattr(grade, name, value)
            gradebook.db.commit()
            return grade.score

    assert cohort.grade(filled(free_share="free_share = 9")).points == 0
    assert mark(manual_score=1.5, needs_manual_grade=False) == 1.5
    assert cohort.grade().points == 1.5  # kept, as the gradebook has it now
    assert not cohort.grade(filled(free_share="free_share = 20 / 9")).kept
    assert mark() == 1.5
    assert cohort.grade().points == 1.5
