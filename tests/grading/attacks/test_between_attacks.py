"""Between submissions: what one can leave for the next, or do to one that runs beside it.

| attack | tried in |
|---|---|
| files and processes left behind | test_walls |
| library and folders changed for the next | test_walls |
| a process that outlives its submission | test_walls |
| memory that stays (System V) | test_walls, ANYWHERE |
| an abstract socket of the machine's | test_walls, ANYWHERE |
| a program killed, a parent killed | test_learner_protocol, test_threat_table |
| and those below | here, each with its control |

The control is the same pair without walls: there the second one meets what the first one did.
"""

from __future__ import annotations

import socket
import time

import pytest

from course_lib.grading.learner.parent import WarmParent
from tests.grading.attacks.pipeline import EVALUATION, filled

# Twice away from its parent, so that nobody finds it among the children of the submission.
STAY = "if os.fork() == 0:\n    os.setsid()\n    if os.fork(): os._exit(0)\n    {work}\n    time.sleep(3); os._exit(0)\ntime.sleep(0.3)"
HEAD = "import fcntl, os, socket, sys, time\ngot = None\n"
# first: what is left; second: what meets it, with got = 'met' where it does. NAME differs by run.
LEFT = {
    "a server on a port": (
        "s = socket.create_server(('127.0.0.1', PORT))\n" + STAY.format(work="c, _ = s.accept(); c.sendall(b'met')"),
        "got = socket.create_connection(('127.0.0.1', PORT), 2).recv(9).decode()"),
    "an abstract socket that waits": (
        "s = socket.socket(socket.AF_UNIX); s.bind('\\0' + NAME); s.listen()\n" + STAY.format(work="c, _ = s.accept(); c.sendall(b'met')"),
        "s = socket.socket(socket.AF_UNIX); s.connect('\\0' + NAME); got = s.recv(9).decode()"),
    "a shared memory block": (
        "from multiprocessing import resource_tracker, shared_memory\nresource_tracker.register = lambda *a: None\nb = shared_memory.SharedMemory(NAME, create=True, size=9); b.buf[:3] = b'met'",
        "from multiprocessing import resource_tracker, shared_memory\nresource_tracker.register = lambda *a: None\nresource_tracker.unregister = lambda *a: None\n"
        "b = shared_memory.SharedMemory(NAME); got = bytes(b.buf[:3]).decode(); b.close(); b.unlink()"),
    "a start-up file at home": (
        "path = os.path.expanduser('~/.config/matplotlib'); os.makedirs(path, exist_ok=True); open(path + '/' + NAME, 'w').write('met')",
        "got = open(os.path.expanduser('~/.config/matplotlib/') + NAME).read()"),
    "a lock on a file all may read": (
        "lock = os.open(sys.executable, os.O_RDONLY); fcntl.flock(lock, fcntl.LOCK_EX)\n" + STAY.format(work="pass"),
        "lock = os.open(sys.executable, os.O_RDONLY)\ntry: fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)\nexcept BlockingIOError: got = 'met'"),
    "a named pipe": (
        "import tempfile; p = f'{tempfile.gettempdir()}/{NAME}'; os.mkfifo(p)\n" + STAY.format(work="open(p, 'w').write('met')"),
        "import tempfile; p = f'{tempfile.gettempdir()}/{NAME}'; got = open(p).read() if os.path.exists(p) else None"),
}  # fmt: skip


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def meets(parent: WarmParent, known: str, what: str, *, beside: bool = False) -> bool:
    """Whether the second meets what the first left; `beside`: while the first still runs."""
    leave, meet = LEFT[what]
    known += f"NAME = 'mlpm{time.monotonic_ns()}'\n"
    with parent.fork() as first:
        first.run(HEAD + known + leave)
        if not beside:
            first.close()
        with parent.fork() as second:
            run = second.run(HEAD + known + meet)
            return run.status == "ok" and second.get("got") == "met"


@pytest.mark.parametrize("what", LEFT)
def test_what_is_left_meets_the_next_only_without_walls(bare, walled, free_port, what):
    known = f"PORT = {free_port}\n"
    assert meets(bare, known, what)
    assert not meets(walled, known, what)
    if not what.startswith(
        "a lock"
    ):  # on the same file of the system's, so while it is held others see that; nobody asks
        assert not meets(walled, known, what, beside=True)


