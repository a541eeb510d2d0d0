"""A step of the release: make the stubs that nbgrader leaves read like a place for an answer."""

from __future__ import annotations

import re

from nbgrader.preprocessors import NbGraderPreprocessor

_REPEATED = re.compile(r"^(?P<given>\w+ = .+|\})\n\.\.\.$", flags=re.MULTILINE)
_IN_FUNCTION = re.compile(r"^(?P<indent>[ \t]+)\.\.\.$", flags=re.MULTILINE)


class AnswerStubs(NbGraderPreprocessor):
    """Runs after nbgrader's ClearSolutions, which leaves `...` where a solution stood.

    A value exercise keeps `precision = ...` above its solution so that the name exists; the bare `...` below
    would only puzzle a reader. In a function the dots become `return ...`: the answer stands after the return.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Drop a bare `...` below an assignment; give it its `return` inside a function.

        >>> from nbformat.v4 import new_code_cell
        >>> AnswerStubs().preprocess_cell(new_code_cell("share = ...\\n..."), {}, 0)[0].source
        'share = ...'
        >>> print(AnswerStubs().preprocess_cell(new_code_cell("def choose(x):\\n    ..."), {}, 0)[0].source)
        def choose(x):
            return ...
        """
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution", True):
            cell.source = _IN_FUNCTION.sub(r"\g<indent>return ...", _REPEATED.sub(r"\g<given>", cell.source))
        return cell, resources
