"""seccomp: the system calls that namespaces can't wall in are refused by the kernel itself.

The filter is a small program in the kernel's classic BPF. It lets through what it does not name, for
scientific Python uses much of the kernel; what it names either reaches out of the namespaces
(sockets of other families, keys, kernel facilities), makes new ones, or holds memory that no limit counts.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct
from dataclasses import dataclass

from course_lib.grading.walls import kernel

_X86, _ARM = "x86_64", "aarch64"
_AUDIT = {_X86: 0xC000003E, _ARM: 0xC00000B7}

# name: number on x86_64, number on aarch64. Refused with EPERM.
_REFUSED = {
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "open_tree_attr": (467, 467), "open_by_handle_at": (304, 265),
    # memory outside every limit
    "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "memfd_secret": (447, 447), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    # large and seldom needed parts of the kernel
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "fanotify_init": (300, 262),
    "move_pages": (279, 239), "modify_ldt": (154, None), "uselib": (134, None), "lookup_dcookie": (212, 18),
    # the machine itself
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116), "iopl": (172, None),
    "ioperm": (173, None), "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58),
}  # fmt: skip
# As if this kernel had no such call, so that programs take their other way. clone3 hides its flags
# behind a pointer that a filter can't follow; clone shows them.
_ABSENT = {
    "clone3": (435, 435), "memfd_create": (319, 279),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
}  # fmt: skip
_CLONE, _IOCTL = (56, 220), (16, 29)
_SOCKETS = {"socket": (41, 198), "socketpair": (53, 199)}
_NEW_NAMESPACES = 0x7E020080  # all CLONE_NEW flags, time's too
_TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI and TIOCLINUX: typing into somebody's terminal
_X32 = 0x40000000

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24  # offsets in what the kernel hands the filter


@dataclass(frozen=True)
class _Step:
    """One instruction; where its test holds it goes on `yes` steps further, else `no` steps."""

    code: int
    value: int
    yes: int = 0
    no: int = 0

    def packed(self) -> bytes:
        return struct.pack("<HBBI", self.code, self.yes, self.no, self.value)


def program(machine: str | None = None) -> bytes:
    """The filter for a kind of machine.

    Raises:
        OSError: no numbers are known for it.

    >>> len(program("x86_64")) % 8
    0
    """
    machine = machine or platform.machine()
    if machine not in _AUDIT:
        raise OSError(errno.ENOSYS, f"the seccomp filter knows {_X86} and {_ARM}, not {machine}")
    column = 0 if machine == _X86 else 1
    steps = [_Step(_LOAD, _ARCHITECTURE), _Step(_JUMP_EQUAL, _AUDIT[machine], yes=1), _Step(_RETURN, _KILL)]
    steps += [_Step(_LOAD, _NUMBER)]
    if machine == _X86:
        # The x32 numbers reach the same calls past the tests below.
        steps += [_Step(_JUMP_AT_LEAST, _X32, no=1), _Step(_RETURN, _KILL)]
    for names, answer in ((_ABSENT, errno.ENOSYS), (_REFUSED, errno.EPERM)):
        for numbers in names.values():
            if numbers[column] is not None:
                steps += [_Step(_JUMP_EQUAL, numbers[column], no=1), _Step(_RETURN, _ERROR | answer)]
    steps += _if_call(_CLONE[column], [
        _Step(_LOAD, _FIRST), _Step(_JUMP_ANY_BIT, _NEW_NAMESPACES, no=1), _Step(_RETURN, _ERROR | errno.EPERM),
    ])  # fmt: skip
    for request in _TERMINAL_INJECTION:
        steps += _if_call(_IOCTL[column], [
            _Step(_LOAD, _SECOND), _Step(_JUMP_EQUAL, request, no=1), _Step(_RETURN, _ERROR | errno.EPERM),
        ])  # fmt: skip
    for numbers in _SOCKETS.values():
        # Of all families only AF_UNIX: a network namespace does not hold AF_VSOCK.
        steps += _if_call(numbers[column], [
            _Step(_LOAD, _FIRST), _Step(_JUMP_EQUAL, socket.AF_UNIX, yes=1), _Step(_RETURN, _ERROR | errno.EAFNOSUPPORT),
        ])  # fmt: skip
    return b"".join(step.packed() for step in [*steps, _Step(_RETURN, _ALLOW)])


def _if_call(number: int, body: list[_Step]) -> list[_Step]:
    """The body for this call alone; afterwards the call's number is loaded again for the next test."""
    body = [*body, _Step(_LOAD, _NUMBER)]
    return [_Step(_JUMP_EQUAL, number, no=len(body)), *body]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def apply() -> None:
    """Filter the calls of this process and all it starts, for good.

    Raises:
        OSError: this kernel or machine can't.
    """
    data = program()
    buffer = ctypes.create_string_buffer(data, len(data))
    filtered = _Program(len(data) // 8, ctypes.addressof(buffer))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1, what="no new privileges")
    kernel.prctl(kernel.PR_SET_SECCOMP, 2, ctypes.byref(filtered), what="apply the seccomp filter")
