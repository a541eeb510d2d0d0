"""Notebook structure: what a submission's JSON may claim about itself.

| attack | tried in |
|---|---|
| duplicated ids, future schema, tags, deleted, split, retyped, moved, replaced test cells | test_threat_table |
| what is no notebook, renamed, a link, a giant | test_threat_table_files |
| and those below | here, each with its control |

The control says what the same notebook does where nothing is rebuilt: what nbgrader reads when it runs as handed
in (`beside`), or how a reader of notebooks fails on it (`breaks`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbconvert.filters import markdown2html
from nbconvert.filters.markdown_mistune import InvalidNotebook
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from nbgrader.utils import determine_grade, is_grade

from course_lib.grading import rebuild as rebuilding
from course_lib.grading import submissions
from course_lib.grading.learner.received import checked_outputs
from course_lib.grading.report import Status
from course_lib.grading.submissions import Unreadable, read_json
from course_lib.outcomes import MIMETYPE
from tests.grading.attacks.pipeline import (
    RIGHT_SHARE,
    cell_of,
    filled,
    marked,
    page_text,
    points_in_one_process,
    released,
)

CHECK, ANSWER = "free_share", "free_share-answer"


def right(*free: str) -> NotebookNode:
    return filled(*free, free_share=RIGHT_SHARE)


def with_cells(notebook: NotebookNode, *cells: NotebookNode | object, after: str = "setup") -> NotebookNode:
    place = notebook.cells.index(cell_of(notebook, after)) + 1
    notebook.cells[place:place] = cells
    return notebook


def swallowed_by_a_magic(notebook: NotebookNode) -> NotebookNode:
    cell_of(notebook, CHECK).source = '%%script true\ncheck("free_share")'
    return notebook


def a_graded_cell_of_its_own(notebook: NotebookNode) -> NotebookNode:
    bonus = marked(cell_of(notebook, CHECK), grade_id="bonus", points=50, checksum="0")
    bonus.source = "50.0"
    return with_cells(notebook, bonus)


def points_of_its_own(notebook: NotebookNode) -> NotebookNode:
    test = cell_of(notebook, CHECK)
    test.metadata.nbgrader.points = 2000
    test.source = "pass"  # no output, no error: all points of the cell
    return notebook


def a_lookalike_before_the_answer(notebook: NotebookNode) -> NotebookNode:
    return with_cells(
        notebook,
        marked(
            new_code_cell("free_share = 0.1"),
            grade_id="free_share‐answer",
            solution=True,
            grade=False,
            locked=False,
            schema_version=3,
        ),
    )


def an_answer_as_markdown(notebook: NotebookNode) -> NotebookNode:
    answer = cell_of(notebook, ANSWER)
    notebook.cells[notebook.cells.index(answer)] = marked(new_markdown_cell(answer.source), **answer.metadata.nbgrader)
    return notebook


def a_hidden_locked_cell(notebook: NotebookNode) -> NotebookNode:
    setup = cell_of(notebook, "setup")
    setup.source += "\ncheck = lambda name: 2.0"
    setup.metadata.nbgrader.locked = False
    return notebook


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What is handed in, what it earns here, and what nbgrader would have read from it."""

    does: str
    notebook: Callable[[], NotebookNode]
    points: float
    beside: float
    status: Status = Status.GRADED
    reason: str = ""


CLAIMS = [
    Claim(does="lets a magic swallow the test", notebook=lambda: swallowed_by_a_magic(released()), points=0, beside=2),
    Claim(does="brings a graded cell of its own", notebook=lambda: a_graded_cell_of_its_own(released()), points=0, beside=50),
    Claim(does="raises the points of a test", notebook=lambda: points_of_its_own(released()), points=0, beside=2000),
    Claim(does="redefines the check in a locked cell", notebook=lambda: a_hidden_locked_cell(released()), points=0, beside=2),
    Claim(does="answers in a Markdown cell with the answer's mark", notebook=lambda: an_answer_as_markdown(right()), points=2, beside=0),
    Claim(does="stands a lookalike id before the answer", notebook=lambda: a_lookalike_before_the_answer(right()), points=2, beside=2),
    Claim(does="answers in a raw cell", notebook=lambda: with_cells(released(), new_raw_cell(RIGHT_SHARE)), points=0, beside=0),
    Claim(does="runs another file's code", notebook=lambda: filled("%run /box/other.py\n%run -m course_lib.exercises.start_here"), points=0, beside=0, status=Status.ERROR),
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.does)
def test_a_notebook_that(pipeline, bare, claim):
    assert points_in_one_process(claim.notebook(), bare) == claim.beside
    result = pipeline.grade(claim.notebook())
    assert (result.points, result.status) == (claim.points, claim.status), result.reason
    assert result.max_points == 2


def test_stored_outputs_are_no_result(pipeline):
    notebook = filled("import os\nos._exit(0)")
    forged = {"text/plain": "2.0", MIMETYPE: {"points": 2, "message": "Right.", "standing": "correct"}}
    cell_of(notebook, CHECK).outputs = [new_output("execute_result", forged, execution_count=1)]
    assert determine_grade(cell_of(notebook, CHECK)) == (2, 2)  # the control
    result = pipeline.grade(notebook)
    assert (result.points, result.status) == (0, "crashed")
    assert "Right." not in result.cells[0].message


def with_kernel(name: str) -> bytes:
    notebook = right()
    notebook.metadata.kernelspec = {"name": name, "display_name": name, "language": "bash"}
    return page_text(notebook)


def with_raw(cell: object) -> bytes:
    return page_text(with_cells(right(), cell))


def nested(depth: int) -> bytes:
    told = json.loads(page_text(right()))
    told["metadata"]["deep"] = "HERE"
    return json.dumps(told).encode().replace(b'"HERE"', b"[" * depth + b"]" * depth)


