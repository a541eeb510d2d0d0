"""Nothing that comes from a learner's side is unpickled or run: the whole of the grader's code is searched for it."""

from __future__ import annotations

import ast
from pathlib import Path

import course_lib.grading

GRADING = Path(course_lib.grading.__file__).parent
LOADERS = {
    "pickle",
    "_pickle",
    "dill",
    "marshal",
    "shelve",
    "cloudpickle",
    "joblib",
    "jsonpickle",
    "copyreg",
    "yaml",
    "runpy",
    "code",
}
RUNNERS = {"eval", "exec", "compile", "__import__"}
NUMPYS = {"load", "read_pickle", "fromregex", "DataSource"}

ALLOWED = {
    # The way out, from the judge to the learner's process, which has nothing to lose by trusting it.
    ("learner/protocol.py", "pickle.dumps"), ("learner/protocol.py", "pickle.HIGHEST_PROTOCOL"), ("learner/child.py", "pickle.loads"),
    # A test cell of the master's own.
    ("judge.py", "exec"), ("judge.py", "eval"), ("judge.py", "compile"),
}  # fmt: skip


def uses(source: str) -> set[str]:
    """Whatever in the code turns bytes or text into objects of any kind, or runs it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in LOADERS:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                f"{alias.name} as {alias.asname}" for alias in node.names if alias.asname and alias.name in LOADERS
            }
        elif isinstance(node, ast.Attribute):
            root = node.value.id if isinstance(node.value, ast.Name) else ""
            if root in LOADERS or node.attr in NUMPYS or (root == "builtins" and node.attr in RUNNERS):
                found.add(f"{root}.{node.attr}")
        elif isinstance(node, ast.Name) and node.id in RUNNERS:
            found.add(node.id)
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            found.add("allow_pickle")
    return found


def test_the_graders_code_loads_and_runs_only_what_is_its_own():
    files = sorted(GRADING.rglob("*.py"))
    found = {(path.relative_to(GRADING).as_posix(), use) for path in files for use in uses(path.read_text("utf-8"))}
    assert len(files) > 30
    assert found - ALLOWED == set()
    assert found == ALLOWED, "an exception that nothing needs any more"


def test_the_search_finds_each_way():
    for bad in (
        "import pickle\npickle.loads(data)", "from pickle import loads", "from dill import load", "import marshal as m", "eval(text)", "exec(text)",
        "import numpy as np\nnp.load(file)", "import pandas as pd\npd.read_pickle(file)", "np.asarray(x, allow_pickle=True)",
        "import builtins\nbuiltins.eval(text)", "run = eval\nrun(text)", "__import__(name)", "from joblib import load", "import yaml\nyaml.load(text)",
    ):  # fmt: skip
        assert uses(bad), bad
    for good in (
        "import json\njson.loads(text)",
        "import re\nre.compile('a')",
        "value.evaluate()",
        "import ast\nast.parse(text)",
    ):
        assert not uses(good), good
