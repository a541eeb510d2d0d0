"""Landlock: files may be read everywhere inside, written only in a few folders; a second lock on the first."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable

from course_lib.grading.walls import kernel

# The same numbers on every architecture, as for all system calls this young.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ = 1 << 0 | 1 << 2 | 1 << 3  # execute, read a file, list a folder
_WRITE_FILE = 1 << 1
_IOCTL_DEVICE = 1 << 15
_FIRST_VERSION = (1 << 13) - 1
_SINCE = {2: 1 << 13, 3: 1 << 14, 5: _IOCTL_DEVICE}  # link across folders, truncate, ioctl on a device
_TCP_SINCE, _TCP = 4, 3
_SCOPE_SINCE, _SCOPES = 6, 3  # abstract sockets, and signals, to processes outside


def version() -> int:
    """The version of Landlock's interface in this kernel; 0 without it."""
    try:
        return kernel.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1, what="ask for Landlock")
    except OSError:
        return 0


def allow_writing_only(folders: Iterable[str]) -> None:
    """Restrict this process and all it starts, for good.

    Args:
        folders: where files may be made, changed and removed. Devices may be written to, as `/dev/null` must.

    Raises:
        OSError: this kernel has no Landlock, or a folder does not exist.
    """
    known = version()
    handled = _FIRST_VERSION
    for since, right in _SINCE.items():
        handled |= right if known >= since else 0
    numbers = [handled]
    if known >= _TCP_SINCE:
        numbers.append(_TCP)  # handled and never allowed: no TCP
    if known >= _SCOPE_SINCE:
        numbers.append(_SCOPES)
    attributes = (ctypes.c_uint64 * len(numbers))(*numbers)
    rules = kernel.syscall(
        _CREATE_RULESET, attributes, ctypes.c_size_t(ctypes.sizeof(attributes)), 0, what="make Landlock's rules"
    )
    try:
        _allow(rules, "/", _READ)
        _allow(rules, "/dev", (_READ | _WRITE_FILE | _IOCTL_DEVICE) & handled)
        for folder in folders:
            _allow(rules, folder, handled)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1, what="no new privileges")
        kernel.syscall(_RESTRICT_SELF, rules, 0, what="apply Landlock's rules")
    finally:
        os.close(rules)


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"  # Python 3.14 wants the layout of a packed structure said
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def _allow(rules: int, folder: str, rights: int) -> None:
    descriptor = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathRule(rights, descriptor)
        kernel.syscall(_ADD_RULE, rules, 1, ctypes.byref(rule), 0, what=f"allow {folder} in Landlock")
    finally:
        os.close(descriptor)
