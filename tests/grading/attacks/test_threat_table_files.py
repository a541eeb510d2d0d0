"""The table's other half: files that are no notebooks, what hurts the machine, what is read, what a page shows."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import determine_grade

from tests.conftest import ROOT
from tests.grading.attacks.pipeline import EVALUATION, RIGHT_SHARE, START, answers_of, cell_of, filled, page_text
from tests.grading.test_walls import attempt


def right(*free: str, after: str = "setup"):
    return filled(*free, after=after, free_share=RIGHT_SHARE)


# The control is nbformat's reader, which nbgrader uses: it can't read them, and says only how it failed.
NO_NOTEBOOKS = {
    "invalid JSON": (page_text(right())[:-200], "no notebook (it breaks off"),
    "nothing": (b"", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "no notebook"),
    "a list": (b"[1, 2]", "has no list of cells"),
}


@pytest.mark.parametrize("kind", NO_NOTEBOOKS)
def test_a_file_that_is_no_notebook_gets_a_verdict_with_the_reason(pipeline, kind):
    content, reason = NO_NOTEBOOKS[kind]
    with pytest.raises(Exception):  # noqa: B017 - whatever it raises, it is not a reason for an instructor
        nbformat.reads(content.decode(), as_version=4)
    result = pipeline.grade(content, student="broken")
    assert result.status == "unreadable"
    assert reason in result.reason
    assert "Ask for it again" in result.reason
    assert pipeline.grade(right(), student="next").points == 2


@pytest.fixture
def student(pipeline):
    """A student whose folder is theirs alone."""
    name = "alone"
    yield name
    shutil.rmtree(pipeline.job.cohort / "submitted" / name, ignore_errors=True)


def test_a_renamed_notebook_is_found_and_none_is_missing(pipeline, student):
    result = pipeline.grade(right(), student=student, name="start_here (2).ipynb")
    assert (result.points, result.status) == (2, "graded")
    assert "handed in as start_here (2).ipynb" in result.reason
    (pipeline.job.cohort / "submitted" / student / START.folder / "start_here (2).ipynb").unlink()
    result = pipeline.grade(student=student)
    assert result.status == "missing"
    assert result.reason.startswith("00_start_here has no notebook. Ask for start_here.ipynb.")


def test_a_link_is_not_followed_and_a_giant_is_not_read(pipeline, student, tmp_path):
    other = tmp_path / "solution.ipynb"
    other.write_bytes(page_text(right()))
    path = pipeline.hand_in(b"", student=student)
    path.unlink()
    path.symlink_to(other)
    assert nbformat.read(path, as_version=4).cells  # the control: whoever opens it reads the other file
    result = pipeline.grade(student=student)
    assert result.status == "unreadable"
    assert "links are not followed" in result.reason
    path.unlink()
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)
    result = pipeline.grade(student=student)
    assert result.status == "unreadable"
    assert "has 200 MB" in result.reason
    assert result.seconds < 1


def test_a_pipe_in_the_notebooks_place_keeps_nobody_waiting(pipeline, student):
    path = pipeline.hand_in(b"", student=student)
    path.unlink()
    os.mkfifo(path)
    held = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    with pytest.raises(BlockingIOError):  # the control: whoever reads it waits for somebody who writes
        os.read(held, 1)
    os.close(held)
    result = pipeline.grade(student=student)
    assert (result.status, result.seconds < 1) == ("unreadable", True)
    assert "is no file" in result.reason


OPEN_THE_GRADEBOOK = """
import os, sqlite3
def opened(path):
    try:
        with sqlite3.connect(f"file:{path}?mode=rw", uri=True) as book:
            book.execute("update grade set extra_credit = 600"); return "written"
    except sqlite3.Error as error:
        return "refused"
