import json

from course_lib.grading.report import CellResult, Result, Status, summary, write_report


def result(status=Status.GRADED, misconception=None, points=1.5):
    cells = [CellResult(id="precision", points=points, max_points=2, message="m", misconception=misconception)]
    return Result(
        student="ada", lesson="07_evaluation", points=1.5, max_points=2, status=status, seconds=0.4, cells=cells
    )


def test_a_submission_is_one_line():
    assert result().line(width=5) == "ada    07_evaluation       1.5 of 2  graded          0.4 s"
    assert "1 to mark by hand" in result(points=None).line(width=5)


def test_without_a_grade_no_points_are_shown():
    assert "–" in result(Status.UNREADABLE).line(width=5)


def test_the_summary_counts_statuses_and_what_was_misread():
    told = summary([result(misconception="swapped"), result(misconception="swapped"), result(Status.MISSING)])
    assert told.splitlines() == ["3 submissions: 2 graded, 1 missing.", "  2 × precision: swapped"]


def test_the_report_is_plain_json(tmp_path):
    write_report(tmp_path / "deep" / "report.json", [result()], seed="public")
    told = json.loads((tmp_path / "deep" / "report.json").read_text())
    assert told["seed"] == "public"
    assert told["submissions"][0]["cells"][0] == {
        "id": "precision", "points": 1.5, "max_points": 2, "message": "m", "misconception": None
    }  # fmt: skip
    assert told["submissions"][0]["status"] == "graded"
