"""The two ways to install ask for the same packages, and the repository holds what it should."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml


def as_pair(requirement: str) -> tuple[str, str]:
    name, bounds = re.fullmatch(r"([\w.-]+)\s*(.*)", requirement.strip()).groups()
    return name.lower(), re.sub(r"\s", "", bounds)


@pytest.fixture
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def conda(root):
    return yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))


def test_conda_and_pip_ask_for_the_same_packages(project, conda):
    wanted = {as_pair(one) for one in project["project"]["dependencies"] + project["dependency-groups"]["dev"]}
    wanted.add(as_pair(f"python {project['project']['requires-python']}"))
    by_pip = next(one["pip"] for one in conda["dependencies"] if isinstance(one, dict))
    given = {as_pair(one) for one in conda["dependencies"] if isinstance(one, str)} | {
        as_pair(one) for one in by_pip if one != "-e ."
    }
    assert given - {("pip", "")} == wanted
    assert "-e ." in by_pip


def test_every_dependency_is_bounded_above(project):
    for requirement in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        assert "<" in requirement, requirement


def test_the_resolution_is_fixed_by_a_full_timestamp(project):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", project["tool"]["uv"]["exclude-newer"])


def test_nbgraders_settings_stay_short(root):
    assert len((root / "nbgrader_config.py").read_text(encoding="utf-8").splitlines()) <= 40


def test_no_lock_file_and_no_learners_work_is_tracked(root):
    tracked = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("This copy is not a git checkout, so nothing is tracked.")
    assert not re.findall(r"^(?:uv\.lock|my_course/.*|cohort/.*|demo_cohort/.*)$", tracked.stdout, flags=re.M)


def test_ruff_finds_nothing(root):
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_the_code_is_formatted(root):
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "."],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
