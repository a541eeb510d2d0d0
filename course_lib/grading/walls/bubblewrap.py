"""The outer wall: a bubblewrap command that shows the warm parent an interpreter, the course library, and no more.

Inside there are only: the system's programs and libraries, the interpreter and its packages, the
parts of the course library that lessons import (under `/course`), and empty memory-backed folders.
No network, no other processes, an environment made from nothing.

As root there are two bubblewraps, one in the other. The outer one only arranges files, so that an
interpreter below root's closed home can be reached; then root is given up for a user id that nothing
else has, for root in a namespace is not held by the limit on processes; the inner one is the same as
for anyone else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_lib.grading.walls.limits import Limits

# Names that can't be taken for a folder of the machine outside.
BOX, COURSE = "/box", "/course"
GRADING = f"{COURSE}/course_lib/grading"
# What a lesson uses. All else of the library (exercises, checking, authoring, the command line) is not there.
VISIBLE = ("__init__.py", "datasets", "ideas", "plots", "labs")
# The warm parent's own code; each child covers it before the learner's code runs.
WARM_PARENTS_OWN = ("values", "learner", "walls")
_SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_SYSTEM_FILES = ("ld.so.cache", "localtime", "fonts", "alternatives", "mime.types")
_INSIDE_ID = "1000"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What of the machine is seen inside: `readable` and `course` maps of path outside → path inside.

    Args:
        readable: folders of the interpreter, at the same place inside as outside.
        course: the library's visible parts.
        covered: folders within `readable` that are shown empty.
    """

    readable: tuple[Path, ...]
    course: dict[Path, str]
    covered: tuple[Path, ...]

    @property
    def in_tmp(self) -> list[str]:
        """The interpreter's folders that lie in /tmp, of which each child has its own."""
        return [str(path) for path in self.readable if path.is_relative_to("/tmp")]


def layout(package: Path, *, hide: Iterable[Path] = ()) -> Layout:
    """The layout for this interpreter and a course library.

    Args:
        package: the folder `course_lib`. It, and the checkout it lies in, are hidden wherever they may be.
        hide: more folders that must not be seen.
    """
    # The base first: an environment may lie in it, and must then stand above what covers the base.
    interpreter = dict.fromkeys(Path(prefix).resolve() for prefix in (sys.base_prefix, sys.prefix))
    readable = tuple(path for path in interpreter if not path.is_relative_to("/usr"))
    hidden = [package.resolve(), *(Path(path).resolve() for path in hide)]
    if (checkout := package.resolve().parent) and (checkout / "pyproject.toml").exists():
        hidden.append(checkout)
    seen = (*readable, Path("/usr"))
    covered = tuple(path for path in hidden if path.exists() and any(path.is_relative_to(root) for root in seen))
    for path in covered:
        if path in seen:
            raise ValueError(f"{path} must be hidden, but the interpreter itself is there. Keep the course elsewhere.")
    parts = {package / name: f"{COURSE}/course_lib/{name}" for name in VISIBLE}
    parts |= {package / "grading" / name: f"{GRADING}/{name}" for name in WARM_PARENTS_OWN}
    return Layout(
        readable=readable, course={path: inside for path, inside in parts.items() if path.exists()}, covered=covered
    )


def command(layout: Layout, module: Sequence[str], *, limits: Limits) -> list[str]:
    """The command that runs a module of Python, and its arguments, behind the wall."""
    inner = [*_inner_wall(layout, limits), "--", sys.executable, "-m", *module]
    if os.geteuid() != 0:
        return inner
    return [*_files_only(layout), "--", *_giving_up_root(), *inner]


def _inner_wall(layout: Layout, limits: Limits) -> list[str]:
    """Everything of its own: users, processes, network, files. Each child makes them once more for itself."""
    arguments = [
        "bwrap", "--unshare-all", "--uid", _INSIDE_ID, "--gid", _INSIDE_ID, "--hostname", "course",
        "--new-session", "--cap-drop", "ALL",
    ]  # fmt: skip
    # No --die-with-parent: it means the parent's thread, and a judge may start this in a pool of threads.
    # The warm parent leaves when its connection closes, and with it all in its namespace.
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for folder, size in (("/dev/shm", limits.shared_memory), ("/tmp", limits.disk), (BOX, limits.disk)):
        arguments += ["--size", str(size), "--perms", "1777", "--tmpfs", folder]
    # After /tmp, for the interpreter may lie there; what is covered after what holds it.
    arguments += _interpreter(layout, layout.covered)
    for outside, inside in layout.course.items():
        arguments += ["--ro-bind", str(outside), inside]
    return [*arguments, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", BOX]


def _files_only(layout: Layout) -> list[str]:
    """As root: the same files, in folders that anyone may enter; processes and network are the machine's still."""
    arguments = ["bwrap"]
    places = [*layout.readable, *layout.course, Path("/etc/fonts")]
    parents = {parent for place in places for parent in place.parents if parent != Path("/")}
    for folder in sorted(parents, key=lambda path: len(path.parts)):
        # bubblewrap makes what lies above a mount with mode 0700, which would shut out the id used inside.
        arguments += ["--perms", "0755", "--dir", str(folder)]
    # Nothing is covered here: only setpriv and the inner bubblewrap see it.
    arguments += _interpreter(layout, ())
    for outside in layout.course:
        arguments += ["--ro-bind", str(outside), str(outside)]
    return [*arguments, "--bind", "/proc", "/proc", "--dev-bind", "/dev", "/dev", "--perms", "0755", "--dir", "/tmp"]


def _interpreter(layout: Layout, covered: Iterable[Path]) -> list[str]:
    arguments = ["--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM_FOLDERS:
        folder = Path("/", name)
        if folder.is_symlink():
            arguments += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            arguments += ["--ro-bind", str(folder), str(folder)]
    for name in _SYSTEM_FILES:
        arguments += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    # From the outermost folder inwards: an environment within what is covered stands on top of the cover.
    mounts = [(path, ["--ro-bind", str(path), str(path)]) for path in layout.readable]
    mounts += [(path, ["--tmpfs", str(path), "--remount-ro", str(path)]) for path in covered]
    for _, mount in sorted(mounts, key=lambda pair: len(pair[0].parts)):
        arguments += mount
    return arguments


def _giving_up_root() -> list[str]:
    identity = str(throw_away_id())
    return [
        "setpriv", f"--reuid={identity}", f"--regid={identity}", "--clear-groups",
        "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs",
    ]  # fmt: skip


def throw_away_id() -> int:
    """A user id that no account has, from the range set aside for such (61184 to 65519), chosen by process."""
    import pwd  # not on Windows, where this module is still read for its names

    first, count = 61_184, 4_336
    taken = {account.pw_uid for account in pwd.getpwall()}
    candidates = (first + (os.getpid() + step) % count for step in range(count))
    return next(identity for identity in candidates if identity not in taken)


def environment() -> dict[str, str]:
    """The whole environment inside. bubblewrap must be started with it and no other.

    With `--clearenv` the old one could still be read in `/proc/1/environ`.
    """
    same_digits = {name: value for name, value in os.environ.items() if name == "OPENBLAS_CORETYPE"}
    return same_digits | {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": BOX, "USER": "learner", "LOGNAME": "learner",
        "LANG": "C.UTF-8", "TZ": "UTC", "TMPDIR": "/tmp", "PYTHONPATH": COURSE, "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # The same order of sets and dicts at every grading.
        "PYTHONHASHSEED": "0",
        # One thread each: threads don't fork.
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline", "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython", "JUPYTER_PLATFORM_DIRS": "1",
    }  # fmt: skip