def colliding() -> bytes:
    notebook = right()
    for cell in notebook.cells:
        cell["id"] = "free-share"
    return page_text(notebook)


def as_old_format() -> bytes:
    told = json.loads(page_text(right()))
    code = [cell for cell in told["cells"] if cell["cell_type"] == "code"]
    cells = [cell | {"input": cell.pop("source"), "language": "python", "collapsed": False} for cell in code]
    return json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells, "metadata": {}}]}
    ).encode()


def with_odd_marks() -> bytes:
    cells = [new_code_cell("1") for _ in range(5)]
    for cell, marks in zip(cells, [[], "grade", {"grade_id": {}}, {"grade_id": None}, 7], strict=True):
        cell.metadata["nbgrader"] = marks
    return page_text(with_cells(right(), *cells))


def graded_cells(content: bytes) -> None:
    for cell in nbformat.from_dict(json.loads(content)).cells:
        is_grade(cell)


def validated(content: bytes) -> None:
    nbformat.validate(nbformat.reads(content.decode(), as_version=4))


def picture(content: bytes) -> None:
    for cell in json.loads(content)["cells"]:
        markdown2html("".join(cell["source"]))


SHOWS_DEEP = "deep = {}\nfor _ in range(100): deep = {'a': deep}\ndisplay({'application/json': deep}, raw=True)"
KERNEL = "bash-of-mine"
BREAKERS = {
    "names a kernel that isn't there": (lambda: with_kernel(KERNEL), lambda content: KernelSpecManager().get_kernel_spec(KERNEL), NoSuchKernel),
    "begins with a byte order mark": (lambda: b"\xef\xbb\xbf" + page_text(right()), validated, Exception),
    "is stored as UTF-16": (lambda: page_text(right()).decode().encode("utf-16"), validated, UnicodeDecodeError),
    "holds a cell without a source": (lambda: with_raw({"cell_type": "code", "metadata": {}, "source": None}), validated, Exception),
    "holds cells that are no cells": (lambda: with_raw([1, "x", None]), validated, Exception),
    "gives all cells the test's id": (colliding, lambda content: validated(content), Exception),
    "marks cells with what is no mark": (with_odd_marks, graded_cells, AttributeError),
    "holds half a character": (lambda: page_text(right("x = '\ud800'")), lambda content: nbformat.writes(nbformat.from_dict(json.loads(content))).encode(), UnicodeEncodeError),
    "shows a picture that stayed behind": (lambda: with_raw(new_markdown_cell("![x](attachment:x.png) ![y][z]\n\n[z]: attachment:z.png")), picture, InvalidNotebook),
}  # fmt: skip


@pytest.mark.parametrize("does", BREAKERS)
def test_a_file_that_breaks_readers_is_graded_all_the_same(pipeline, does):
    make, reader, error = BREAKERS[does]
    with pytest.raises(error):
        reader(make())
    result = pipeline.grade(make())
    assert (result.points, result.status) == (2, "graded"), result.reason
    assert pipeline.page()


def test_a_notebook_in_an_old_format_is_graded_and_one_made_to_last_is_not_read(pipeline, monkeypatch):
    result = pipeline.grade(as_old_format())
    assert (result.points, result.status) == (2, "graded"), result.reason
    bomb = b'{"nbformat":3,"nbformat_minor":0,"metadata":{},"worksheets":[' + b"{}," * 800_000 + b"{}]}"
    with pytest.raises(Unreadable, match="no list of cells"):
        read_json(bomb, name="x.ipynb")
    monkeypatch.setattr(submissions, "_MOST_BYTES_OLD", len(bomb))
    monkeypatch.setattr("nbformat.convert", lambda *a: pytest.fail("converted"))
    with pytest.raises(pytest.fail.Exception):  # the control: seven million of these took 17 s and 3.6 GB
        read_json(bomb, name="x.ipynb")


def test_metadata_nested_too_deep_is_told_and_keeps_nobody_up(pipeline):
    result = pipeline.grade(nested(200_000), student="deep")
    assert (result.status, result.points) == ("unreadable", 0)
    assert "nested too deeply" in result.reason
    with pytest.raises(RecursionError):
        json.loads(nested(200_000))


@pytest.mark.parametrize(
    ("code", "status"), [("x = " + "a." * 5_000 + "a", "error"), (SHOWS_DEEP, "graded")], ids=["code", "what it shows"]
)
def test_what_is_nested_too_deep_ends_its_cell_and_not_the_submission(pipeline, code, status):
    result = pipeline.grade(right(code))
    assert (result.points, result.status) == (2, status), result.reason


def test_the_controls_of_that_nesting():
    with pytest.raises((RecursionError, MemoryError)):
        compile("x = " + "a." * 5_000 + "a", "cell", "exec")
    deep: dict = {}
    for _ in range(100):
        deep = {"a": deep}
    with pytest.raises(ValueError, match="nested too deep"):
        checked_outputs(
            [{"output_type": "display_data", "data": {"application/json": deep}, "metadata": {}}], most=10_000
        )


def test_a_hundred_thousand_cells_are_cut_and_said_in_one_note(monkeypatch):
    cell = {"cell_type": "code", "metadata": {}, "source": "1"}
    many = {"cells": [cell] * 100_000}
    notebook, notes = rebuilding.rebuild(released(), many)
    assert len(notebook.cells) < 1_100
    assert "99000 cells beyond the first 1000 are left out" in notes
    _, notes = rebuilding.rebuild(released(), {"cells": [None] * 1_000})
    assert len(notes) < 20
    monkeypatch.setattr(rebuilding, "MOST_CELLS", 10**6)
    assert len(rebuilding.rebuild(released(), {"cells": [cell] * 10_000})[0].cells) > 10_000
