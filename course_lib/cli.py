"""The `mlpm` command: arguments, and nothing else."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

DONE, SOME_FAILED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 done, 1 something could not be done, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (LookupError, ValueError) as wrong:
        print(f"mlpm: {wrong}", file=sys.stderr)
        return USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mlpm", description="Machine learning for product managers: learn, build, grade."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run, what: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=what, description=f"{what[0].upper()}{what[1:]}.", epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,  # no walls fall for a `--no`
        )  # fmt: skip
        added.set_defaults(run=run)
        return added

    learn = command("learn", _learn, "open a lesson in JupyterLab, on your own copy", "mlpm learn 7")
    learn.add_argument("lesson", nargs="?", help="number, name or folder (default: the first unfinished lesson)")
    learn.add_argument("--list", action="store_true", help="list the lessons with decision, time and standing")
    learn.add_argument(
        "--fresh", action="store_true", help="start the lesson anew; your old notebook is kept under its date"
    )
    learn.add_argument("--no-browser", action="store_true", help="only print the address")
    learn.add_argument("--port", type=_port, help="the port to use (default: 8888, or the next free one)")

    command("progress", _progress, "show your standing across the lessons", "mlpm progress")

    build = command("build", _build, "build lessons from their text (authors)", "mlpm build 7 --check")
    build.add_argument("lesson", nargs="*", help="which lessons (default: all)")
    build.add_argument(
        "--check", action="store_true", help="change nothing; fail if a built notebook differs from its text"
    )

    grade = command(
        "grade",
        _grade,
        "grade cohort/submitted/<student>/<lesson>/ into the gradebook",
        "mlpm grade 7 --report report.json",
    )
    grade.add_argument("lesson", nargs="?", help="which lesson (default: all that have submissions)")
    grade.add_argument("--student", help="one student only")
    grade.add_argument("--report", type=Path, metavar="FILE", help="write what was graded as JSON")

    grade.add_argument("--workers", type=_count, help="how many side by side (default: the cores)")
    grade.add_argument("--force", action="store_true", help="grade again what has not changed, too")
    grade.add_argument("--dry-run", action="store_true", help="only say what would be graded")
    grade.add_argument("--no-sandbox", action="store_true", help="grade without walls: only code you trust as your own")

    demo = command("demo", _demo, "grade a made-up cohort, to see what grading gives you", "mlpm demo")
    demo.add_argument("lesson", nargs="?", default="7", help="which lesson (default: 07)")
    demo.add_argument("--no-sandbox", action="store_true", help="grade without walls: the demo's code is ours")
    demo.add_argument("--folder", type=Path, help="where to (default: demo_cohort in the course's folder; made anew)")
    return parser


def _port(text: str) -> int:
    if not (text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a whole number from 1 to 65535, not {text!r}; try 8890")
    return int(text)


def _count(text: str) -> int:
    if not (text.isdigit() and int(text) >= 1):
        raise argparse.ArgumentTypeError(f"it must be a whole number from 1, not {text!r}; try 2")
    return int(text)


# Each command imports what it needs when it runs: `mlpm --help` and `mlpm learn` must not wait for a grader.


def _learn(options: argparse.Namespace) -> int:
    from course_lib.checking.progress import as_text, standing
    from course_lib.learning.copies import first_unfinished, open_copy
    from course_lib.learning.jupyterlab import run_jupyterlab
    from course_lib.lessons import all_lessons, course_root, find_lesson

    root = course_root()
    lessons = all_lessons(root)
    if options.list:
        print(as_text(standing(root / "my_course", lessons)))
        return DONE
    lesson = find_lesson(root, options.lesson) if options.lesson else first_unfinished(root, lessons)
    copy = open_copy(root, lesson, fresh=options.fresh)
    return run_jupyterlab(root / "my_course", copy, port=options.port, browser=not options.no_browser)


def _progress(options: argparse.Namespace) -> int:
    from course_lib.checking.progress import as_text, standing
    from course_lib.lessons import all_lessons, course_root

    root = course_root()
    print(as_text(standing(root / "my_course", all_lessons(root))))
    return DONE


def _build(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from course_lib.authoring.build import build, differences, find_texts
    from course_lib.authoring.text import LessonError
    from course_lib.lessons import course_root

    root, failed = course_root(), False
    for text in tqdm(find_texts(root, options.lesson), desc="lessons", disable=None):
        try:
            told = (
                list(differences(root, text))
                if options.check
                else [str(path.relative_to(root)) for path in build(root, text)]
            )
        except LessonError as broken:
            told, failed = [f"{text.relative_to(root)}: {broken}"], True
        failed = failed or bool(options.check and told)
        tqdm.write("\n".join(told or [f"{text.parent.name} is as its text says"]))
    if options.check and failed:
        print("Run `mlpm build` and commit what it writes.", file=sys.stderr)
    return SOME_FAILED if failed else DONE


def _grade(options: argparse.Namespace) -> int:
    from course_lib.grading.one_core import take_one_core

    take_one_core()
    from course_lib.grading.run import grade_cohort
    from course_lib.lessons import course_root

    return grade_cohort(
        course_root(),
        lesson=options.lesson,
        student=options.student,
        report=options.report,
        workers=options.workers,
        sandbox=not options.no_sandbox,
        force=options.force,
        dry_run=options.dry_run,
    )


def _demo(options: argparse.Namespace) -> int:
    from course_lib.grading.one_core import take_one_core

    take_one_core()
    from course_lib.demo.run import run_demo
    from course_lib.lessons import course_root, find_lesson

    root = course_root()
    folder = options.folder or root / "demo_cohort"
    return run_demo(root, find_lesson(root, options.lesson), folder=folder, sandbox=not options.no_sandbox)
