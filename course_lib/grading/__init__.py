"""Grade submissions: the learner's code behind walls, the judge outside them, nbgrader around both."""

import os
import sys

# Before numpy is loaded. Each process is one core's work: threads that fight for the cores made a fit of 0.1 s take 10,
# and a process with threads can't be forked.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
# jsonschema, at its import, compiles a grammar of web addresses for 0.7 s. No notebook's schema asks for one.
sys.modules.setdefault("rfc3987_syntax", None)
