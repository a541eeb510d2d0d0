"""What to do where the walls can't be raised: what to install, what to allow, what else to use."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

INSTALL = "Install bubblewrap: `sudo apt-get install bubblewrap` on Debian and Ubuntu."
APPARMOR_PROFILE = """\
abi <abi/4.0>,
include <tunables/global>

profile bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
  include if exists <local/bwrap>
}
"""
"""Ubuntu refuses new user namespaces to programs without a profile, since 23.10; this one allows bubblewrap's."""
APPARMOR = (
    "This Ubuntu lets only known programs make user namespaces. Write the following to /etc/apparmor.d/bwrap and run "
    f"`sudo systemctl reload apparmor`:\n\n{APPARMOR_PROFILE}"
)
NO_NAMESPACES = (
    "This kernel makes no user namespaces for ordinary users. Where it is allowed, "
    "`sudo sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000` turns them on. "
    "In a container, they must be allowed where it is started, or run the grader on the host."
)
NOT_LINUX = (
    "The walls are made of Linux. On Windows run the grader in WSL 2 (`wsl --install`, then as on Ubuntu); on macOS in a "
    "Linux virtual machine (Lima, Multipass, UTM). Without walls, grade only code that you would run as your own."
)
_RESTRICTED = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")


def advice_for(error: str) -> str:
    """What to do about a failure to raise the walls, or "" where its own words must do.

    Args:
        error: what bubblewrap or the kernel said.

    >>> advice_for("bwrap: Can't bind mount")
    ''
    """
    if sys.platform != "linux":
        return NOT_LINUX
    if shutil.which("bwrap") is None:
        return INSTALL
    if _RESTRICTED.exists() and _RESTRICTED.read_text().strip() == "1":
        return APPARMOR
    if any(word in error for word in ("namespace", "uid map", "Operation not permitted", "No space left")):
        return NO_NAMESPACES
    return ""
