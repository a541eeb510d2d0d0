"""Resources: what a learner's code can use up, and what the judge's clock and the kernel's limits make of it.

| attack | tried in |
|---|---|
| memory in one process, over many, shared, hidden | test_walls |
| processes, files' bytes in three folders, one file's size | test_walls |
| output without end, a loop, a loop that ignores the interrupt | test_walls, test_learner_protocol |
| a submission's whole time | test_learner_protocol |
| drawing a page that takes hours, a notebook of 100,000 cells | test_output_attacks, test_notebook_attacks |
| and those below | here, each with its control |

The control is a plain Python process, as a kernel is: the same code, in a bounded form, does there what it is made for.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

import psutil
import pytest

from course_lib.grading.values import NotPlain

PLAIN_SECONDS = 1.6  # longer than the walled cell's time and its grace together


def plainly(code: str, *, seconds: float = 20) -> str:
    """What the code prints in a process without limits; "still running" after some seconds."""
    try:
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return "still running"
    return ran.stdout.strip() or f"exit {ran.returncode}"


@dataclass(frozen=True, kw_only=True)
class Hog:
    """Code that sets `used` or stops with an error; what is told of it behind walls, and what `print(used)` shows plainly."""

    does: str
    code: str
    status: str
    error: str
    plainly: str


HOGS = [
    Hog(does="makes a hundred threads", status="error", error="RuntimeError", plainly="100",
        code="import threading\nwait = threading.Event()\nthreads = [threading.Thread(target=wait.wait, daemon=True) for _ in range(100)]\nfor t in threads: t.start()\nused = len(threads)"),
    Hog(does="opens two hundred files", status="error", error="OSError", plainly="200",
        code="held = [open('/dev/null') for _ in range(200)]\nused = len(held)"),
    Hog(does="makes more small files than a disk has room to name", status="error", error="OSError", plainly="21000",
        code="import os, tempfile\nhere = tempfile.mkdtemp()\nfor n in range(21_000): os.close(os.open(f'{here}/{n}', os.O_CREAT))\nused = n + 1\n__import__('shutil').rmtree(here)"),
    Hog(does="writes a file with holes", status="error", error="OSError", plainly="9000000",
        code="import tempfile\nfile = tempfile.TemporaryFile()\nfile.seek(9_000_000 - 1); used = file.write(b'x') and file.tell(); file.flush()"),
    Hog(does="locks memory", status="error", error="OSError", plainly="0",
        code="import ctypes, mmap\nheld = mmap.mmap(-1, 1 << 20)\nlibc = ctypes.CDLL(None, use_errno=True)\n"
             "used = libc.mlock(ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(held))), ctypes.c_size_t(1 << 20))\nif used: raise OSError(ctypes.get_errno(), 'mlock')"),
    Hog(does="maps more address space than there is", status="out of memory", error="MemoryError", plainly="3000000000",
        code="import mmap\nheld = []\ntry:\n    for _ in range(3): held.append(mmap.mmap(-1, 1_000_000_000))\nexcept OSError: raise MemoryError\nused = sum(map(len, held))"),
    Hog(does="sleeps", status="timeout", error="KeyboardInterrupt", plainly="still running", code="import time\ntime.sleep(60)\nused = 1"),
    Hog(does="waits for a lock that nobody opens", status="timeout", error="KeyboardInterrupt", plainly="still running",
        code="import threading\nlock = threading.Lock(); lock.acquire(); lock.acquire()\nused = 1"),
    Hog(does="matches a pattern for ever", status="timeout", error="KeyboardInterrupt", plainly="still running",
        code="import re\nre.fullmatch('(a|a)*b', 'a' * 40)\nused = 1"),
    Hog(does="computes in C without a pause", status="crashed", error="LearnerGone", plainly="still running", code="used = sum(range(10**12))"),
    Hog(does="runs over its stack", status="crashed", error="LearnerGone", plainly="exit -11",
        code="import sys, threading\nsys.setrecursionlimit(10**9)\nclass Deep:\n    def __repr__(self): return repr([self])\nrepr(Deep())\nused = 1"),
]  # fmt: skip


@pytest.mark.parametrize("hog", HOGS, ids=lambda hog: hog.does)
def test_a_cell_that(tiny, hog):
    started = time.perf_counter()
    with tiny.fork() as learner:
        run = learner.run(hog.code)
        assert (run.status, run.error and run.error[0]) == (hog.status, hog.error), run.error
    assert time.perf_counter() - started < 6
    with tiny.fork() as learner:
        assert learner.run("1").status == "ok"
    assert (
        plainly(f"{hog.code}\nprint(used)", seconds=PLAIN_SECONDS if hog.plainly == "still running" else 20)
        == hog.plainly
    )


def test_a_process_that_stops_itself_is_ended_by_the_judges_clock(tiny):
    stop = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"
    with tiny.fork() as learner:
        run = learner.run(stop)
        assert run.status == "crashed"
        assert "could not be interrupted" in run.error[1]
    child = subprocess.Popen([sys.executable, "-c", stop])
    deadline = time.monotonic() + 10
    while psutil.Process(child.pid).status() != psutil.STATUS_STOPPED and time.monotonic() < deadline:
        time.sleep(0.02)
    assert child.poll() is None  # the control: it would stand there for ever
    child.kill()
    child.wait()


def test_a_value_too_large_to_cross_is_told_and_not_sent(tiny):
    with tiny.fork() as learner:
        learner.run("large = bytes(60_000_000)\ndef f(): return large\nlong = list(range(10**18, 10**18 + 10))")
        assert isinstance(learner.get("large"), NotPlain)
        assert isinstance(learner.call("f"), NotPlain)
        assert learner.get("long")[-1] == 10**18 + 9
    assert int(plainly("import pickle\nprint(len(pickle.dumps(bytes(60_000_000))))")) > 60_000_000


def test_an_error_text_without_end_is_cut(tiny):
    shout = "raise ValueError('x' * 5_000_000)"
    with tiny.fork() as learner:
        run = learner.run(shout)
        assert run.status == "error"
        assert len(run.error[1]) <= 5_000
        assert len(str(run.outputs)) < 500_000
    told = subprocess.run([sys.executable, "-c", shout], capture_output=True, check=False).stderr
    assert len(told) > 5_000_000


def test_what_programs_write_past_python_is_cut_too(tiny):
    write = "import os\nfor _ in range(40): os.write(1, b'x' * 100_000)"
    with tiny.fork() as learner:
        run = learner.run(write)
        assert len(str(run.outputs)) < 110_000
        assert "was cut" in str(run.outputs)
    assert len(plainly(write)) == 4_000_000


def test_small_pictures_without_number_are_cut(tiny):
    show = "from IPython.display import display\nfor n in range(8_000): display({'text/plain': ''}, raw=True)"
    with tiny.fork() as learner:
        run = learner.run(show)
        assert run.status == "ok"
        assert len(run.outputs) <= 2_001
        assert learner.get("n") == 7_999  # the control: all of them were shown


def test_a_busy_thread_left_behind_ends_with_its_submission(tiny):
    spin = "import threading\ndef spin():\n    while True: pass\nfor _ in range(3): threading.Thread(target=spin, daemon=True).start()"
    with tiny.fork() as learner:
        learner.run(spin)
        assert learner.run("1").status == "ok"
        busy = [one for one in psutil.Process(tiny._process.pid).children(recursive=True) if one.cpu_percent(0.2) > 5]
        assert busy  # the control: it does keep a core busy
    assert not any(one.is_running() for one in busy)
