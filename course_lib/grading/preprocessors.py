"""The grader's two steps in nbgrader's autograde: rebuild the submission, then run it apart from its judge."""

from __future__ import annotations

import atexit
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, Unicode

from course_lib.grading.grade import grade_notebook
from course_lib.grading.learner.parent import WallsError, WarmParent
from course_lib.grading.rebuild import rebuild
from course_lib.grading.seeds import read_seeds

_warm: dict[str, WarmParent] = {}
_inherited: list[WarmParent] = []
"""Kept, for what is cleaned away with them is still the other process's."""


class RebuildFromMaster(NbGraderPreprocessor):
    """Keeps only the learner's answers and free cells; all else comes from the release."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Replace the submission by the rebuilt notebook; what was mended is noted in its metadata."""
        course, told = self.parent.parent.coursedir, resources["nbgrader"]
        folder = course.format_path(course.release_directory, ".", told["assignment"])
        master = nbformat.read(Path(folder) / f"{told['notebook']}.ipynb", as_version=4)
        notebook, notes = rebuild(master, nb)
        notebook.metadata.mlpm.notes = notes
        return notebook, resources


class RunApart(NbGraderPreprocessor):
    """Runs the learner's cells in a walled-in process and the test cells here."""

    walls = Enum(
        ["full", "none"], "full", help="Walls round the learner's code; none is for code you trust as your own."
    ).tag(config=True)
    secret_file = Unicode("cohort/secret", help="The file with the cohort's secret, for the seeds of fresh draws.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Execute the notebook; how it went stands in its metadata.

        Raises:
            WallsError: full walls are asked for and can't be had; the text says what to install.
        """
        seeds = read_seeds(Path(self.secret_file))
        with warm_parent(self.walls, hide=Path(self.secret_file).resolve().parent).fork() as learner:
            course = grade_notebook(nb, learner, seeds)
        nb.metadata.mlpm.graded = {
            "status": str(course.status), "reason": course.reason, "walls": self.walls, "seed": seeds.told
        }  # fmt: skip
        return nb, resources


def warm_parent(walls: str, *, hide: Path) -> WarmParent:
    """This process's warm parent, started at the first call: its imports are paid once.

    Raises:
        WallsError: it can't be started, or not behind these walls.
    """
    if walls not in _warm:
        parent = WarmParent(walls=walls, hide=(hide,))
        parent.start()
        _warm[walls] = parent
        atexit.register(stop_warm_parent, walls)
    return _warm[walls]


def take_a_twin() -> None:
    """In a process that was forked: have one's own instead of the warm parent that came along."""
    for walls, inherited in list(_warm.items()):
        _inherited.append(inherited)
        try:
            _warm[walls] = inherited.twin()
        except WallsError:  # it has been killed: one's own is started when it is needed
            del _warm[walls]
        Finalize(None, stop_warm_parent, args=(walls,), exitpriority=1)  # such a process ends without atexit


def stop_warm_parent(walls: str) -> None:
    """End this process's warm parent, if there is one, and all it runs."""
    if parent := _warm.pop(walls, None):
        parent.stop()
