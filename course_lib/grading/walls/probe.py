"""What walls this machine can raise, found out by raising them, and what to do where it can't."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from course_lib.grading.walls.advice import advice_for

if TYPE_CHECKING:
    from course_lib.grading.learner.parent import WarmParent


@dataclass(frozen=True, kw_only=True)
class WallsReport:
    """What the probe found.

    Args:
        level: "full", or "none".
        reason: what was seen, in a sentence.
        advice: what to do for full walls; empty when they stand.
    """

    level: Literal["full", "none"]
    reason: str
    advice: str = ""


# What a learner might try first. Each is tried behind the walls; none may succeed.
_ATTEMPTS = """
import os, socket, sys
def succeeds(action):
    try: action()
    except BaseException: return False
    return True
open_through = [name for name, action in {
    "the exercises": lambda: __import__("course_lib.exercises"),
    "the grader": lambda: __import__("course_lib.grading.values"),
    "the network": lambda: socket.socket(socket.AF_INET),
    "a socket to the machine below": lambda: socket.socket(40, socket.SOCK_STREAM),
    "a file outside its folder": lambda: open("/course/probe", "w"),
    "new namespaces": lambda: os.open("/proc/self/ns/user", 0) and __import__("ctypes").CDLL(None).unshare(1 << 28) == 0 or 1 / 0,
    "the checkout": lambda: os.listdir(CHECKOUT + "/tests"),
    "unseen memory": lambda: os.memfd_create("probe"),
}.items() if succeeds(action)]
"""


def probe(*, hide: tuple[Path, ...] = (), start: Callable[[], WarmParent] | None = None) -> WallsReport:
    """Raise the walls round a real child and try them from inside.

    Args:
        hide: as for `WarmParent`.
        start: gives the warm parent to try, which then goes on; None tries one of its own.
    """
    if sys.platform != "linux":
        return WallsReport(level="none", reason=f"this is {platform.system()}", advice=advice_for(""))
    if shutil.which("bwrap") is None:
        return WallsReport(level="none", reason="bubblewrap is not installed", advice=advice_for(""))
    # Here and not above: the warm parent, which needs the rest of this package, imports no judge's side.
    from course_lib.grading.learner.parent import WallsError, WarmParent

    checkout = Path(__file__).parents[3]
    try:
        own = nullcontext(start()) if start else WarmParent(walls="full", hide=hide)
        with own as parent, parent.fork() as learner:
            run = learner.run(f"CHECKOUT = {str(checkout)!r}\n{_ATTEMPTS}")
            open_through = learner.get("open_through") if run.status == "ok" else [f"nothing tried: {run.error}"]
    except WallsError as error:
        return WallsReport(level="none", reason=str(error), advice=advice_for(str(error)))
    if open_through != []:
        return WallsReport(level="none", reason=f"from inside could be reached: {', '.join(map(str, open_through))}")
    return WallsReport(level="full", reason="tried from inside: no files, network or processes but its own")
