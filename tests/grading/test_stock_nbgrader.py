"""A course graded by nbgrader's own commands gives honest learners the same scores."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course_lib.demo.cohort import made_up_cohort
from course_lib.lessons import find_lesson

SETTINGS = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.md", "*.toml"]
c.ClearSolutions.code_stub = {"python": "..."}
"""
"""nbgrader as it comes, but for the stub: none of this course's steps stands between."""

LESSON = "00_start_here"


def nbgrader(folder, *arguments, ok=True):
    programs = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": programs + os.pathsep + os.environ["PATH"]}
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ok or ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    from tests.conftest import ROOT

    folder = tmp_path_factory.mktemp("stock")
    (folder / "nbgrader_config.py").write_text(SETTINGS)
    shutil.copytree(ROOT / "solutions" / LESSON, folder / "source" / LESSON)
    nbgrader(folder, "generate_assignment", LESSON)
    lesson = find_lesson(ROOT, LESSON)
    texts = {made.student: made.text for made in made_up_cohort(ROOT, lesson)}
    texts["solution"] = (ROOT / "solutions" / LESSON / lesson.notebook.name).read_text(encoding="utf-8")
    texts["released"] = (folder / "release" / LESSON / lesson.notebook.name).read_text(encoding="utf-8")
    for student in ("all_right_2", "untouched", "misread_free_share_a_percentage", "solution", "released"):
        path = folder / "submitted" / student / LESSON / lesson.notebook.name
        path.parent.mkdir(parents=True)
        path.write_text(texts[student], encoding="utf-8")
    nbgrader(folder, "autograde", LESSON)
    nbgrader(folder, "generate_feedback", LESSON)
    nbgrader(folder, "export")
    return folder


def test_right_answers_earn_everything_and_untouched_or_wrong_ones_nothing(stock):
    with (stock / "grades.csv").open(newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {
        "all_right_2": 2, "solution": 2, "released": 0, "untouched": 0, "misread_free_share_a_percentage": 0,
    }  # fmt: skip


def test_the_feedback_page_says_what_the_check_said(stock):
    page = (stock / "feedback" / "misread_free_share_a_percentage" / LESSON / "start_here.html").read_text(
        encoding="utf-8"
    )
    assert "45 is a percentage; a share lies between 0 and 1." in page


def test_stocks_release_asks_the_same_and_holds_no_solution(stock, root):
    theirs = nbformat.read(stock / "release" / LESSON / "start_here.ipynb", as_version=4)
    ours = nbformat.read(root / "notebooks" / LESSON / "start_here.ipynb", as_version=4)
    assert [cell.id for cell in theirs.cells] == [cell.id for cell in ours.cells]
    assert not any("SOLUTION" in cell.source or "9 / 20" in cell.source for cell in theirs.cells)
    assert [path.name for path in (stock / "release" / LESSON).iterdir()] == ["start_here.ipynb"]


def test_validate_agrees_with_the_check(stock, root):
    wrong = stock / "submitted" / "misread_free_share_a_percentage" / LESSON / "start_here.ipynb"
    told = nbgrader(stock, "validate", str(wrong))
    assert "VALIDATION FAILED ON 1 CELL" in told
    assert 'check("free_share")' in told
    right = stock / "submitted" / "all_right_2" / LESSON / "start_here.ipynb"
    assert "Success! Your notebook passes all the tests." in nbgrader(stock, "validate", str(right))
