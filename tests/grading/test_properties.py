"""Hundreds of damaged notebooks among good ones: every one gets a verdict, and the good ones score as alone."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from course_lib.grading import preprocessors
from course_lib.grading.rebuild import rebuild
from course_lib.grading.report import Status
from course_lib.grading.submissions import Unreadable, read_json
from tests.grading.attacks.pipeline import EVALUATION, START, answers_of, filled, new_pipeline, page_text

LESSONS = (START, EVALUATION)
GOOD = {lesson.folder: json.loads(page_text(filled(lesson=lesson, **answers_of(lesson)))) for lesson in LESSONS}
ODD = [None, "", "text", 7, -1, [], ["x", 3], {}, {"a": {"b": []}}, True, 1e300, "\ud800", "x" * 5_000]
"""What may stand where something else was expected."""

Mutation = Callable[[dict, random.Random], None]


def a_place(notebook: dict, chance: random.Random) -> int:
    return chance.randrange(len(notebook["cells"])) if notebook["cells"] else 0


def a_cell(notebook: dict, chance: random.Random) -> dict:
    """A cell that is still one, or a stray one."""
    cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    return chance.choice(cells) if cells else {}


def drop_a_cell(notebook, chance):
    del notebook["cells"][(place := a_place(notebook, chance)) : place + 1]


def double_a_cell(notebook, chance):
    place = a_place(notebook, chance)
    notebook["cells"][a_place(notebook, chance) : 0] = copy.deepcopy(notebook["cells"][place : place + 1])


def move_a_cell(notebook, chance):
    if notebook["cells"]:
        cell = notebook["cells"].pop(a_place(notebook, chance))
        notebook["cells"].insert(a_place(notebook, chance), cell)


def shuffle_all_cells(notebook, chance):
    chance.shuffle(notebook["cells"])


def retype_a_cell(notebook, chance):
    a_cell(notebook, chance)["cell_type"] = chance.choice(["code", "markdown", "raw", "heading", *ODD])


def split_a_cell(notebook, chance):
    cell = copy.deepcopy(a_cell(notebook, chance))
    cell["source"] = str(cell.get("source"))[:5]
    notebook["cells"].insert(a_place(notebook, chance), cell)


def rewrite_a_cell(notebook, chance):
    cell = a_cell(notebook, chance)
    cell["source"] = chance.choice(["free_share = 9 / 20", "1 / 0", "x = (", ["a = 1\n", "b = 2"], *ODD])


def replace_a_cell(notebook, chance):
    place = a_place(notebook, chance)
    notebook["cells"][place : place + 1] = [copy.deepcopy(chance.choice(ODD))]


def mangle_a_cells_metadata(notebook, chance):
    a_cell(notebook, chance)["metadata"] = copy.deepcopy(chance.choice(ODD))


def mangle_nbgraders_marks(notebook, chance):
    cell = a_cell(notebook, chance)
    marks = cell.get("metadata", {}).get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    if isinstance(marks, dict):
        key = chance.choice(["grade_id", "points", "grade", "solution", "locked", "schema_version", "checksum", "task"])
        marks[key] = chance.choice([*ODD, *(name for lesson in LESSONS for name in lesson.points), 99])


def mark_what_was_free(notebook, chance):
    cell = a_cell(notebook, chance)
    grade_id = chance.choice(["free_share", "free_share-answer", "setup", "precision_recall", "made_up"])
    cell["metadata"] = {"nbgrader": {"grade_id": grade_id, "points": 100, "grade": True, "solution": True}}


def tag_a_cell(notebook, chance):
    cell = a_cell(notebook, chance)
    if isinstance(cell.get("metadata"), dict):
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]


def mangle_a_field(notebook, chance):
    a_cell(notebook, chance)[chance.choice(["id", "outputs", "execution_count", "attachments", "source"])] = (
        copy.deepcopy(chance.choice(ODD))
    )


def mangle_the_notebook(notebook, chance):
    key = chance.choice(["metadata", "nbformat", "nbformat_minor", "kernelspec"])
    notebook[key] = copy.deepcopy(chance.choice([*ODD, 3, 5, 99]))


MUTATIONS: list[Mutation] = [
    drop_a_cell, double_a_cell, move_a_cell, shuffle_all_cells, retype_a_cell, split_a_cell, rewrite_a_cell, replace_a_cell,
    mangle_a_cells_metadata, mangle_nbgraders_marks, mark_what_was_free, tag_a_cell, mangle_a_field, mangle_the_notebook,
]  # fmt: skip


def damaged(lesson: str, steps: list[Mutation], chance: random.Random) -> bytes:
    notebook = copy.deepcopy(GOOD[lesson])
    for step in steps:
        step(notebook, chance)
    return json.dumps(notebook).encode()


@pytest.fixture(scope="module")
def masters() -> dict[str, NotebookNode]:
    return {lesson.folder: nbformat.read(lesson.notebook, as_version=4) for lesson in LESSONS}


def is_the_masters(notebook: NotebookNode, master: NotebookNode) -> None:
    """All that counts is the released lesson's, byte by byte; only answers may differ."""
    nbformat.validate(notebook)
    json.dumps(notebook, allow_nan=False).encode()
    marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    wanted = [cell for cell in master.cells if "nbgrader" in cell.metadata]
    assert [cell.id for cell in marked] == [cell.id for cell in wanted]
    for cell, right in zip(marked, wanted, strict=True):
        assert cell.metadata == right.metadata
        assert cell.cell_type == right.cell_type
        assert cell.source == right.source or right.metadata.nbgrader.solution
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    assert all(cell.metadata == {} for cell in notebook.cells if "nbgrader" not in cell.metadata)
    assert notebook.metadata == master.metadata


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_whatever_is_done_to_a_notebook_it_is_rebuilt_from_the_master(masters, lesson, steps, chance):
    submitted = read_json(damaged(lesson, steps, chance), name="x.ipynb")
    notebook, _ = rebuild(masters[lesson], submitted)
    is_the_masters(notebook, masters[lesson])
    again, notes = rebuild(masters[lesson], json.loads(json.dumps(notebook)))
    assert (again, notes) == (notebook, [])


