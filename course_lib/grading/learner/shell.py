"""An IPython shell without a kernel: it runs a cell and gives its outputs in order."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from course_lib.grading.learner.outputs import Outputs, Stream

INLINE = "module://matplotlib_inline.backend_inline"


@dataclass(frozen=True)
class CellResult:
    """What came of one cell on the learner's side: its outputs, and the error that ended it."""

    outputs: list[dict[str, Any]]
    error: tuple[str, str] | None


class _ResultHook(DisplayHook):
    """Turns a cell's last expression into an execute_result."""

    def write_output_prompt(self) -> None:
        pass  # the count travels in the output

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.outputs.rich("execute_result", format_dict, md_dict or {}, count=self.prompt_count)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Publisher(DisplayPublisher):
    """Turns `display(…)` into a display_data, in its place among the prints."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **ignored) -> None:
        display_id = (transient or {}).get("display_id")
        if update:
            self.shell.outputs.update(data, metadata or {}, display_id)
        else:
            self.shell.outputs.rich("display_data", data, metadata or {}, display_id=display_id)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait=wait)


class LearnerShell(InteractiveShell):
    """IPython's shell, its outputs gathered instead of printed."""

    displayhook_class = Type(_ResultHook)
    display_pub_class = Type(_Publisher)
    outputs: Outputs
    exit_asked = False

    def _showtraceback(self, etype, evalue, stb) -> None:
        try:
            text = str(evalue)
        except Exception:  # a learner's exception may fail at being shown
            text = ""
        self.outputs.error(etype.__name__, text, list(stb))

    def enable_gui(self, gui=None) -> None:
        """No window system here; `%matplotlib inline` asks all the same."""

    def ask_exit(self) -> None:
        """`exit()` ends the process after this cell, as it ends a kernel."""
        self.exit_asked = True


def new_shell(outputs: Outputs) -> LearnerShell:
    """The process's one shell, with pictures of matplotlib shown inline.

    Binds matplotlib itself: `enable_matplotlib` wants a GUI event loop that only kernels have, and
    the inline backend, imported before a shell exists, loses every picture without a word.
    """
    config = Config()
    config.HistoryManager.enabled = False  # its database would start a thread, and threads don't fork
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autoindent = False
    shell = LearnerShell.instance(config=config)
    shell.outputs = outputs

    import matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    matplotlib.use(INLINE)
    configure_inline_support(shell, INLINE)
    matplotlib.interactive(True)
    return shell


def use_outputs(shell: LearnerShell, outputs: Outputs) -> None:
    """Let the shell, and Python's two streams, write into these outputs."""
    shell.outputs = outputs
    sys.stdout, sys.stderr = Stream(outputs, "stdout"), Stream(outputs, "stderr")


def run_cell(shell: LearnerShell, source: str) -> CellResult:
    """Run one cell as a notebook would.

    What IPython itself fails at ends the cell all the same: an interrupt that comes while it is being shown, code
    nested deeper than Python compiles, a `sys.stdout` that is gone.
    """
    try:
        result = shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
    except (Exception, KeyboardInterrupt) as problem:
        error = problem
        name, text = describe(problem)
        shell.outputs.error(name, text, [f"{name}: {text}" if text else name])
    return CellResult(shell.outputs.take(), None if error is None else describe(error))


def describe(error: BaseException) -> tuple[str, str]:
    """An exception's name and text.

    >>> describe(KeyError("age"))
    ('KeyError', "'age'")
    """
    try:
        text = str(error)[:5000]
    except Exception:  # a learner's exception may fail at being shown
        text = ""
    return type(error).__name__, text