# Done to a neighbour whose process number is known; got = 'done' where it works.
TO_A_NEIGHBOUR = {
    "stops it": "import signal; os.kill(PID, signal.SIGSTOP); got = 'done'",
    "reads its files": "got = 'done' if open(f'/proc/{PID}/cwd/answer.txt').read() == '42' else None",
    "reads what it has open": "got = 'done' if os.listdir(f'/proc/{PID}/fd') else None",
    "slows it down": "os.setpriority(os.PRIO_PROCESS, PID, 19); got = 'done'",
    "takes its memory": "import resource; resource.prlimit(PID, resource.RLIMIT_AS, (1 << 20, 1 << 20)); got = 'done'",
    "moves it to another core": "os.sched_setaffinity(PID, {min(os.sched_getaffinity(0))}); got = 'done'",
}  # fmt: skip


@pytest.mark.parametrize("attack", TO_A_NEIGHBOUR)
def test_a_neighbour_is_out_of_reach_behind_walls(bare, walled, attack):
    for parent, wanted in ((bare, "done"), (walled, None)):
        with parent.fork() as neighbour, parent.fork() as attacker:
            neighbour.run("open('answer.txt', 'w').write('42')")
            pid = neighbour._lifeline._pid  # its number outside, where walls are: inside, that of no process
            attacker.run(f"{HEAD}PID = {pid}\n{TO_A_NEIGHBOUR[attack]}")
            assert attacker.get("got") == wanted
            if parent is walled:
                assert neighbour.run("1").status == "ok"


def test_one_that_uses_up_its_processes_and_files_takes_none_from_its_neighbours(walled):
    start = "import subprocess\nstarted = subprocess.run(['true']).returncode"
    fill = (
        "import os, time\ntry:\n    while True:\n        if os.fork() == 0: time.sleep(60); os._exit(0)\nexcept OSError: pass\n"
        "for place in ('.', '/dev/shm'):\n    try:\n        with open(f'{place}/filler', 'wb') as file:\n            while True: file.write(bytes(1 << 20))\n"
        "    except OSError: pass"
    )
    twin = walled.twin()  # as two grading processes have it: all in one outer wall, and of one user
    with walled.fork() as attacker, walled.fork() as neighbour, twin.fork() as other:
        attacker.run(fill)
        assert attacker.run(start).error[0] == "BlockingIOError"  # the control: for itself nothing is left
        for one in (neighbour, other):
            assert one.run(start).status == "ok"
            assert one.run("open('mine', 'wb').write(bytes(1 << 20))").status == "ok"
    twin.stop()


def test_a_spoilt_random_state_is_whole_for_the_next(walled):
    draw = "import random, numpy as np\npair = random.random(), float(np.random.rand())"
    spoil = "import random, numpy as np\nrandom.seed(1); np.random.seed(1); random.random = lambda: 0.5"
    with walled.fork() as fresh:
        fresh.run(draw)
        wanted = fresh.get("pair")
    with walled.fork() as first:
        first.run(spoil)
        first.run(draw)
        assert first.get("pair") != wanted  # the control: within one process it is spoilt
    with walled.fork() as second:
        second.run(draw)
        assert second.get("pair") == wanted


def test_two_lessons_of_one_student_share_nothing(pipeline):
    leave = "import os\nfor place in ('.', '/tmp', '/dev/shm', os.path.expanduser('~')): open(f'{place}/notes.txt', 'w').write('42')"
    look = "import os\nprint('seen', [place for place in ('.', '/tmp', '/dev/shm', os.path.expanduser('~')) if os.path.exists(f'{place}/notes.txt')])"
    pipeline.grade(filled(leave, look))
    assert "seen ['.', '/tmp', '/dev/shm', '/box']" in pipeline.shown()  # the control: within one submission
    pipeline.grade(filled(look, lesson=EVALUATION), lesson=EVALUATION)
    assert "seen []" in pipeline.shown(lesson=EVALUATION)
