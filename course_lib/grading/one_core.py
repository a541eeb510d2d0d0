"""A grading process is one core's work, and starts soon: to be said before numpy and nbgrader are loaded."""

from __future__ import annotations

import os
import sys


def take_one_core() -> None:
    """Prepare this process, and those it starts, for grading.

    Threads that fight for the cores made a fit of 0.1 s take 10, and a process that has threads can't be forked.
    jsonschema, at its import, compiles a grammar of web addresses for 0.7 s, which no notebook's schema asks for.
    """
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    sys.modules.setdefault("rfc3987_syntax", None)
