"""How fast submissions are graded: stock nbgrader, ours, and the floor, in one run on the same submissions.

    python tests/benchmarks/grading.py                  # three minutes
    python tests/benchmarks/grading.py --large 400      # also: does a submission cost the same among many, is memory flat

It makes a cohort from the lesson's own answers, right ones and misread ones, and times

- stock: one `nbgrader autograde` over the same ones, with nbgrader's own settings, and its feedback pages after it;
- ours: `mlpm grade`, all walls up, feedback pages and report included, with one worker and with one a core;
- the floor: a warm process forks once a submission and runs its code cells with a plain `exec`: no walls, no judge,
  no nbgrader, nothing shown or saved.

"Batch" is the whole command's time, start-up included, over the number of submissions; "once warm" is the median
that a submission takes in a worker, over the workers. The bar: at least 10 times stock's throughput on two cores.
Compare within one run only, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
MLPM = "from course_lib.cli import main; raise SystemExit(main())"
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.md", "*.toml"]
c.ClearSolutions.code_stub = {"python": "..."}
"""


def main() -> None:
    options = argparse.ArgumentParser(description="Time the grader beside stock nbgrader.")
    options.add_argument("--lesson", default="7")
    options.add_argument("--submissions", type=int, default=20, metavar="N", help="how many ours grades")
    options.add_argument("--stock", type=int, default=20, metavar="N", help="how many of them stock grades")
    options.add_argument("--large", type=int, metavar="N", help="grade so many, too, with all cores")
    asked = options.parse_args()
    # Bytecode that is compiled first, and one thread a library, as the grader has it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.update({f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")})
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    compileall.compile_dir(ROOT / "course_lib", quiet=2)
    with tempfile.TemporaryDirectory() as scratch:
        compare(Path(scratch), asked)


def compare(scratch: Path, asked: argparse.Namespace) -> None:
    from course_lib.lessons import find_lesson

    lesson, cores = find_lesson(ROOT, asked.lesson), os.cpu_count()
    print(
        f"{lesson.folder}, {asked.submissions} submissions, stock the first {asked.stock} of them, on {cores} cores\n"
    )
    print(f"{'':42}{'batch':>8}{'once warm':>11}   s a submission")
    stock, pages = time_stock(scratch / "stock", lesson, asked.stock)
    tell("stock nbgrader autograde", stock)
    tell("  and its generate_feedback", stock + pages, stock=stock)
    course = make_course(scratch / "ours", lesson, asked.submissions)
    for workers in sorted({1, cores}):
        run = time_ours(course, lesson, workers)
        tell(f"mlpm grade --workers {workers}, all walls", run.batch, run.warm, stock=stock, note=f"{run.peak:,} MB")
    tell("the floor: fork, plain exec (1 core)", warm=time_floor(course, lesson), stock=stock)
    if asked.large:
        large = time_ours(make_course(scratch / "large", lesson, asked.large), lesson, cores)
        note = f"{large.peak:,} MB, {large.warm / run.warm:.2f} × the {asked.submissions}'s once warm"
        tell(f"mlpm grade, {asked.large} submissions", large.batch, large.warm, stock=stock, note=note)
    print("\nWhere the time goes, in one worker, ms a submission:")
    spent = time_phases(course, lesson)
    for phase, seconds in spent.items():
        print(f"  {phase:<40}{1000 * seconds:>8.0f}{seconds / spent['all']:>8.0%}")


def tell(what: str, batch: float = 0, warm: float = 0, *, stock: float = 0, note: str = "") -> None:
    """One row: seconds, and how many times stock's throughput that is."""
    times = " ".join(f"{stock / seconds:.1f} ×" for seconds in (batch, warm) if stock and seconds)
    shown = "".join(f"{seconds:>{width}.2f}" if seconds else " " * width for seconds, width in ((batch, 8), (warm, 11)))
    print(f"{what:<42}{shown}   {times:<16} {note}".rstrip(), flush=True)


def texts(lesson, number: int) -> list[str]:
    """So many submissions: every way to be right and every misconception, over and over."""
    from course_lib.demo.cohort import made_up_cohort

    made = [one for one in made_up_cohort(ROOT, lesson) if one.student.startswith(("all_right", "misread"))]
    # Spread, so that the first few are not all of one exercise.
    spread = [one.text for start in range(5) for one in made[start::5]]
    return list(islice(cycle(spread), number))


def hand_in(submitted: Path, lesson, number: int) -> None:
    for place, text in enumerate(texts(lesson, number)):
        path = submitted / f"student_{place:04}" / lesson.folder / lesson.notebook.name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")


def make_course(folder: Path, lesson, number: int) -> Path:
    for name in ("notebooks", "solutions"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "course_lib").mkdir()
    hand_in(folder / "cohort" / "submitted", lesson, number)
    return folder


