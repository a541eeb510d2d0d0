"""Each attack is tried twice: without walls, where it succeeds, and behind them, where it doesn't.

The first half of each test shows that the attack is a true one; without it a wall that isn't there
would pass for one that holds.
"""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import psutil
import pytest

import course_lib
from course_lib.grading.learner.parent import WarmParent
from course_lib.grading.walls import bubblewrap, landlock, seccomp
from course_lib.grading.walls.limits import Limits

ROOT = Path(course_lib.__file__).parents[1]


def attempt(parent: WarmParent, source: str):
    """What the last expression of the attack gives, or the name of the error that stopped it."""
    with parent.fork() as learner:
        run = learner.run(f"got = None\nimport os, sys, socket, ctypes, subprocess\n{source}")
        if run.status == "ok":
            return learner.get("got")
        return run.error[0] if run.status == "error" else run.status


ANYWHERE = [
    ("reads the exercises", "import course_lib.exercises; got = 'in'"),
    ("reads the checks", "import course_lib.checking; got = 'in'"),
    ("reads the grader", "import course_lib.grading.values; got = 'in'"),
    ("lists the solutions", f"got = 'in' if os.listdir({str(ROOT / 'solutions')!r}) else None"),
    ("reads the tests", f"got = 'in' if os.listdir({str(ROOT / 'tests')!r}) else None"),
    ("reads an account file", "got = 'in' if open('/etc/passwd').read() else None"),
    ("connects to the network", "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); got = 'in'"),
    ("reaches the loopback of others", "socket.create_connection(('127.0.0.1', PORT), 2); got = 'in'"),
    ("reaches an abstract socket of others", "s = socket.socket(socket.AF_UNIX); s.connect(ABSTRACT); got = 'in'"),
    ("reaches the machine below", "socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM); got = 'in'"),
    ("makes memory nobody counts", "os.memfd_create('x'); got = 'in'"),
    ("makes memory that stays", "i = ctypes.CDLL(None).shmget(0, 4096, 0o1600); got = 'in' if i >= 0 else None; ctypes.CDLL(None).shmctl(i, 0, None)"),
    ("sees other processes", "got = 'in' if os.path.exists(f'/proc/{JUDGE}/status') and 'python' in open(f'/proc/{JUDGE}/cmdline').read() else None"),
    ("signals its parent", "os.kill(os.getppid(), 0); os.kill(JUDGE, 0); got = 'in'"),
    ("writes outside its folder", f"path = {str(ROOT / 'tests')!r} + '/.written'; open(path, 'w').close(); os.remove(path); got = 'in'"),
    ("writes into the library", "import course_lib.plots as p; path = p.__path__[0] + '/.written'; open(path, 'w').close(); os.remove(path); got = 'in'"),
    ("writes into the packages", "import numpy; path = numpy.__path__[0] + '/.written'; open(path, 'w').close(); os.remove(path); got = 'in'"),
]  # fmt: skip


@pytest.mark.parametrize("source", [source for _, source in ANYWHERE], ids=[name for name, _ in ANYWHERE])
def test_it_can_do_without_walls_and_not_behind_them(bare, walled, source):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0judge-{os.getpid()}")
        abstract.listen()
        known = f"PORT = {server.getsockname()[1]}; JUDGE = {os.getpid()}; ABSTRACT = '\\0judge-{os.getpid()}'\n"
        assert attempt(walled, known + source) != "in"
        without_walls = attempt(bare, known + source)
    if without_walls == "PermissionError":
        pytest.skip("whoever runs this test may not do it even without walls")
    assert without_walls == "in"


def test_another_submissions_files_and_processes_are_not_there(bare, walled):
    write = "import os, subprocess\nopen('answer.txt', 'w').write('42'); here = os.getcwd(); p = subprocess.Popen(['sleep', '60']); pid = p.pid"
    look = "got = os.path.exists(path) and open(path).read() == '42', os.path.exists(f'/proc/{pid}')"
    for parent, seen in ((bare, (True, True)), (walled, (False, False))):
        with parent.fork() as first:
            assert first.run(write).status == "ok"
            path, pid = f"{first.get('here')}/answer.txt", first.get("pid") if parent is bare else 9
            assert attempt(parent, f"path, pid = {path!r}, {pid}\n{look}") == seen


def test_what_one_submission_changed_is_whole_for_the_next(walled):
    spoil = "import numpy, course_lib.plots.show, os\nnumpy.mean = None; os.chmod('/box', 0); os.symlink('/proc/1', '/tmp/link')"
    with walled.fork() as learner:
        learner.run(spoil)
    assert attempt(walled, "import numpy; got = float(numpy.mean([1.0, 3.0])), os.path.lexists('/tmp/link')") == (
        2.0,
        False,
    )


