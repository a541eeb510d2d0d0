"""Rebuild, don't trust: the released notebook with the learner's answers in it, and nothing else of theirs but code."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

MOST_CELLS, MOST_CHARACTERS = 1_000, 1_000_000
"""What a submission may hold; an honest one stays far below. What goes beyond is left out, and noted."""


def rebuild(master: NotebookNode, submitted: Any) -> tuple[NotebookNode, list[str]]:
    """The notebook to run: everything with a grade id from the master, answers and free cells from the submission.

    Test cells, locked cells, points, ids, tags, order and kernel come from the master, matched by grade id. An
    answer is the first cell of its grade id that the learner changed. Cells without nbgrader's marks, and copies of
    marked ones, stay where they stand behind the last marked cell before them; nothing of their metadata does.

    Args:
        master: the released notebook.
        submitted: the submission's JSON, whatever it is.

    Returns:
        The notebook, without outputs, and notes on what was mended.

    Raises:
        ValueError: the submission has no list of cells.
    """
    cells = submitted.get("cells") if isinstance(submitted, dict) else None
    if not isinstance(cells, list):
        raise ValueError(
            "A notebook is a table with a list of cells; this one is not. Ask for it again, saved from JupyterLab."
        )
    marked = {cell.metadata.nbgrader.grade_id: cell for cell in master.cells if "nbgrader" in cell.metadata}
    answers = {name for name, cell in marked.items() if cell.metadata.nbgrader.solution}
    notes: list[str] = []
    found: dict[str, list[str]] = {name: [] for name in answers}
    free: dict[str, list[tuple[str, str]]] = {"": []}
    seen: set[str] = set()
    place = ""
    for kind, source, grade_id in _read(cells, notes):
        if grade_id in answers:
            found[grade_id].append(source)
        if grade_id in marked and grade_id not in seen:
            seen.add(grade_id)
            place = grade_id
        elif grade_id in answers:
            notes.append(f"{grade_id} is there more than once; the first changed one counts")
            free.setdefault(place, []).append((kind, source))
        elif grade_id not in marked:
            free.setdefault(place, []).append((kind, source))
    notes += [f"{name} was missing and is restored" for name in marked if name not in seen]
    notebook = NotebookNode(
        cells=list(_assemble(master, marked, found, free)),
        metadata=copy.deepcopy(master.metadata),
        nbformat=4,
        nbformat_minor=5,
    )
    return notebook, list(dict.fromkeys(notes))


def _read(cells: list[Any], notes: list[str]) -> Iterator[tuple[str, str, str]]:
    """Kind, source and grade id of each cell that can be read as one."""
    if len(cells) > MOST_CELLS:
        notes.append(f"{len(cells) - MOST_CELLS} cells beyond the first {MOST_CELLS} are left out")
    characters = 0
    for cell in cells[:MOST_CELLS]:
        if not isinstance(cell, dict):
            notes.append("a cell that is no cell is left out")
            continue
        source = cell.get("source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            notes.append("a cell without text is left out")
            continue
        # A lone surrogate is text to JSON and to nothing else: it can be neither written nor run.
        source = source.encode("utf-8", "replace").decode("utf-8")
        characters += len(source)
        if characters > MOST_CHARACTERS:
            notes.append(f"what follows the first {MOST_CHARACTERS:,} characters is left out")
            return
        metadata = cell.get("metadata")
        mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
        yield str(cell.get("cell_type")), source, grade_id if isinstance(grade_id, str) else ""


def _assemble(
    master: NotebookNode,
    marked: dict[str, NotebookNode],
    found: dict[str, list[str]],
    free: dict[str, list[tuple[str, str]]],
) -> Iterator[NotebookNode]:
    number = 0

    def extra(place: str) -> Iterator[NotebookNode]:
        nonlocal number
        for kind, source in free.get(place, ()):
            make = new_code_cell if kind == "code" else new_markdown_cell
            yield make(source, id=f"free-{number}")
            number += 1

    yield from extra("")
    for grade_id, cell in marked.items():
        answer = copy.deepcopy(cell)
        if grade_id in found:
            changed = [source for source in found[grade_id] if source.strip() != cell.source.strip()]
            answer.source = next(iter(changed + found[grade_id]), cell.source)
        if answer.cell_type == "code":
            answer.outputs, answer.execution_count = [], None
        yield answer
        yield from extra(grade_id)
