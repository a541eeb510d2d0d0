"""Run All, in a real kernel: an untouched lesson reaches its end, a solved one earns everything."""

import nbformat
import pytest
from nbclient import NotebookClient

from course_lib.outcomes import MIMETYPE


def run_all(path, folder):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def outcomes(notebook):
    return [
        output.data[MIMETYPE]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if MIMETYPE in output.get("data", {})
    ]


@pytest.fixture
def paths(root, lesson_text):
    name = f"{lesson_text.parent.name}/{lesson_text.stem}.ipynb"
    return root / "notebooks" / name, root / "solutions" / name


def test_an_untouched_lesson_runs_to_its_end_and_earns_nothing(paths, tmp_path):
    notebook = run_all(paths[0], tmp_path)
    kinds = {(output.output_type, output.get("name")) for cell in notebook.cells for output in cell.get("outputs", [])}
    assert ("error", None) not in kinds
    assert ("stream", "stderr") not in kinds
    found = outcomes(notebook)
    assert found
    assert {one["standing"] for one in found} == {"not attempted"}
    assert sum(one["points"] for one in found) == 0
    closed = [cell for cell in notebook.cells if cell.cell_type == "code" and "reveal(" in cell.source]
    assert all("Still closed" in cell.outputs[0].data["text/html"] for cell in closed)


def test_the_stored_solution_earns_every_automatic_point(paths):
    notebook = nbformat.read(paths[1], as_version=4)
    found = outcomes(notebook)
    assert {one["standing"] for one in found} == {"correct"}
    assert sum(one["points"] for one in found) == sum(one["max_points"] for one in found) > 0


def test_the_learners_own_exception_stays_visible_beside_one_plain_line(paths, tmp_path):
    notebook = nbformat.read(paths[0], as_version=4)
    marks = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    checked = [name for name in marks if name and f"{name}-answer" in marks]
    last = marks[f"{checked[-1]}-answer"]
    last.source = "1 / 0"
    path = tmp_path / "typo.ipynb"
    nbformat.write(notebook, path)
    ran = run_all(path, tmp_path)
    assert any(output.get("ename") == "ZeroDivisionError" for cell in ran.cells for output in cell.get("outputs", []))
    assert any(
        "The cell you ran before this one stopped with ZeroDivisionError" in one["message"] for one in outcomes(ran)
    )
