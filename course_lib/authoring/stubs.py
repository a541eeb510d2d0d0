"""A step of the release: drop the stub that repeats an answer's own dots."""

from __future__ import annotations

import re

from nbgrader.preprocessors import NbGraderPreprocessor

_REPEATED = re.compile(r"^(?P<given>\w+ = .+)\n\.\.\.$", flags=re.M)


class DropRepeatedStubs(NbGraderPreprocessor):
    """Runs after nbgrader's ClearSolutions, which leaves `...` where a solution stood.

    A value exercise keeps `precision = ...` above its solution so that the name exists; the bare `...`
    below would only puzzle a reader.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Drop a bare `...` that follows an assignment at the start of a line.

        >>> from nbformat.v4 import new_code_cell
        >>> DropRepeatedStubs().preprocess_cell(new_code_cell("share = ...\\n..."), {}, 0)[0].source
        'share = ...'
        """
        if cell.cell_type == "code":
            cell.source = _REPEATED.sub(r"\g<given>", cell.source)
        return cell, resources
