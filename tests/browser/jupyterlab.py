"""A lesson in real JupyterLab in Chromium, opened through `mlpm learn` and driven by the keyboard alone."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
"""As root Chromium needs no-sandbox; the rest keeps it from calling home."""
LEARN = "from course_lib.cli import main; raise SystemExit(main())"


class Lesson:
    """An open lesson: what a learner can do with a keyboard, and what they can then read."""

    def __init__(self, page: Page):
        self.page = page

    def command(self, name: str) -> None:
        """Run a command of JupyterLab from its palette."""
        self.page.keyboard.press("Control+Shift+KeyC")
        box = self.page.locator(".jp-ModalCommandPalette input")
        expect(box).to_be_focused()
        self.page.keyboard.type(name)
        item = self.page.locator(".jp-ModalCommandPalette .lm-CommandPalette-item.lm-mod-active")
        expect(item).to_contain_text(name)
        self.page.keyboard.press("Enter")
        expect(box).to_be_hidden()

    def run_all(self) -> None:
        """Run every cell and wait until the kernel rests."""
        self.command("Run All Cells")
        self.rest()

    def rest(self) -> None:
        """Wait until the kernel is idle and no cell waits to run."""
        expect(self.page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\*\]"))).to_have_count(0, timeout=60_000)
        expect(self.page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)

    def cell(self, text: str) -> Locator:
        """The code cell that holds this text."""
        return self.page.locator(".jp-CodeCell", has=self.page.locator(".jp-InputArea", has_text=text))

    def select(self, text: str) -> None:
        """Go to the code cell that holds this text: up to the top, then down cell by cell."""
        self.page.keyboard.press("Escape")
        self.command("Select Cell Below")
        for _ in range(60):
            self.page.keyboard.press("k")
        for _ in range(60):
            active = self.page.locator(".jp-Cell.jp-mod-active")
            if (
                "jp-CodeCell" in (active.get_attribute("class") or "")
                and text in active.locator(".jp-InputArea").inner_text()
            ):
                return
            self.page.keyboard.press("j")
        raise AssertionError(f"No code cell holds {text!r}.")

    def answer(self, old: str, new: str, check: str) -> Locator:
        """Replace the code of the cell that holds `old`, run it and its check; returns the check's card."""
        self.select(old)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+KeyA")
        self.page.keyboard.insert_text(new)
        self.page.keyboard.press("Control+Enter")
        self.rest()
        self.select(check)
        self.page.keyboard.press("Control+Enter")
        self.rest()
        return self.cell(check).locator(".jp-OutputArea-output").first

    def move_slider(self, description: str, key: str, times: int) -> None:
        """Move a slider with the arrow keys."""
        handle = self.page.locator(".widget-slider", has_text=description).locator(".noUi-handle")
        handle.scroll_into_view_if_needed()
        handle.focus()
        for _ in range(times):
            self.page.keyboard.press(key)
        self.page.wait_for_timeout(300)

    def whole(self) -> None:
        """Give the window the notebook's full height, so that one screenshot shows all of it."""
        width = self.page.viewport_size["width"]
        for _ in range(3):  # cells are drawn as they come into sight, so the height is only an estimate at first
            height = self.page.locator(".jp-WindowedPanel-inner").evaluate("element => element.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": min(int(height) + 400, 16_000)})
            self.page.wait_for_timeout(800)
        self.page.locator(".jp-WindowedPanel-outer").first.evaluate("element => element.scrollTo(0, 0)")
        self.page.wait_for_timeout(800)


@contextmanager
def open_lesson(root: Path, folder: Path, lesson: str, *, width: int = 1280) -> Iterator[Lesson]:
    """`mlpm learn` in a course of its own below `folder`, with a new browser on its page."""
    shutil.copytree(root / "notebooks", folder / "notebooks")
    shutil.copy(root / "nbgrader_config.py", folder)
    (folder / "course_lib").mkdir()
    # A learner's own theme and layout must not decide whether a test passes.
    settings = {f"JUPYTERLAB_{kind}_DIR": str(folder / kind) for kind in ("SETTINGS", "WORKSPACES")}
    command = [sys.executable, "-c", LEARN, "learn", lesson, "--no-browser"]
    server = subprocess.Popen(command, cwd=folder, env=os.environ | settings, stdout=subprocess.PIPE, text=True)
    try:
        address = next(line.strip() for line in server.stdout if "http://" in line)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto(address)
            # The toolbar says idle before the kernel is connected; only the status bar can be trusted.
            expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
            yield Lesson(page)
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)
