"""A lesson's counted time and sizes, as the lesson standard counts them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course_lib.exercises.catalogue import find

WORDS_A_MINUTE = 140
SECONDS_A_CELL = 20
SECONDS_A_PICTURE = 30
LAB_MINUTES = 5
KIND_MINUTES = {"P": 1, "C": 3, "S": 4, "F": 4, "D": 7, "T": 2, "M": 0}
"""Minutes for an exercise by kind; a memo is optional, so it is not counted."""
EXTRA = "Ten more minutes?"
"""Under this heading stands what lies outside the count."""

_NAMED = re.compile(r'\b(?:check|reveal)\("(\w+)"\)')


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a lesson's core holds; `gaps` are the prose words between two cells to run, in order."""

    words: int
    cells: int
    edits: int
    pictures: int
    labs: int
    kinds: list[str]
    gaps: list[int] = field(repr=False)

    @property
    def minutes(self) -> int:
        """The counted time, rounded up.

        >>> Counts(words=280, cells=3, edits=1, pictures=1, labs=1, kinds=["C"], gaps=[]).minutes
        12
        """
        seconds = self.cells * SECONDS_A_CELL + self.pictures * SECONDS_A_PICTURE
        exercises = sum(KIND_MINUTES[kind] for kind in self.kinds)
        return math.ceil(self.words / WORDS_A_MINUTE + seconds / 60 + self.labs * LAB_MINUTES + exercises)


def core(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells of the lesson that are counted: all before the heading "Ten more minutes?"."""
    for position, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and re.search(rf"^#+ .*{re.escape(EXTRA)}", cell.source, flags=re.M):
            return notebook.cells[:position]
    return notebook.cells


def extra_exercises(notebook: NotebookNode) -> list[str]:
    """The graded cells outside the count: they earn points, but no lesson waits for them to be done."""
    graded = [
        cell.metadata.nbgrader.grade_id for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    inside = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in core(notebook)}
    return [name for name in graded if name not in inside]


def words(text: str) -> int:
    """The words a reader reads: no markup, no link targets, no comments, no fences.

    >>> words("Of **all** thefts, [how many](https://example.org) did we `catch`?")
    8
    """
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.S)
    text = re.sub(r"\]\([^)]*\)", "] ", text)
    return len(re.findall(r"[\w£%][\w£%.,'’\-–/]*", re.sub(r"[*_`#>|\[\]]", " ", text)))


def count(notebook: NotebookNode) -> Counts:
    """Count a lesson's text (a solution or a release, executed or not)."""
    cells = core(notebook)
    code = [cell for cell in cells if cell.cell_type == "code"]
    gaps, gap = [], 0
    for cell in cells:
        if cell.cell_type == "markdown":
            gap += words(cell.source)
        elif cell.cell_type == "code":
            gaps, gap = [*gaps, gap], 0
    named = {match[1] for cell in code for match in _NAMED.finditer(cell.source)}
    return Counts(
        words=sum(words(cell.source) for cell in cells if cell.cell_type == "markdown"),
        cells=len(code),
        edits=sum(bool(cell.metadata.get("nbgrader", {}).get("solution")) for cell in code),
        pictures=sum(len(re.findall(r"\bshow\(", cell.source)) for cell in code),
        labs=sum(len(re.findall(r"_lab\(", cell.source)) for cell in code),
        kinds=sorted(find(name).kind for name in named),
        gaps=[*gaps, gap],
    )
