"""A cohort's secret decides the draws, and stays with the judge."""

from __future__ import annotations

import json

import pytest
from threadpoolctl import threadpool_limits

from course_lib import cli
from course_lib.grading import preprocessors
from course_lib.grading.learner.parent import WarmParent
from course_lib.grading.seeds import VARIABLE, Seeds, read_seeds
from tests.conftest import ROOT
from tests.grading.attacks.pipeline import EVALUATION, filled, new_pipeline
from tests.grading.conftest import QUICK

FORM = r"cohort-secret-[0-9a-f]{32}"
SECRETS = [f"cohort-secret-{digit * 32}" for digit in "ab"]

LOOK = f"""
import os, re, sys
from pathlib import Path

def has_it(data):
    return bool(re.search(rb"{FORM}", data))

def memory():
    for line in open("/proc/self/maps"):
        span, rights = line.split()[:2]
        low, high = (int(end, 16) for end in span.split("-"))
        if rights.startswith("r") and high - low < 2**28 and "[v" not in line:
            with open("/proc/self/mem", "rb") as file:
                file.seek(low)
                try: yield file.read(high - low)
                except OSError: continue

def readable(path):
    try: return Path(path).read_bytes()
    except OSError: return b""

def places():
    return {{
        "the environment": has_it(repr(dict(os.environ)).encode()),
        "what the process was started with": any(has_it(readable(f"/proc/{{pid}}/{{what}}"))
            for pid in os.listdir("/proc") if pid.isdigit() for what in ("environ", "cmdline")),
        "its file": has_it(readable(SECRET_FILE)),
        "memory": any(map(has_it, memory())),
        "modules": sorted(name for name in sys.modules if re.search("seeds|ledger|judge|exercises", name.split("IPython")[0])
            and name.startswith("course_lib")),
    }}
"""
NOWHERE = {
    "the environment": False, "what the process was started with": False, "its file": False, "memory": False, "modules": [],
}  # fmt: skip
# Right for one price and poor for others, so its score depends on the draws.
POLICY = (
    "def choose_threshold(scores, fraud, amount, false_block_cost):\n    return 0.3 if amount.sum() % 2 < 1 else 0.6"
)


def test_the_learners_process_holds_the_secret_nowhere(walled, tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.write_text(SECRETS[0])
    monkeypatch.setenv(VARIABLE, SECRETS[0])
    assert read_seeds(secret).told == "the cohort's secret"
    with WarmParent(limits=QUICK, walls="full", hide=(tmp_path,)) as parent, parent.fork() as learner:
        assert learner.run(f"SECRET_FILE = {str(secret)!r}\n{LOOK}").status == "ok"
        assert learner.run("found = places()").status == "ok"
        assert learner.get("found") == NOWHERE
        # The search finds it where it is.
        assert (
            learner.run('mine = "cohort-secret-" + "ab" * 16\nos.environ["MINE"] = mine\nfound = places()').status
            == "ok"
        )
        assert learner.get("found") == NOWHERE | {"the environment": True, "memory": True}


def test_without_walls_it_is_in_no_environment_all_the_same(monkeypatch):
    monkeypatch.setenv(VARIABLE, SECRETS[0])
    with WarmParent(limits=QUICK, walls="none") as parent, parent.fork() as learner:
        learner.run(
            "import os, sys; found = repr(dict(os.environ)) + open('/proc/self/environ').read() + repr(sys.argv)"
        )
        assert "cohort-secret" not in learner.get("found")
        assert "PYTHONPATH" in learner.get("found")


def test_another_secret_draws_anew_and_the_same_one_draws_the_same(bare, tmp_path, monkeypatch):
    monkeypatch.setitem(preprocessors._warm, "none", bare)
    monkeypatch.delenv(VARIABLE, raising=False)
    cohort, notebook = (
        new_pipeline(tmp_path, EVALUATION, walls="none"),
        filled(lesson=EVALUATION, choose_threshold=POLICY),
    )

    def points(secret: str) -> float:
        (tmp_path / "secret").write_text(secret)
        with threadpool_limits(1):  # as in a grading process; threads that fight for the cores take ten times as long
            result = cohort.grade(notebook, lesson=EVALUATION)
        assert result.status == "graded", result.reason
        assert cohort.graded(lesson=EVALUATION).metadata.mlpm.graded.seed == "the cohort's secret"
        return next(cell.points for cell in result.cells if cell.id == "choose_threshold")

    first, other, again = points(SECRETS[0]), points(SECRETS[1]), points(SECRETS[0])
    assert first != other
    assert again == first
    everywhere = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "secret"]
    assert not [path for path in everywhere if b"cohort-secret-" in path.read_bytes()], "written down by the grader"


@pytest.mark.parametrize("where", ["file", "variable"])
def test_a_secret_too_short_to_be_one_stops_with_the_rule(tmp_path, monkeypatch, capsys, where):
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "course_lib").mkdir()
    (tmp_path / "cohort" / "submitted" / "ada" / "00_start_here").mkdir(parents=True)
    if where == "file":
        (tmp_path / "cohort" / "secret").write_text("short")
    else:
        monkeypatch.setenv(VARIABLE, "short")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["grade", "0"]) == 2
    told = capsys.readouterr().err
    assert "A secret has at least 16 characters; the one in" in told
    assert "Make a longer one" in told
    assert "short." not in told


def test_a_secret_shows_in_no_text_of_its_seeds():
    seeds = Seeds(SECRETS[0].encode())
    assert "cohort-secret" not in f"{seeds!r} {seeds.told} {seeds.mark} {json.dumps(seeds.of('queue_by'))}"
