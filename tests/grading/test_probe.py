"""The probe says what this machine can do by doing it, and what to do where it can't."""

from __future__ import annotations

import pytest

from course_lib.grading.learner.parent import WallsError, WarmParent
from course_lib.grading.walls import advice
from course_lib.grading.walls.probe import probe


def test_full_walls_are_reported_only_after_they_held(walled, monkeypatch):
    assert probe().level == "full"
    assert probe().advice == ""
    # Were one of them missing (here: the grader's folder is not covered), the probe would find the hole.
    monkeypatch.setattr(
        "course_lib.grading.walls.bubblewrap.VISIBLE",
        ("__init__.py", "datasets", "ideas", "plots", "labs", "exercises"),
    )
    report = probe()
    assert report.level == "none"
    assert "the exercises" in report.reason


def test_without_bubblewrap_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    report = probe()
    assert report.level == "none"
    assert "apt-get install bubblewrap" in report.advice


def test_elsewhere_it_says_what_works_instead(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    report = probe()
    assert report.level == "none"
    assert "WSL 2" in report.advice
    assert "virtual machine" in report.advice


def test_where_apparmor_forbids_namespaces_it_gives_the_profile(monkeypatch, tmp_path):
    setting = tmp_path / "restrict"
    setting.write_text("1\n")
    monkeypatch.setattr(advice, "_RESTRICTED", setting)
    assert "profile bwrap /usr/bin/bwrap" in advice.advice_for("bwrap: setting up uid map: Permission denied")
    setting.write_text("0\n")
    assert "sysctl" in advice.advice_for("bwrap: No permissions to create new namespace")


def test_a_failure_carries_the_programs_words_and_the_advice(monkeypatch):
    said = ["sh", "-c", "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1"]
    monkeypatch.setattr("course_lib.grading.walls.bubblewrap.command", lambda *a, **k: said)
    report = probe()
    assert report.level == "none"
    assert "setting up uid map" in report.reason
    assert report.advice
    with pytest.raises(WallsError, match="setting up uid map") as caught:
        WarmParent(walls="full").start()
    assert report.advice in str(caught.value)
