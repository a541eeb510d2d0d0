"""The demo is run once; every made-up submission must earn what it was made to earn."""

import contextlib
import io
import json
from functools import cache
from pathlib import Path

import nbformat
import pytest

from course_lib.checking.judge import judge
from course_lib.checking.session import PUBLIC_SEED
from course_lib.demo.cohort import made_up_cohort
from course_lib.demo.run import run_demo
from course_lib.exercises.catalogue import find
from course_lib.lessons import find_lesson
from tests.conftest import ROOT
from tests.lessons.played import before_each_answer

LESSON = "0"


@cache
def points_here(notebook: Path, exercise: str, code: str) -> float:
    """What the check gives these lines in this process, on the draws that a cohort without a secret gets."""
    names = dict(before_each_answer(notebook)[exercise])
    with contextlib.suppress(SyntaxError):
        exec(compile(code, exercise, "exec"), names)
    return judge(find(exercise), names, seed=PUBLIC_SEED).points


def run(lesson: str, folder: Path):
    """Folder, what was printed, and the report by student."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert run_demo(ROOT, find_lesson(ROOT, lesson), folder=folder) == 0
    report = json.loads((folder / "report.json").read_text())
    return folder, printed.getvalue(), {one["student"]: one for one in report["submissions"]}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return run(LESSON, tmp_path_factory.mktemp("demo") / "cohort")


def test_of_lesson_07_every_cell_earns_behind_walls_exactly_what_its_check_gives_here(tmp_path):
    lesson = find_lesson(ROOT, "7")
    _, _, found = run("7", tmp_path / "cohort")
    for made in made_up_cohort(ROOT, lesson):
        assert found[made.student]["status"] == made.status, (made.student, found[made.student]["reason"])
        if made.status == "unreadable":
            continue
        cells = {
            cell.metadata.get("nbgrader", {}).get("grade_id"): cell
            for cell in nbformat.reads(made.text, as_version=4).cells
        }
        for cell in found[made.student]["cells"]:
            if not cell["id"].endswith("-answer"):  # a memo is marked by a person
                code = cells[f"{cell['id']}-answer"].source
                assert cell["points"] == points_here(lesson.notebook, cell["id"], code), (made.student, cell)


@pytest.mark.parametrize("number", ["0", "3", "7"])
def test_it_holds_at_least_twelve_kinds_of_submission(root, number):
    made = list(made_up_cohort(root, find_lesson(root, number)))
    assert len({one.student for one in made}) == len(made) >= 12


def test_each_made_up_submission_earns_what_it_should(graded, root):
    _, _, found = graded
    for made in made_up_cohort(root, find_lesson(root, LESSON)):
        one = found[made.student]
        assert one["status"] == made.status, (made.student, one["reason"])
        assert one["points"] == pytest.approx(made.points, abs=0.35), made.student


def test_every_graded_cell_carries_its_message(graded):
    _, _, found = graded
    assert all(cell["message"] for one in found.values() if one["status"] == "graded" for cell in one["cells"])


def test_it_says_how_to_open_a_page_and_the_page_says_what_the_check_said(graded):
    folder, printed, found = graded
    assert "Open a student's page in your browser" in printed
    for student in ("all_right_1", "untouched"):
        page = next((folder / "feedback" / student).rglob("*.html")).read_text(encoding="utf-8")
        for cell in found[student]["cells"]:
            assert cell["message"].split("`")[0].strip()[:40] in page
