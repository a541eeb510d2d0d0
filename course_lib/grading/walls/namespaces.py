"""The inner wall: each child gets users, processes, network and files of its own, inside the outer wall."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

from course_lib.grading.walls import kernel, landlock, seccomp
from course_lib.grading.walls.bubblewrap import BOX
from course_lib.grading.walls.limits import Limits

_NAMESPACES = (
    kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS | kernel.CLONE_NEWCGROUP
)  # fmt: skip
_SAFE = kernel.MS_NOSUID | kernel.MS_NODEV


def fork_walled(work: Callable[[], None], limits: Limits, *, shut: Iterable[str], in_tmp: Iterable[str]) -> int:
    """Fork a process in namespaces of its own that does the work and leaves; gives the pid of their init.

    When the init dies the kernel kills all that is left in its namespaces: nothing outlives it.
    Two forks: a new process namespace is for children, never for whoever asks for it. The process
    between leaves at once, so the init becomes a child of the nearest reaper, which must be the caller.

    Args:
        work: runs in the innermost process, with no capabilities.
        limits: for the sizes of its folders.
        shut: folders to cover with nothing.
        in_tmp: folders in /tmp that must stay.

    Raises:
        OSError: the namespaces could not be made.
    """
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1, what="adopt the init of a submission")
    ours, theirs = os.pipe()
    between = os.fork()
    if between == 0:
        os.close(ours)
        leaving(
            lambda: _make_namespaces(
                theirs, lambda: _be_init(work, lambda: _arrange_files(limits, tuple(shut), tuple(in_tmp)))
            )
        )
    os.close(theirs)
    with os.fdopen(ours) as answer:
        said = answer.read()
    os.waitpid(between, 0)
    if not said.isdigit():
        raise OSError(said or "the namespaces could not be made")
    return int(said)


def _make_namespaces(answer: int, be_init: Callable[[], None]) -> None:
    try:
        user, group = os.getuid(), os.getgid()
        kernel.unshare(_NAMESPACES)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path("/proc/self", name).write_text(text)
        init = os.fork()
        if init == 0:
            os.close(answer)
            leaving(be_init)
        os.write(answer, str(init).encode())
    except OSError as error:
        os.write(answer, str(error).encode())


def _be_init(work: Callable[[], None], arrange_files: Callable[[], None]) -> None:
    """Arrange the files, start the learner's process, and wait for its end as every init must."""
    arrange_files()
    kernel.drop_capabilities()
    # Its memory is the warm parent's, of no interest; still, nobody inside may read or change it.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0, what="close the init's memory")
    learner = os.fork()
    if learner == 0:
        # Readable again, so that the watchdog outside can tell shared memory from its own.
        kernel.prctl(kernel.PR_SET_DUMPABLE, 1, what="open the learner's memory")
        leaving(work)
    signal.signal(signal.SIGUSR1, lambda *_: _interrupt(learner))
    os.closerange(0, 4096)  # the judge must see the connection close when the learner's process ends
    while True:
        ended, status = os.wait()
        if ended == learner:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)  # as shells say which signal it was


def _interrupt(learner: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(learner, signal.SIGINT)


def _arrange_files(limits: Limits, shut: tuple[str, ...], in_tmp: tuple[str, ...]) -> None:
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    # One memory-backed folder for all files, so that one number bounds them.
    inodes = "nr_inodes=20000"
    kernel.mount("tmpfs", BOX, "tmpfs", _SAFE, f"size={limits.disk},mode=0755,{inodes}")
    temporary = Path(BOX, ".tmp")
    temporary.mkdir()
    for folder in in_tmp:
        kept = temporary / Path(folder).relative_to("/tmp")
        kept.mkdir(parents=True)
        kernel.mount(folder, str(kept), None, kernel.MS_BIND | kernel.MS_REC)
    kernel.mount(str(temporary), "/tmp", None, kernel.MS_BIND | kernel.MS_REC)
    kernel.mount("tmpfs", "/dev/shm", "tmpfs", _SAFE, f"size={limits.shared_memory},mode=1777,{inodes}")
    for folder in shut:
        kernel.mount("tmpfs", folder, "tmpfs", _SAFE | kernel.MS_RDONLY, "size=4k,mode=0555")
    kernel.mount(
        "devpts", "/dev/pts", "devpts", kernel.MS_NOSUID | kernel.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620"
    )
    kernel.mount("proc", "/proc", "proc", _SAFE | kernel.MS_NOEXEC)


def shut_the_rest(*, writable: Iterable[str]) -> None:
    """Close what namespaces leave open, for this process and all it starts: Landlock, then seccomp."""
    if landlock.version():
        landlock.allow_writing_only(writable)
    seccomp.apply()


def leaving(work: Callable[[], None]) -> NoReturn:
    """Do the work and leave without cleaning up: what atexit holds belongs to the parent."""
    try:
        work()
    except BaseException:
        os._exit(70)
    os._exit(0)
