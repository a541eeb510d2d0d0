"""Start JupyterLab on a learner's copy of a lesson."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

CONFIG = Path(__file__).parent / "jupyter"
"""nbgrader's Validate stays; its instructor's panels, the news question and the question at Ctrl-C go."""
PATIENCE = 60
"""Seconds JupyterLab may take to answer before we stop waiting."""


def run_jupyterlab(folder: Path, notebook: Path, *, port: int | None = None, browser: bool = True) -> int:
    """Open JupyterLab on `notebook` and stay until it stops; Ctrl-C stops it cleanly.

    Args:
        folder: what the learner may see; the notebook lies in it.
        notebook: what opens.
        port: the port to use; None takes 8888 or the next free one.
        browser: open the page; otherwise only its address is printed.

    Returns:
        0 when it was stopped, JupyterLab's own code when it failed.
    """
    port = port or _free_port(8888)
    token = secrets.token_urlsafe(16)
    address = f"http://localhost:{port}/lab/tree/{quote(notebook.relative_to(folder).as_posix())}?token={token}"
    config = os.pathsep.join([str(CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])])
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--log-level=ERROR", f"--ServerApp.root_dir={folder}",
        f"--port={port}", "--ServerApp.port_retries=0", *(["--allow-root"] if _is_root() else []),
    ]  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    # The token travels in the environment: a command line can be read by everyone on the machine.
    server = subprocess.Popen(command, env=os.environ | {"JUPYTER_CONFIG_PATH": config, "JUPYTER_TOKEN": token})
    try:
        if not _answers(f"http://127.0.0.1:{port}/api", server):
            code = server.poll()
            print(f"JupyterLab did not start on port {port}. Choose another one with --port.", file=sys.stderr)
            server.terminate()
            return code or 1
        print(
            f"\n  {notebook.parent.name} is open at\n\n  {address}\n\n  Ctrl-C in this window stops it. Your answers are saved.\n",
            flush=True,
        )
        if browser and not webbrowser.open(address):
            print("  No browser was found here: open that address in one.", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        # JupyterLab shuts its kernels down at the same signal; a terminal has sent it already, a `kill` has not.
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            if os.name == "posix":
                server.send_signal(signal.SIGINT)
            server.wait(timeout=15)
        if server.poll() is None:
            server.kill()
        print("\n  Stopped. Run the same command to go on where you left off.", flush=True)
        return 0


def _answers(address: str, server: subprocess.Popen) -> bool:
    """Wait until the server answers; False if it stops or never does. A proxy must not stand between us."""
    opener, patience = build_opener(ProxyHandler({})), time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < patience:
        try:
            with opener.open(address, timeout=2):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _free_port(first: int) -> int:
    for port in range(first, first + 100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    return 0


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
