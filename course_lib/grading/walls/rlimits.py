"""The limits that the kernel keeps by itself, for each process."""

from __future__ import annotations

import resource

from course_lib.grading.walls.limits import Limits


def apply_rlimits(limits: Limits, *, walled: bool) -> None:
    """Set the kernel's own limits for this process and all it starts.

    They hold for each process, so `watchdog` still adds up the memory of all. The number of
    processes is counted for the user: right in a user namespace of one's own (`walled`), but
    without one it would count all that this user runs, so there it is left to the watchdog.
    """
    seconds = int(limits.submission_seconds) + 5
    hard = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
    }
    # macOS refuses a memory limit, and has no message queues.
    if hasattr(resource, "RLIMIT_MSGQUEUE"):
        hard[resource.RLIMIT_DATA] = limits.memory
        hard[resource.RLIMIT_AS] = 4 * limits.memory
        hard[resource.RLIMIT_MEMLOCK] = 64 * 1024
        hard[resource.RLIMIT_MSGQUEUE] = 0
    if walled:
        hard[resource.RLIMIT_NPROC] = limits.processes
    for kind, value in hard.items():
        ceiling = resource.getrlimit(kind)[1]
        value = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(kind, (value, value))
