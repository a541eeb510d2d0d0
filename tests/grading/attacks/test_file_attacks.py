"""File system and /proc: what a learner's code can find, read and leave on the machine.

| attack | tried in |
|---|---|
| exercises, checks, grader by import; solutions, tests, account file by path | test_walls, ANYWHERE |
| writing outside its folder, into the library, into the packages | test_walls, ANYWHERE |
| other processes, the init's environment and memory, the judge's environment | test_walls |
| the gradebook, the own notebook, a submission that is a link | test_threat_table_files |
| and those below | here, each with its control |

The control is the same code without walls: there it must find what it is after.
"""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.grading.test_walls import attempt

# SECRET is a file of the judge's, JUDGE its process, FOLDER where it works; each ends with got = 'in' where it gets in.
ATTACKS = {
    "reads a file of the judge's by another process's root": "got = 'in' if open(f'/proc/{JUDGE}/root{SECRET}').read() == TEXT else None",
    "opens what the judge holds open": "import os\nheld = f'/proc/{JUDGE}/fd'\nfor fd in os.listdir(held):\n    try:\n        if os.readlink(f'{held}/{fd}') == SECRET and open(f'{held}/{fd}').read() == TEXT: got = 'in'\n    except OSError: pass",
    "reads the judge's folder by where it works": "got = 'in' if os.path.exists(f'/proc/{JUDGE}/cwd/nbgrader_config.py') else None",
    "reads what the judge was started with": "got = 'in' if b'PATH=' in open(f'/proc/{JUDGE}/environ', 'rb').read() else None",
    "climbs out by dots": "here = os.getcwd(); got = 'in' if open('../' * here.count('/') + SECRET[1:]).read() == TEXT else None",
    "links to a file and keeps it": "os.link(SECRET, 'kept'); got = 'in' if open('kept').read() == TEXT else None",
    "follows a link of its own": "os.symlink(SECRET, 'way'); got = 'in' if open('way').read() == TEXT else None",
    "talks to a socket in the judge's folder": "s = socket.socket(socket.AF_UNIX); s.connect(SECRET + '.socket'); got = 'in'",
    "reads the memory-backed files of others": "got = 'in' if open(f'/dev/shm/{NAME}').read() == TEXT else None",
    "writes on the instructor's terminal": "d = os.open(TERMINAL, os.O_WRONLY | os.O_NOCTTY); os.write(d, b'graded'); got = 'in'",
    "looks for temporary folders by their names": "import glob; got = 'in' if glob.glob('/tmp/*/*' + NAME) + glob.glob(os.path.dirname(SECRET) + '/*') else None",
    "reads the machine's devices": "got = 'in' if os.listdir('/sys/class/net') else None",
    "reads the exercises out of their compiled files": "import importlib.util, marshal\nsource = ROOT + '/course_lib/exercises/start_here.py'\n"
        "code = importlib.machinery.SourceFileLoader('x', source).get_code('x'); got = 'in' if 'free_share' in str(code.co_consts) else None",
    "reads the exercises through the line cache": "import linecache; got = 'in' if linecache.getlines(ROOT + '/course_lib/exercises/start_here.py') else None",
}  # fmt: skip


@pytest.fixture
def known(tmp_path):
    """What an attacker might have been told: paths and numbers, as the head of its code."""
    secret, name, text = tmp_path / "seed.txt", f"mlpm-{secrets.token_hex(4)}", secrets.token_hex(8)
    shared = Path("/dev/shm", name)
    ours, theirs = os.openpty()
    with socket.socket(socket.AF_UNIX) as listening, secret.open("w+") as held:
        held.write(text)
        held.flush()
        shared.write_text(text)
        listening.bind(f"{secret}.socket")
        listening.listen()
        facts = {
            "SECRET": str(secret), "NAME": name, "TEXT": text, "JUDGE": os.getpid(), "ROOT": str(ROOT), "TERMINAL": os.ttyname(theirs),
        }  # fmt: skip
        yield "import os, socket\n" + "\n".join(f"{name} = {value!r}" for name, value in facts.items()) + "\n"
    shared.unlink()
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_gets_in_without_walls_and_not_behind_them(bare, walled, known, attack, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert attempt(walled, known + ATTACKS[attack]) != "in"
    without_walls = attempt(bare, known + ATTACKS[attack])
    if without_walls in ("PermissionError", "OSError"):
        pytest.skip("whoever runs this test may not do it even without walls")
    assert without_walls == "in"


def test_nothing_of_the_judges_is_held_open_inside(bare, walled):
    # 3 is the line, the two after it catch what programs write; the control is this process itself, which holds more.
    look = "got = sorted(os.readlink(f'/proc/self/fd/{fd}').split(':')[0].split(' ')[0] for fd in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{fd}'))"
    held = attempt(walled, look)
    assert set(held) <= {"/dev/null", "socket", "/box/.stdout", "/box/.stderr"}, held
    assert any(path.startswith("/") and "box" not in path for path in map(os.readlink, _descriptors()))


def _descriptors() -> list[str]:
    return [path for path in (f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")) if os.path.lexists(path)]  # noqa: PTH208


def test_no_place_of_the_disk_holds_a_file_of_the_courses_but_its_library(bare, walled):
    walk = (
        "import os\nfound = set()\nfor place in PLACES:\n    for folder, _, files in os.walk(place):\n"
        "        if '/lib/python' in folder or 'site-packages' in folder or '.venv' in folder: continue\n"
        "        found |= {f'{folder}/{file}' for file in files if file.endswith(('.ipynb', '.toml', '.db', '.md')) or 'exercise' in folder or 'judge' in file}\n"
        "got = sorted(found)"
    )
    everywhere = [
        "/course",
        "/box",
        "/tmp",
        "/home",
        "/root",
        "/srv",
        "/opt",
        "/mnt",
        "/media",
        "/var",
        "/etc",
        str(ROOT),
    ]
    assert attempt(walled, f"PLACES = {everywhere}\n{walk}") == []
    found = attempt(bare, f"PLACES = {[str(ROOT / 'solutions'), str(ROOT / 'course_lib')]}\n{walk}")
    assert any(path.endswith("answers.toml") for path in found)
    assert any("exercises" in path for path in found)
