"""Every notebook that made stock nbgrader 0.9.6 stop, lie or leak: what the real pipeline does with it.

`beside` is the control: what nbgrader reads where nothing is rebuilt and the checks run beside the learner's
code. Files that are no notebooks, and what hurts the machine, are in `test_threat_table_files`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from tests.grading.attacks.pipeline import (
    EVALUATION,
    RIGHT_SHARE,
    answers_of,
    cell_of,
    filled,
    marked,
    points_in_one_process,
    released,
)

CHECK, ANSWER = "free_share", "free_share-answer"
TRANSFORMER = """
def forge(lines): return ["2.0\\n"] if any("check" in line for line in lines) else lines
get_ipython().input_transformers_cleanup.append(forge)
"""
AST_TRANSFORMER = """
import ast
class Forge(ast.NodeTransformer):
    def visit_Call(self, node): return ast.copy_location(ast.Constant(2.0), node) if getattr(node.func, "id", "") == "check" else node
get_ipython().ast_transformers.append(Forge())
"""
RUN_CELL = """
ip = get_ipython(); honest = ip.run_cell
ip.run_cell = lambda source, **more: honest("2.0" if "check" in source else source, **more)
"""
FORMATTER = """
get_ipython().display_formatter.format = lambda thing, *a, **k: ({"text/plain": "2.0"}, {})
"""
ALWAYS_EQUAL = """
class Yes:
    __class__ = float
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __getattr__(self, name): return lambda *a, **k: self
    def __call__(self, *a, **k): return self
"""


def right(*free: str) -> NotebookNode:
    return filled(*free, free_share=RIGHT_SHARE)


def duplicated(notebook: NotebookNode) -> NotebookNode:
    answer = cell_of(notebook, ANSWER)
    copies = [marked(answer), marked(cell_of(notebook, CHECK))]
    answer.source = "free_share = ..."
    place = notebook.cells.index(answer) + 1
    notebook.cells[place:place] = copies
    return notebook


def of_the_future(notebook: NotebookNode) -> NotebookNode:
    for cell in notebook.cells:
        cell.metadata.setdefault("nbgrader", {})["schema_version"] = 99
    return notebook


def skipping(notebook: NotebookNode) -> NotebookNode:
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    return notebook


def without_the_test(notebook: NotebookNode) -> NotebookNode:
    notebook.cells.remove(cell_of(notebook, CHECK))
    return notebook


def split(notebook: NotebookNode) -> NotebookNode:
    test = cell_of(notebook, CHECK)
    test.source = "check("
    place = notebook.cells.index(test) + 1
    notebook.cells.insert(place, new_code_cell('"free_share")'))
    return notebook


def retyped(notebook: NotebookNode) -> NotebookNode:
    for name in (CHECK, ANSWER):
        cell = cell_of(notebook, name)
        cell.cell_type = "markdown"
        del cell["outputs"], cell["execution_count"]
    return notebook


def moved(notebook: NotebookNode) -> NotebookNode:
    test = cell_of(notebook, CHECK)
    notebook.cells.remove(test)
    notebook.cells.insert(0, test)
    return notebook


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is handed in; the points here and beside the checks; what the reason must say."""

    does: str
    hands_in: Callable[[], NotebookNode]
    points: float
    beside: float
    status: str = "graded"
    reason: str = ""


def attack(code: str) -> Callable[[], NotebookNode]:
    return lambda: filled(code)


ROWS = [
    Row(does="duplicates a grade id", hands_in=lambda: duplicated(right()), points=2, beside=4, reason="more than once"),
    Row(does="has a schema version of the future", hands_in=lambda: of_the_future(right()), points=2, beside=2),
    Row(does="tags its test cells skip-execution", hands_in=lambda: skipping(released()), points=0, beside=2),
    Row(does="transforms the input", hands_in=attack(TRANSFORMER), points=0, beside=2),
    Row(does="transforms the syntax tree", hands_in=attack(AST_TRANSFORMER), points=0, beside=2),
    Row(does="replaces run_cell", hands_in=attack(RUN_CELL), points=0, beside=2),
    Row(does="replaces the display formatter", hands_in=attack(FORMATTER), points=0, beside=2),
    Row(does="deletes its test cell", hands_in=lambda: without_the_test(right()), points=2, beside=0, reason="free_share was missing and is restored"),
    Row(does="splits its test cell", hands_in=lambda: split(right()), points=2, beside=0, status="error"),
    Row(does="retypes its cells", hands_in=lambda: retyped(right()), points=2, beside=0),
    Row(does="moves its test cell to the top", hands_in=lambda: moved(right()), points=2, beside=0),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.does)
