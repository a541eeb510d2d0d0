"""The house's rules, read from the code's own imports."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "course_lib"
FILES = sorted(PACKAGE.rglob("*.py"))

# Who may import whom. `lessons`, `outcomes` and `frame` are leaves that everyone above them may read.
MAY_IMPORT = {
    "datasets": set(),
    "ideas": set(),
    "outcomes": set(),
    "lessons": set(),
    "frame": set(),
    "plots": {"ideas"},
    "labs": {"plots", "ideas", "datasets"},
    "exercises": {"datasets", "ideas", "outcomes"},
    "checking": {"exercises", "outcomes", "lessons"},
    "learning": {"checking", "lessons"},
    "authoring": {"exercises", "lessons", "frame"},
    "grading": {"checking", "exercises", "outcomes", "lessons", "frame"},
    "demo": {"grading", "authoring", "lessons"},
    "cli": {"checking", "learning", "authoring", "grading", "demo", "lessons"},
    "__init__": set(),
}
ONLY_THERE = {"matplotlib": {"plots", "grading"}, "ipywidgets": {"labs", "grading"}}
"""The grader warms both up in the learner's process; it draws and slides nothing itself."""


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_an_arrow_goes_only_where_the_design_lets_it(path):
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("course_lib.") and name.count(".")}
    allowed = MAY_IMPORT[room(path)] | {room(path)}
    assert ours & MAY_IMPORT.keys() <= allowed, f"{name_of(path)} may import {sorted(allowed)}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_pictures_and_widgets_are_made_in_one_place_each(path):
    for package, rooms in ONLY_THERE.items():
        if any(name.split(".")[0] == package for name in imports(path)):
            assert room(path) in rooms, f"only {rooms} may import {package}"


def test_every_room_is_in_the_plan():
    assert {room(path) for path in FILES} <= MAY_IMPORT.keys()


@pytest.mark.parametrize("path", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=name_of)
def test_a_file_is_small_and_its_name_says_one_idea(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert not re.fullmatch(r"(utils?|helpers?|common|misc)", path.stem)


@pytest.mark.parametrize("path", sorted((PACKAGE / "labs").glob("*.py")), ids=name_of)
def test_a_lab_hides_no_idea(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60


def test_the_rule_would_catch_a_forbidden_arrow(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("from course_lib.exercises import catalogue\nimport matplotlib.pyplot as plt\n")
    assert "course_lib.exercises" in imports(bad)
    assert "exercises" not in MAY_IMPORT["plots"]


def test_importing_the_package_reads_nothing_else():
    import subprocess
    import sys

    code = "import sys, course_lib; print([m for m in sys.modules if m.split('.')[0] in ('numpy', 'matplotlib') or m.startswith('course_lib.')])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
