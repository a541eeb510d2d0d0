import json
import shutil

import pytest

from course_lib import cli


@pytest.fixture
def course(tmp_path, root, monkeypatch):
    """A course folder of its own, so that nothing a command writes lands in this one."""
    for name in ("notebooks", "solutions"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "nbgrader_config.py", tmp_path)
    (tmp_path / "course_lib").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    try:
        return cli.main(arguments)
    except SystemExit as stopped:
        return stopped.code


COMMANDS = ["learn", "progress", "build", "grade", "demo"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command, capsys):
    assert run(command, "--help") == 0
    assert f"example: mlpm {command}" in capsys.readouterr().out


def test_the_readme_and_the_help_name_every_command(root, capsys):
    run("--help")
    told = capsys.readouterr().out
    readme = (root / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert command in told
        assert f"mlpm {command}" in readme


def test_learn_lists_the_lessons_in_order(course, capsys):
    assert run("learn", "--list") == 0
    assert capsys.readouterr().out.split()[1:3] == ["00_start_here", "new"]


@pytest.mark.parametrize("command", ["learn", "build", "grade", "demo"])
def test_an_unknown_lesson_gets_a_suggestion_and_the_code_for_wrong_usage(course, capsys, command):
    assert run(command, "start_hear") == 2
    assert "Did you mean 00_start_here?" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_a_port_out_of_range_is_refused_with_the_rule(course, capsys, port):
    assert run("learn", f"--port={port}") == 2
    assert "a whole number from 1 to 65535" in capsys.readouterr().err


def test_outside_the_course_every_command_says_where_to_go(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run("progress") == 2
    assert "Change into it" in capsys.readouterr().err


def test_progress_reads_what_the_checks_kept(course, capsys):
    kept = {"exercises": {"free_share": {"standing": "correct", "points": 2.0, "max_points": 2.0}}}
    (course / "my_course" / "00_start_here").mkdir(parents=True)
    (course / "my_course" / "00_start_here" / ".progress.json").write_text(json.dumps(kept))
    assert run("progress") == 0
    assert "✓ 00_start_here" in capsys.readouterr().out


def test_build_check_fails_on_a_changed_text_and_changes_nothing(course, capsys):
    text = course / "solutions" / "00_start_here" / "start_here.md"
    text.write_text(
        text.read_text(encoding="utf-8").replace("Nothing you press here", "Nothing that you press here"),
        encoding="utf-8",
    )
    before = (course / "notebooks" / "00_start_here" / "start_here.ipynb").read_bytes()
    assert run("build", "0", "--check") == 1
    assert "differs from its text" in capsys.readouterr().out
    assert (course / "notebooks" / "00_start_here" / "start_here.ipynb").read_bytes() == before
    assert run("build", "0") == 0
    assert run("build", "0", "--check") == 0


def test_a_text_that_breaks_a_rule_fails_the_build_with_the_place(course, capsys):
    text = course / "solutions" / "00_start_here" / "start_here.md"
    text.write_text(
        text.read_text(encoding="utf-8").replace('check("free_share")', 'check("free_sha")'), encoding="utf-8"
    )
    assert run("build") == 1
    assert "start_here.md, cell" in capsys.readouterr().out


def test_grading_nothing_says_where_submissions_go(course, capsys):
    assert run("grade") == 2
    assert "submitted/<student>/<lesson>/" in capsys.readouterr().err


def test_the_demo_never_writes_into_a_folder_with_other_things(course, capsys):
    (course / "cohort").mkdir()
    (course / "cohort" / "gradebook.db").touch()
    assert run("demo", "--folder", str(course / "cohort")) == 2
    assert "a folder of its own" in capsys.readouterr().err
    assert (course / "cohort" / "gradebook.db").exists()
