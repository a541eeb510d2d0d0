"""What makes the warm parent warm: a shell, what lessons import, and the first use of what is slow at first."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from pathlib import Path

from course_lib.grading.learner.outputs import Outputs
from course_lib.grading.learner.shell import LearnerShell, new_shell

IMPORTS = (
    "numpy", "pandas", "matplotlib.pyplot", "ipywidgets",
    "sklearn.linear_model", "sklearn.ensemble", "sklearn.metrics", "sklearn.model_selection", "sklearn.tree",
    "sklearn.cluster", "sklearn.pipeline", "sklearn.preprocessing", "sklearn.compose", "sklearn.dummy",
)  # fmt: skip
"""What lessons import of other packages."""
COURSE = ("course_lib.datasets", "course_lib.ideas", "course_lib.plots", "course_lib.labs")
"""What they import of the course's, with all modules in it."""

# Runs once before any fork: fonts, parsers and BLAS get ready on first use, not on import.
WARM_UP = """
import numpy, pandas, matplotlib.pyplot, sklearn.ensemble, sklearn.linear_model
matplotlib.pyplot.plot([0, 1]); matplotlib.pyplot.title("warm"); matplotlib.pyplot.show()
display(pandas.DataFrame({"a": [1.5, 2], "b": ["x", None]}))
sklearn.linear_model.LogisticRegression().fit(numpy.arange(40.0).reshape(20, 2), numpy.arange(20) > 9).score
table = pandas.DataFrame({"a": numpy.arange(40.0)})
sklearn.ensemble.HistGradientBoostingClassifier(max_iter=1).fit(table, table["a"] > 19).predict_proba(table)
[1, 2.5]
1 / 0
"""
FORBIDDEN = ("course_lib.exercises", "course_lib.checking", "course_lib.authoring", "course_lib.grading.judge")


def warm_shell() -> LearnerShell:
    """The shell that children inherit: all imported, all used once, nothing of it left to be seen.

    Raises:
        RuntimeError: the course's library can't be imported here, or loads what a learner may not have,
            or started a thread.
    """
    # First of all: the shell binds IPython's hooks before anything may import the inline backend.
    shell = new_shell(Outputs(cell_bytes=10**9, total_bytes=10**9))
    for name in IMPORTS:
        importlib.import_module(name)
    for name in COURSE:
        _import_all(name)
    shell.run_cell(WARM_UP)
    shell.reset(new_session=True)
    shell.execution_count = 1
    shell.outputs.take()
    _check_harmless()
    gc.collect()
    gc.freeze()  # a child's collector would else touch, and so copy, every page
    return shell


def _import_all(name: str) -> None:
    """Import a package of the course's and all in it; one that fails here would fail every learner."""
    try:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)
    except Exception as error:
        raise RuntimeError(
            f"{name} can't be imported in a learner's process ({type(error).__name__}: {error}). It may use datasets, "
            "ideas, plots and labs there, nothing else of the course's."
        ) from error


def _check_harmless() -> None:
    found = [name for name in sys.modules if name.startswith(FORBIDDEN)]
    if found:
        raise RuntimeError(f"A learner's process may not hold {found[0]}, but importing the course library loads it.")
    tasks = Path("/proc/self/task")
    threads = len(list(tasks.iterdir())) if tasks.is_dir() else 1
    if threads != 1:
        raise RuntimeError(f"The warm parent has {threads} threads, and only one survives a fork.")
