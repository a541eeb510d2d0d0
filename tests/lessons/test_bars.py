"""The bars of the lesson standard that a program can hold, over every lesson found."""

import re
import statistics

import nbformat
import pytest

from course_lib.authoring.count import core, count
from course_lib.authoring.text import read_lesson
from course_lib.exercises.catalogue import all_exercises
from course_lib.lessons import find_lesson

FIRST = "00_start_here"


@pytest.fixture
def lesson(lesson_text):
    return lesson_text.parent.name


@pytest.fixture
def notebook(lesson_text):
    return read_lesson(lesson_text)


@pytest.fixture
def released(root, lesson_text):
    return nbformat.read(root / "notebooks" / lesson_text.parent.name / f"{lesson_text.stem}.ipynb", as_version=4)


def prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_the_counted_time_fits_and_is_what_the_lesson_states(root, lesson, notebook):
    minutes = count(notebook).minutes
    assert minutes <= (10 if lesson == FIRST else 40)
    assert find_lesson(root, lesson).minutes == minutes
    stated = re.search(r"\b(\w+) minutes", prose(notebook))[1]
    assert {"ten": 10}.get(stated.lower(), stated) in (minutes, str(minutes)), (
        f"the lesson states {stated} minutes, counted are {minutes}"
    )


def test_words_stay_few_and_the_reader_soon_acts(lesson, notebook):
    counts = count(notebook)
    assert max(counts.gaps[:-1]) <= 170
    assert counts.gaps[0] <= 150
    if lesson != FIRST:
        assert 600 <= counts.words <= 1400


def test_the_first_picture_comes_early(notebook):
    words = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            words += len(cell.source.split())
        elif "show(" in cell.source:
            break
    assert words <= 300


def test_there_is_little_to_run_and_to_edit(notebook):
    counts = count(notebook)
    assert counts.cells <= 18
    assert counts.edits <= 6


def test_code_is_short_and_setup_is_one_locked_cell(released):
    code = [cell for cell in core(released) if cell.cell_type == "code"]
    lines = [len(cell.source.splitlines()) for cell in code]
    assert statistics.median(lines) <= 3
    assert max(lines) <= 12
    setups = [cell for cell in code if cell.id == "setup"]
    assert len(setups) == 1
    assert len(setups[0].source.splitlines()) <= 4
    assert setups[0].metadata.editable is False


def test_no_cell_holds_logic(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("solution"):
            assert not re.search(r"^\s*(def|class|for|while|if|try|lambda) ", cell.source, flags=re.M), cell.source


def test_terms_are_few_and_each_is_bold_once(lesson, notebook):
    bold = re.findall(r"(?<!\*)\*\*([^*\n]+)\*\*(?!\*)", prose(notebook).split("Ask your team on Monday")[0])
    assert len(bold) == len(set(bold)), "a term is bold once, at its definition"


def test_the_voice_is_plain(notebook):
    text = prose(notebook)
    assert not re.search(
        r"\b(simply|obviously|just|clearly|let's dive|leverage|unlock|as we all know)\b", text, flags=re.I
    )
    assert "!" not in re.sub(r"!\[|`[^`]*`", "", text)


def test_a_lesson_has_its_parts(lesson, notebook):
    text = prose(notebook)
    assert "Ask your team on Monday" in text
    if lesson != FIRST:
        for part in ("my_product", "Ten more minutes?"):
            assert part in text + "".join(cell.source for cell in notebook.cells), part


def test_the_learners_edition_holds_no_solution_and_no_output(root, released, lesson_text):
    solution = lesson_text.read_text(encoding="utf-8")
    regions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", solution, flags=re.S)
    text = "\n".join(cell.source for cell in released.cells)
    assert "SOLUTION" not in text
    for region in regions:
        assert region.strip() not in text
    assert not any(cell.get("outputs") for cell in released.cells)
    assert sorted(path.suffix for path in (root / "notebooks" / lesson_text.parent.name).iterdir()) == [".ipynb"]


def test_built_notebooks_carry_no_timing_no_path_and_the_common_kernel(root, lesson_text):
    for folder in ("solutions", "notebooks"):
        raw = (root / folder / lesson_text.parent.name / f"{lesson_text.stem}.ipynb").read_text(encoding="utf-8")
        assert '"name": "python3"' in raw
        assert "iopub.execute_input" not in raw
        assert str(root) not in raw
        assert not re.search(r"/(home|root|Users|tmp)/", raw)


def test_every_exercise_keeps_its_answers_in_one_cell(notebook, lesson):
    for exercise in all_exercises().values():
        if exercise.lesson == lesson:
            cells = [
                cell
                for cell in notebook.cells
                if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{exercise.name}-answer"
            ]
            assert len(cells) == 1, exercise.name
            for name in exercise.answers:
                assert re.search(rf"^(def )?{name}\b", cells[0].source, flags=re.M), name


def test_every_lesson_that_offers_hints_can_show_them(released):
    setup = next(cell for cell in released.cells if cell.id == "setup")
    assert "hint" in setup.source
    assert "check" in setup.source
