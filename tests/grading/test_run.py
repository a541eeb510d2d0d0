"""One run of the command: alone on its cohort, stopped by Ctrl-C, clean behind itself, into the right gradebook."""

from __future__ import annotations

import os
import signal
import time

import pytest

from course_lib.grading import preprocessors
from course_lib.grading.one_run import only_run
from tests.grading.attacks.pipeline import START, filled, new_pipeline, page_text
from tests.grading.course import STUDENTS, Course, processes_of, wait_until, workers_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="grading forks, which this system can't")

SLEEPY = "import time; time.sleep(50)"


@pytest.fixture
def course(tmp_path) -> Course:
    return Course(tmp_path, "--no-sandbox", "--workers", "1")


def test_a_second_run_on_the_same_cohort_is_refused_while_the_first_goes_on(course):
    with only_run(course.cohort):
        grader = course.start()
        _, said = grader.communicate(timeout=60)
        assert grader.returncode == 2
        assert f"Another `mlpm grade` is at work on {course.cohort} (process {os.getpid()})" in said
        assert not course.done()
    course.run("--student", "broken_file")


def test_ctrl_c_finishes_what_is_being_graded_and_the_same_command_goes_on(course):
    grader = course.start()
    assert wait_until(lambda: len(course.done()) >= 2)
    os.killpg(grader.pid, signal.SIGINT)  # as a terminal does: to the command and all it started
    _, said = grader.communicate(timeout=60)
    assert grader.returncode == 130
    assert "Stopping, once what is being graded is done." in said
    assert "Stopped. What was graded is kept; grading this cohort again goes on from there." in said
    assert "Traceback" not in said
    assert not processes_of(course)
    finished = course.done()
    assert 2 <= len(finished) < len(STUDENTS)
    course.run()
    assert finished.items() <= course.done().items()


def test_a_second_ctrl_c_gives_up_what_is_being_graded(course):
    path = course.cohort / "submitted" / "all_right_1" / START.folder / START.notebook.name
    path.write_bytes(page_text(filled(SLEEPY)))
    grader = course.start()
    assert wait_until(lambda: workers_of(grader), seconds=30)
    time.sleep(1)
    started = time.monotonic()
    for _ in range(2):
        os.killpg(grader.pid, signal.SIGINT)
        time.sleep(0.5)
    _, said = grader.communicate(timeout=30)
    assert time.monotonic() - started < 20
    assert grader.returncode == 130
    assert "Traceback" not in said
    assert wait_until(lambda: not processes_of(course))
    assert "all_right_1" not in course.done()


@pytest.mark.parametrize("walls", ["none", "full"])
def test_nothing_is_left_behind_but_what_was_graded(tmp_path, request, walls):
    if walls == "full":
        request.getfixturevalue("walled")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    course = Course(tmp_path / "course", *["--no-sandbox"] * (walls == "none"), "--workers", "2")
    grader = course.start(TMPDIR=str(scratch))
    assert wait_until(lambda: len(workers_of(grader)) == 2, seconds=30), "the workers are no copies of the command"
    _, said = grader.communicate(timeout=120)
    assert grader.returncode == 1, said
    assert not list(scratch.iterdir())
    assert not processes_of(course)


def test_a_gradebook_elsewhere_is_written_if_the_configuration_says_so(course):
    config = course.folder / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.CourseDirectory.db_url = 'sqlite:///elsewhere.db'\n")
    course.run()
    assert (course.folder / "elsewhere.db").exists()
    assert not (course.cohort / "gradebook.db").exists()
    address = f"sqlite:///{course.folder / 'elsewhere.db'}"
    assert {student for student, *_ in course.scores(address)} == set(STUDENTS) - {"broken_file"}


@pytest.mark.parametrize(
    ("address", "why"),
    [("postgresql+nothing://grader:hidden@server/course", "NoSuchModuleError"), ("sqlite:////no/such/place.db", "OperationalError")],
)  # fmt: skip
def test_a_gradebook_that_cant_be_opened_is_said_without_its_password(course, address, why):
    config = course.folder / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {address!r}\n")
    grader = course.start()
    _, said = grader.communicate(timeout=60)
    assert grader.returncode == 2
    assert f"The gradebook {address.replace('hidden', '***')} can't be opened ({why}" in said
    assert "Traceback" not in said
    assert "hidden" not in said
    assert not course.done()


@pytest.mark.parametrize("broken", [b"{", b""])
def test_an_unreadable_file_in_a_graded_ones_place_keeps_its_points_and_says_so(tmp_path, bare, monkeypatch, broken):
    monkeypatch.setitem(preprocessors._warm, "none", bare)
    pipeline = new_pipeline(tmp_path, START, walls="none")
    assert pipeline.grade(filled(free_share="free_share = 9 / 20")).points == 2
    replaced = pipeline.grade(broken)
    assert replaced.status == "unreadable"
    assert replaced.reason.endswith("The gradebook keeps the 2 points of what was graded before.")
    assert "gradebook" not in pipeline.grade(broken, student="bob").reason
    assert pipeline.grade(filled(free_share="free_share = 9")).points == 0
