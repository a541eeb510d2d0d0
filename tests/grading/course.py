"""A course folder of its own with a small cohort, graded by the command, in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
from nbgrader.api import Gradebook

from course_lib.demo.cohort import made_up_cohort
from course_lib.grading.gradebook import database
from course_lib.lessons import find_lesson
from tests.conftest import ROOT
from tests.grading.attacks.pipeline import START

MLPM = "from course_lib.cli import main; raise SystemExit(main())"
STUDENTS = (
    "all_right_1", "all_right_2", "broken_file", "misread_free_share_a_count", "misread_free_share_text", "typo", "untouched",
    "misread_free_share_a_percentage",
)  # fmt: skip


class Course:
    """A course folder of its own with a small cohort, graded by the command in a process of its own."""

    def __init__(self, folder: Path, *options: str):
        self.folder, self.cohort, self.options = folder, folder / "cohort", options
        for name in ("notebooks", "solutions"):
            shutil.copytree(ROOT / name / START.folder, folder / name / START.folder)
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        (folder / "course_lib").mkdir()
        for made in made_up_cohort(ROOT, find_lesson(ROOT, "0")):
            if made.student in STUDENTS:
                path = self.cohort / "submitted" / made.student / START.folder / START.notebook.name
                path.parent.mkdir(parents=True)
                path.write_text(made.text, encoding="utf-8")

    def start(self, *options: str, **variables: str) -> subprocess.Popen:
        command = [sys.executable, "-u", "-c", MLPM, "grade", "--report", "report.json", *self.options, *options]
        return subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env=os.environ | variables,
        )  # fmt: skip

    def run(self, *options: str) -> str:
        """Grade to the end; returns what was printed. One file is broken, so the exit code is 1."""
        grader = self.start(*options)
        printed, said = grader.communicate(timeout=120)
        assert grader.returncode == 1, said
        return printed

    def report(self) -> dict[str, dict]:
        told = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return {one["student"]: one for one in told["submissions"]}

    def scores(self, address: str = "") -> list[tuple]:
        """All that the gradebook holds of anyone's points."""
        with Gradebook(address or database(self.cohort)) as gradebook:
            return sorted(
                (
                    one.student.id,
                    grade.name,
                    grade.auto_score,
                    grade.manual_score,
                    grade.score,
                    grade.needs_manual_grade,
                )
                for one in gradebook.assignment_submissions(START.folder)
                for notebook in one.notebooks
                for grade in notebook.grades
            )

    def done(self) -> dict[str, int]:
        """When each submission was finished, by the line that is written last."""
        lines = self.cohort.glob(f"autograded/*/{START.folder}/.graded.json")
        return {line.parts[-3]: line.stat().st_mtime_ns for line in lines}


def told(report: dict[str, dict]) -> dict[str, dict]:
    """The report without what may differ from run to run."""
    return {
        student: {key: value for key, value in one.items() if key not in ("seconds", "kept")}
        for student, one in report.items()
    }


def processes_of(course: Course) -> list[psutil.Process]:
    """What still runs in the course's folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(course.folder) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_until(happened, *, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happened()


def workers_of(grader: subprocess.Popen) -> list[psutil.Process]:
    """Its grading processes: copies of it."""
    first = psutil.Process(grader.pid)
    return [one for one in first.children() if one.cmdline() == first.cmdline()]