def test_no_privilege_is_left_and_none_can_be_had(walled):
    status = attempt(
        walled,
        "got = dict(line.split(':\\t', 1) for line in open('/proc/self/status').read().splitlines() if ':\\t' in line)",
    )
    assert {status[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    for call in ("unshare(0x10000000)", "unshare(0x20000)", "mount(None, b'/box', b'tmpfs', 0, None)", "umount2(b'/box', 2)",
                 "ptrace(16, 1, 0, 0)", "chroot(b'/box')", "setns(0, 0)", "setuid(0)"):  # fmt: skip
        assert attempt(walled, f"got = ctypes.CDLL(None, use_errno=True).{call}") == -1, call
    assert attempt(walled, "got = ctypes.CDLL(None).syscall(56, 0x10000000 | 17, 0, 0, 0, 0)") == -1, (
        "clone with a new namespace"
    )
    assert attempt(walled, "got = open('/proc/1/environ').read()") == "PermissionError"
    assert attempt(walled, "got = open('/proc/1/mem', 'rb').read(1)") == "PermissionError"
    assert attempt(walled, "try: os.kill(1, 9)\nexcept PermissionError: pass\ngot = 'alive'") == "alive"


def test_the_environment_inside_holds_nothing_of_the_judges(monkeypatch, walled):
    monkeypatch.setenv("MLPM_COHORT_SECRET", "hush")
    with WarmParent(walls="full") as parent:
        shown = attempt(
            parent, "got = [subprocess.run(['env'], capture_output=True, text=True).stdout, dict(os.environ)]"
        )
    assert "hush" not in str(shown)
    assert "learner" in str(shown)


def test_a_fork_bomb_ends_with_its_cell_and_leaves_nothing(walled):
    bomb = "import os, time\nforks = 0\ntry:\n    while forks < 5000:\n        if os.fork() == 0:\n            time.sleep(60); os._exit(0)\n        forks += 1\nexcept OSError as error:\n    got = str(error)"
    with walled.fork() as learner:
        run = learner.run(bomb)
        assert run.status == "ok"
        assert learner.get("forks") < 64
        assert "unavailable" in learner.get("got")
    assert nothing_runs_in(walled)


def test_a_process_that_should_outlive_the_submission_does_so_only_without_walls(bare, walled):
    start = "import subprocess\npid = subprocess.Popen(['sleep', '97'], start_new_session=True, stdin=-3, stdout=-3, stderr=-3).pid"
    left = []
    for parent in (bare, walled):
        with parent.fork() as learner:
            assert (
                learner.run(
                    f"{start}\nimport os\nif os.fork() == 0:\n    os.setsid(); os.execlp('sleep', 'sleep', '97')"
                ).status
                == "ok"
            )
            learner.run("os._exit(0)")
        time.sleep(0.2)
        left.append(
            [process for process in psutil.process_iter(["cmdline"]) if process.info["cmdline"] == ["sleep", "97"]]
        )
        for process in left[-1]:
            process.kill()
    assert left[0]
    assert not left[1]


def nothing_runs_in(parent: WarmParent) -> bool:
    names = [process.name() for process in psutil.Process(parent._process.pid).children(recursive=True)]
    return all(name in ("bwrap", "python", "python3", "setpriv") for name in names) and len(names) <= 4


def test_a_memory_bomb_in_one_process_is_an_error_of_its_cell(walled):
    with walled.fork() as learner:
        run = learner.run("blocks = []\nwhile True: blocks.append(bytearray(50_000_000))")
        assert run.status == "out of memory"
        assert run.error[0] == "MemoryError"
        learner.run("del blocks")
        assert learner.run("1").status == "ok"


@pytest.mark.parametrize(
    "bomb",
    [
        "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n        held = bytearray(200_000_000); time.sleep(30); os._exit(0)\ntime.sleep(30)",
        "import mmap, time\nheld = mmap.mmap(-1, 1_500_000_000)\nfor at in range(0, len(held), 4096): held[at] = 1\ntime.sleep(30)",
        # Memory hidden from its owner's neighbours is counted all the same.
        "import ctypes, mmap, time\nctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\nheld = mmap.mmap(-1, 1_500_000_000)\nfor at in range(0, len(held), 4096): held[at] = 1\ntime.sleep(30)",
    ],
    ids=["over many processes", "shared", "hidden"],
)  # fmt: skip
def test_a_memory_bomb_that_no_single_limit_sees_ends_the_submission(walled, bomb):
    with walled.fork() as learner:
        learner.run("earned = 1")
        assert learner.get("earned") == 1
        run = learner.run(bomb)
        assert run.status == "out of memory"
        assert "768 MB" in run.error[1]
    assert nothing_runs_in(walled)


def test_ten_honest_processes_that_share_memory_are_no_bomb(walled):
    share = "import os, time, numpy as np\nheld = np.ones(30_000_000)\nfor _ in range(10):\n    if os.fork() == 0:\n        held.sum(); time.sleep(1); os._exit(0)\ntime.sleep(1)"
    with walled.fork() as learner:
        assert learner.run(share).status == "ok"


@pytest.mark.parametrize("folder", ["/box", "/tmp", "/dev/shm"])
def test_a_disk_filler_runs_into_its_own_wall(walled, folder):
    fill = f"written = 0\ntry:\n    for n in range(100):\n        with open(f'{folder}/{{n}}', 'wb') as file:\n            for _ in range(8): written += file.write(bytes(1_000_000))\nexcept OSError as error:\n    got = error.errno"
    with walled.fork() as learner:
        assert learner.run(fill).status == "ok"
        assert learner.get("got") == 28
        assert learner.get("written") <= 34_000_000


def test_one_file_is_bounded(walled):
    assert attempt(walled, "open('big', 'wb').truncate(100_000_000)") == "OSError"


def test_output_without_end_is_cut_and_the_cell_times_out(walled):
    with walled.fork() as learner:
        run = learner.run("while True: print('x' * 100)")
        assert run.status == "timeout"
        assert sum(len(str(output)) for output in run.outputs) < 1_050_000
        assert learner.run("import subprocess\nsubprocess.run('timeout 1 yes', shell=True)").status in ("ok", "error")


def test_honest_work_of_several_processes_goes_on(walled):
    assert attempt(
        walled, "import multiprocessing\nwith multiprocessing.Pool(2) as pool: got = pool.map(abs, [-1, -2])"
    ) == [1, 2]
    forest = "from sklearn.ensemble import RandomForestClassifier\nimport numpy as np\ngot = RandomForestClassifier(8, n_jobs=2).fit(np.eye(9), range(9)).predict(np.eye(9)).shape"
    assert attempt(walled, forest) == (9,)
    assert attempt(walled, "open('/tmp/a.csv', 'w').write('a'); got = open('/tmp/a.csv').read(), os.getcwd()") == (
        "a",
        "/box",
    )


def test_what_must_be_hidden_is_covered_even_inside_an_interpreters_folder(tmp_path, monkeypatch):
    prefix = tmp_path / "conda"
    checkout = prefix / "share" / "course"
    package = checkout / "course_lib"
    (package / "plots").mkdir(parents=True)
    (checkout / "pyproject.toml").touch()
    (prefix / "cohort").mkdir()
    monkeypatch.setattr("sys.prefix", str(prefix))
    monkeypatch.setattr("sys.base_prefix", str(prefix))
    layout = bubblewrap.layout(package, hide=[prefix / "cohort"])
    assert set(layout.covered) == {package, checkout, prefix / "cohort"}
    assert layout.readable == (prefix,)
    command = " ".join(bubblewrap.command(layout, ["module"], limits=Limits()))
    assert (
        0 < command.index(f"--ro-bind {prefix} {prefix}") < command.index(f"--tmpfs {checkout} --remount-ro {checkout}")
    )
    with pytest.raises(ValueError, match="must be hidden"):
        bubblewrap.layout(package, hide=[prefix])


def test_only_what_lessons_use_is_bound():
    inside = set(bubblewrap.layout(Path(course_lib.__file__).parent).course.values())
    assert {path.rsplit("/", 1)[1] for path in inside if "/grading/" not in path} <= set(bubblewrap.VISIBLE)
    assert not any(word in str(inside) for word in ("exercises", "authoring", "cli", "run.py", "gradebook"))


def test_the_filter_is_whole_for_both_machines():
    for machine in ("x86_64", "aarch64"):
        assert 100 < len(seccomp.program(machine)) // 8 < 4096
    with pytest.raises(OSError, match="not riscv"):
        seccomp.program("riscv")


def test_landlock_is_one_of_the_walls_where_the_kernel_has_it(walled):
    if not landlock.version():
        pytest.skip("this kernel has no Landlock")
    # /proc is the one place that is mounted writable and is not among the folders for writing.
    assert attempt(walled, "open('/proc/self/comm', 'w').write('x')") == "PermissionError"


def test_what_is_hidden_inside_the_interpreters_folder_is_not_there():
    import nbgrader

    attack = "import nbgrader.api; got = 'in'"
    with WarmParent(walls="full") as parent:
        assert attempt(parent, attack) == "in"
    with WarmParent(walls="full", hide=(Path(nbgrader.__file__).parent,)) as parent:
        assert attempt(parent, attack) == "ModuleNotFoundError"


def test_the_cost_of_walls_is_small(walled):
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        with walled.fork() as learner:
            assert learner.run("1").status == "ok"
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.5  # about 0.05 on a quiet machine