found = [opened(path) for path in PATHS]
"""


def test_the_gradebook_is_not_visible(pipeline, bare):
    pipeline.grade(right())
    book = pipeline.job.cohort / "gradebook.db"
    spare = pipeline.job.cohort / "spare.db"
    shutil.copy(book, spare)
    code = f"PATHS = [{str(book)!r}, {str(spare)!r}, 'gradebook.db', '../gradebook.db']\n{OPEN_THE_GRADEBOOK}"
    with bare.fork() as learner:
        learner.run(code.replace(str(book), str(spare)))
        assert learner.get("found")[:2] == ["written", "written"]
    result = pipeline.grade(right(f"{code}\nprint(found)"))
    assert "written" not in pipeline.shown()
    assert result.points == 2
    with sqlite3.connect(book) as opened:
        assert opened.execute("select max(extra_credit) from grade").fetchone()[0] in (None, 0)


PLACES = [
    str(ROOT / "solutions" / EVALUATION.folder / "answers.toml"), str(START.notebook), "{cohort}/gradebook.db",
    "{cohort}/submitted/ada/00_start_here/start_here.ipynb", "start_here.ipynb", "../gradebook.db",
]  # fmt: skip


def test_solutions_gradebook_and_the_own_notebook_are_not_visible(pipeline, bare):
    places = [place.format(cohort=pipeline.job.cohort) for place in PLACES]
    look = f"import os; got = [place for place in {places} if os.path.exists(place)]"
    pipeline.hand_in(right())
    assert len(attempt(bare, look)) == 4
    pipeline.grade(right(f"{look}\nprint('seen', got)"))
    assert "seen []" in pipeline.shown()


BOMBS = {
    "endless output": ("while True: print('x' * 100)", "timeout", "KeyboardInterrupt"),
    "memory bomb": ("held = []\nwhile True: held.append(bytearray(50_000_000))", "out of memory", "MemoryError"),
    "memory bomb of many processes": (
        "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        held = bytearray(250_000_000); time.sleep(30); os._exit(0)\ntime.sleep(30)",
        "out of memory", "more than 768 MB"),
    "fork bomb": ("import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(60); os._exit(0)", "error", "BlockingIOError"),
    "disk filler": ("for n in range(100): open(str(n), 'wb').write(bytes(8_000_000))", "error", "No space left"),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_contained_and_the_status_says_which(pipeline, bomb):
    code, status, reason = BOMBS[bomb]
    result = pipeline.grade(right(code, after="free_share"))
    assert result.points == 2  # what was earned before it
    assert result.status == status
    assert reason in result.reason
    assert len(page_text(pipeline.graded())) < 1_200_000
    assert pipeline.grade(right(), student="next").points == 2  # controls: test_walls, test_resource_attacks


def test_a_page_shows_one_harmless_line_of_a_test(pipeline):
    pipeline.grade(filled(lesson=EVALUATION, **answers_of(EVALUATION)), lesson=EVALUATION)
    page = pipeline.page(lesson=EVALUATION)
    tests = [
        cell for cell in pipeline.graded(lesson=EVALUATION).cells if cell.metadata.get("nbgrader", {}).get("locked")
    ]
    assert all(len(cell.source.splitlines()) == 1 for cell in tests if cell.metadata.nbgrader.grade)
    for inside in ("EXPLANATIONS", "misconception", "isclose", "fresh_plays"):  # what the exercises are made of
        assert inside not in page
    assert all(
        determine_grade(cell)[0] == cell.metadata.nbgrader.points for cell in tests if cell.metadata.nbgrader.grade
    )


def test_scripts_in_markdown_and_output_are_gone_and_the_page_forbids_them(pipeline):
    notebook = right("from IPython.display import HTML\nHTML('<img src=x onerror=owned()><script>owned()</script>')")
    notebook.cells.insert(3, new_markdown_cell("<script>owned()</script><img src=x onerror=owned()>"))
    notebook.cells.insert(4, new_code_cell("1"))
    pipeline.grade(notebook)
    assert "<script>owned" in json.dumps(
        [cell.source for cell in pipeline.graded().cells]
    )  # it came as far as the page
    page = pipeline.page()
    assert "<script" not in page.split("<body", 1)[1]
    assert "onerror=owned" not in page.replace("&lt;img src=x onerror=owned()&gt;", "")
    assert page.index("Content-Security-Policy") < page.index("<title")
    assert cell_of(pipeline.graded(), "setup").source == cell_of(nbformat.read(START.notebook, 4), "setup").source
    assert os.path.getsize(pipeline.job.cohort / "gradebook.db")  # noqa: PTH202 - it is there all the same
