"""`mlpm learn` as a command: it opens, says where, and stops cleanly."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request

import psutil
import pytest


@pytest.fixture
def course(tmp_path, root):
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    shutil.copy(root / "nbgrader_config.py", tmp_path)
    (tmp_path / "course_lib").mkdir()
    return tmp_path


def start(course, *arguments):
    command = [
        sys.executable,
        "-c",
        "from course_lib.cli import main; raise SystemExit(main())",
        "learn",
        "--no-browser",
        *arguments,
    ]
    return subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def address(process):
    for line in process.stdout:
        if "http://" in line:
            return line.strip()
    pytest.fail(f"mlpm learn ended with {process.wait()}: {process.stderr.read()}")


def get(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return answer.read().decode()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C can't be sent to one process alone on Windows.")
def test_learn_opens_the_lesson_shows_a_learner_no_instructors_panel_and_stops_at_ctrl_c(course):
    process = start(course)
    try:
        url = address(process)
        assert "/lab/tree/00_start_here/start_here.ipynb?token=" in url
        page = get(url)
        config = json.loads(page.split('id="jupyter-config-data" type="application/json">')[1].split("</script>")[0])
        disabled = set(config["disabledExtensions"])
        assert {f"@jupyter/nbgrader:{panel}" for panel in ("formgrader", "assignment-list", "course-list")} <= disabled
        assert "@jupyter/nbgrader:validate-assignment" not in disabled
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        assert not any("token" in part for child in children for part in child.cmdline())
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "go on where you left off" in output
    psutil.wait_procs(children, timeout=10)
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children)


def test_a_port_in_use_fails_with_what_to_do(course):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(course, f"--port={taken.getsockname()[1]}")
        _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Choose another one with --port" in errors
