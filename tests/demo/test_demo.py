"""The demo is run once; every made-up submission must earn what it was made to earn."""

import contextlib
import io
import json

import pytest

from course_lib.demo.cohort import made_up_cohort
from course_lib.demo.run import run_demo
from course_lib.lessons import find_lesson

LESSON = "0"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    from tests.conftest import ROOT

    folder, printed = tmp_path_factory.mktemp("demo") / "cohort", io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert run_demo(ROOT, find_lesson(ROOT, LESSON), folder=folder) == 0
    report = json.loads((folder / "report.json").read_text())
    return folder, printed.getvalue(), {one["student"]: one for one in report["submissions"]}


def test_it_holds_at_least_twelve_kinds_of_submission(root):
    made = list(made_up_cohort(root, find_lesson(root, LESSON)))
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