def time_stock(folder: Path, lesson, number: int) -> tuple[float, float]:
    """Seconds a submission of one `nbgrader autograde` over all, and of the feedback pages after it."""
    shutil.copytree(ROOT / "solutions" / lesson.folder, folder / "source" / lesson.folder)
    (folder / "nbgrader_config.py").write_text(STOCK)
    hand_in(folder / "submitted", lesson, number)
    nbgrader_step(folder, "generate_assignment", lesson)
    return nbgrader_step(folder, "autograde", lesson) / number, nbgrader_step(
        folder, "generate_feedback", lesson
    ) / number


def nbgrader_step(folder: Path, step: str, lesson) -> float:
    command = [sys.executable, "-m", "nbgrader", step, lesson.folder]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


class Run:
    """One `mlpm grade`: seconds a submission as a batch and once warm, and the most memory of all its processes, MB."""

    def __init__(self, seconds: float, report: dict, peak: int, workers: int):
        told = report["submissions"]
        assert {one["status"] for one in told} == {"graded"}, [one["reason"] for one in told if one["reason"]]
        assert report["walls"] == "full"
        self.batch = seconds / len(told)
        self.warm = statistics.median(one["seconds"] for one in told) / workers
        self.peak = peak


def time_ours(course: Path, lesson, workers: int) -> Run:
    command = [sys.executable, "-c", MLPM, "grade", lesson.folder, "--force", "--workers", str(workers)]
    started = time.perf_counter()
    grader = subprocess.Popen([*command, "--report", "report.json"], cwd=course, stdout=subprocess.DEVNULL)
    peaks = [0]
    threading.Thread(target=watch, args=(psutil.Process(grader.pid), peaks), daemon=True).start()
    if grader.wait():
        raise SystemExit("mlpm grade failed; see above.")
    seconds = time.perf_counter() - started
    return Run(seconds, json.loads((course / "report.json").read_text()), max(peaks) // 2**20, workers)


def watch(first: psutil.Process, peaks: list[int]) -> None:
    """Add up the memory of the grader and all it started, now and then; a page that several share counts once."""
    while first.is_running() and first.status() != psutil.STATUS_ZOMBIE:
        total = 0
        for process in [first, *first.children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        peaks[0] = max(peaks[0], total)
        time.sleep(2)  # a look takes a core some hundredths of a second


def time_floor(course: Path, lesson) -> float:
    """Seconds a submission of the bare minimum: a fork, and its code cells with `exec`."""
    from course_lib.grading.learner.parent import WarmParent

    times = []
    with WarmParent(walls="none") as parent:
        for path in sorted((course / "cohort" / "submitted").rglob("*.ipynb")):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            code = f"for _code in {sources!r}:\n try: exec(_code, globals())\n except Exception: pass"
            started = time.perf_counter()
            with parent.fork() as learner:
                assert learner.run(code).status == "ok"
            times.append(time.perf_counter() - started)
    return statistics.median(times)


def time_phases(course: Path, lesson) -> dict[str, float]:
    """Seconds a submission of each part of the work, in this process, after one that warmed it up."""
    from nbgrader.converters import Autograde, GenerateFeedback

    from course_lib.grading import grade, worker
    from course_lib.grading.gradebook import database
    from course_lib.grading.learner.parent import WarmParent
    from course_lib.grading.learner.protocol import Learner
    from course_lib.grading.submissions import find_submissions

    spent: dict[str, float] = defaultdict(float)

    def count(owner, name: str, phase: str) -> None:
        counted = getattr(owner, name)

        def call(*args, **kwargs):
            started = time.perf_counter()
            try:
                return counted(*args, **kwargs)
            finally:
                spent[phase] += time.perf_counter() - started

        setattr(owner, name, call)

    for owner, name, phase in (
        (worker, "rebuild", "rebuild"), (WarmParent, "fork", "fork"), (Learner, "close", "end"),
        (Learner, "run", "cells"), (grade, "judge_cell", "judge"), (Learner, "call_handle", "calls"),
        (Autograde, "start", "autograde"), (GenerateFeedback, "start", "feedback"), (worker, "_cells", "back"),
    ):  # fmt: skip
        count(owner, name, phase)
    address = database(course / "cohort")
    job = worker.Job(root=course, cohort=course / "cohort", gradebook=address, walls="full", force=True)
    first, *others = find_submissions(course / "cohort" / "submitted", [lesson])
    worker.warm_up(job)
    worker.grade(job, first)
    spent.clear()
    started = time.perf_counter()
    for submission in others:
        assert worker.grade(job, submission).status == "graded"
    spent["all"] = time.perf_counter() - started
    inside = spent["cells"] + spent["judge"] + spent["fork"] + spent["end"]
    phases = {
        "the learner's cells": spent["cells"],
        "the learner's functions, for the judge": spent["calls"],
        "the judge's own part": spent["judge"] - spent["calls"],
        "fork, walls, end of the process": spent["fork"] + spent["end"],
        "rebuild": spent["rebuild"],
        "nbgrader: convert, save scores, write": spent["autograde"] - inside,
        "nbgrader: feedback page": spent["feedback"],
        "read back from the gradebook": spent["back"],
    }
    phases["the rest"] = spent["all"] - sum(phases.values())
    return {phase: seconds / len(others) for phase, seconds in (phases | {"all": spent["all"]}).items()}


if __name__ == "__main__":
    main()