def test_a_notebook_that(row, pipeline, bare):
    result = pipeline.grade(row.hands_in())
    assert (result.points, result.status) == (row.points, row.status), result.reason
    assert row.reason in result.reason
    assert points_in_one_process(row.hands_in(), bare) == row.beside


def test_such_a_notebook_keeps_nobody_else_from_being_graded(pipeline):
    for number, row in enumerate(ROWS[:3]):
        pipeline.grade(row.hands_in(), student=f"first{number}")
    assert pipeline.grade(right(), student="second").points == 2


def test_an_object_that_equals_everything_earns_nothing_in_any_exercise(pipeline, bare):
    with bare.fork() as learner:  # the control: a plain assertion beside it
        assert (
            learner.run(f"{ALWAYS_EQUAL}\nanswer = Yes()\nassert answer == 0.45 and isinstance(answer, float)").status
            == "ok"
        )
    everywhere = {
        exercise: "\n".join(f"{name} = Yes()" for name in names)
        for exercise, names in {
            "precision_recall": ("precision", "recall"), "napkin_07": ("blocks_per_miss", "start_blocking_at"),
            "choose_threshold": ("choose_threshold",), "cfo_sentence": ("we_will", "because", "unless"),
            "queue_by": ("queue_by",), "vendor_claims": ("explains",),
        }.items()
    }  # fmt: skip
    result = pipeline.grade(filled(ALWAYS_EQUAL, lesson=EVALUATION, **everywhere), lesson=EVALUATION)
    assert (result.points, result.status) == (0, "graded"), result.reason
    told = {cell.id: cell.message for cell in result.cells}
    assert told["precision_recall"].startswith("`precision` must be a number")


ENDINGS = {
    "os._exit(0)": "", "exit()": "", "os.kill(os.getpid(), 9)": "SIGKILL",
    "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)": "could not be interrupted",
}  # fmt: skip


@pytest.mark.parametrize("code", ENDINGS)
def test_what_was_earned_before_the_process_ended_stays_earned(pipeline, code):
    answers = answers_of(EVALUATION)
    notebook = filled("import os\n" + code, lesson=EVALUATION, after="precision_recall", **answers)
    result = pipeline.grade(notebook, lesson=EVALUATION)
    points = {cell.id: cell.points for cell in result.cells}
    assert (points["precision_recall"], points["napkin_07"]) == (EVALUATION.points["precision_recall"], 0)
    assert result.status == "crashed"
    assert ENDINGS[code] in result.reason
    assert pipeline.grade(right()).points == 2


def test_killing_its_parent_is_contained(pipeline, walled):
    before = walled._process.pid
    result = pipeline.grade(right("import os\nos.kill(os.getppid(), 9)"))
    assert result.points == 2
    assert walled._process.poll() is None
    assert walled._process.pid == before  # without walls it may signal its parent: see test_walls


def test_a_right_answer_that_warns_earns_all(pipeline):
    code = answers_of(EVALUATION)["choose_threshold"]
    first, rest = code.split("\n", 1)
    warns = f"{first}\n    import sys, warnings; warnings.warn('careful'); print('x', file=sys.stderr)\n{rest}"
    result = pipeline.grade(filled(lesson=EVALUATION, choose_threshold=warns), lesson=EVALUATION)
    points = EVALUATION.points["choose_threshold"]
    assert result.points == points
    test = cell_of(pipeline.graded(lesson=EVALUATION), "choose_threshold")
    assert determine_grade(test) == (points, points)
    test.outputs.insert(0, new_output("stream", name="stderr", text="careful"))
    assert determine_grade(test) == (0, points)  # the control: beside the check, a warning costs everything


@pytest.mark.parametrize("shown", ["-0.3", "float('nan')", "'text'"])
def test_no_displayed_value_in_a_test_cell_is_a_score(pipeline, bare, shown):
    notebook = filled()
    cell_of(notebook, CHECK).source = shown
    assert points_in_one_process(notebook, bare) == 2
    result = pipeline.grade(notebook)
    assert (result.points, result.status) == (0, "graded")
    assert cell_of(pipeline.graded(), CHECK).source == 'check("free_share")'