def test_an_undamaged_notebook_is_rebuilt_without_a_note(masters):
    for lesson, notebook in GOOD.items():
        rebuilt, notes = rebuild(masters[lesson], notebook)
        is_the_masters(rebuilt, masters[lesson])
        assert notes == []
        assert [cell.source for cell in rebuilt.cells] == ["".join(cell["source"]) for cell in notebook["cells"]]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(GOOD)), st.floats(0, 1), st.binary(max_size=3))
def test_a_file_cut_or_scribbled_over_anywhere_is_rebuilt_or_refused_with_a_reason(masters, lesson, where, scribble):
    content = json.dumps(GOOD[lesson]).encode()
    place = round(where * len(content))
    reasons = []
    for broken in (content[:place], content[:place] + scribble + content[place + len(scribble) :]):
        try:
            submitted = read_json(broken, name="x.ipynb")
        except Unreadable as refused:
            reasons.append(str(refused))
        else:
            is_the_masters(rebuild(masters[lesson], submitted)[0], masters[lesson])
    assert all("Ask for it again" in reason for reason in reasons)


@pytest.mark.parametrize(("walls", "number"), [("none", 5), ("full", 20)])
def test_damaged_ones_between_good_ones_each_get_a_verdict_and_harm_no_other(
    walls, number, tmp_path, monkeypatch, request
):
    warm = request.getfixturevalue("walled" if walls == "full" else "bare")
    monkeypatch.setitem(preprocessors._warm, walls, warm)
    cohort, chance = new_pipeline(tmp_path, START, walls=walls), random.Random(number)
    good = json.dumps(GOOD[START.folder]).encode()
    alone = cohort.grade(good, student="alone").points
    assert alone == 2
    for step in range(number):
        steps = chance.choices(MUTATIONS, k=1 + step % 4)
        content = damaged(START.folder, steps, chance) if step % 7 else good[: chance.randrange(len(good))]
        told = [step.__name__ for step in steps]
        result = cohort.grade(content, student=f"damaged_{step}")
        assert result.status is not Status.GRADER_FAULT, (told, result.reason)
        assert 0 <= result.points <= 2, told
        assert result.reason or result.status is Status.GRADED, told
        if step % 5 == 0:
            assert cohort.grade(good, student=f"good_{step}").points == alone, told
