"""What a cell shows, in order and within bounds, as nbformat's output dicts (the learner's side)."""

from __future__ import annotations

import base64
import io
import json
import os
from typing import Any

_dumps = json.dumps
# A widget lives in a kernel that is gone when a graded notebook is read: its text form stays, its view goes.
_LIVE_VIEW = "application/vnd.jupyter.widget-view+json"
# A cell ends with one error; a second comes from a picture that can't be drawn, and code may show more.
_MAX_ERRORS, _LINES, _LINE = 3, 50, 1_000
# The judge refuses data nested deeper.
_DEPTH = 18


class Outputs:
    """Gathers the outputs of one cell after the other.

    Args:
        cell_bytes: the most one cell may show.
        total_bytes: the most all cells may show.

    >>> outputs = Outputs(cell_bytes=100, total_bytes=1000)
    >>> outputs.stream("stdout", "a"); outputs.stream("stdout", "b")
    >>> outputs.take()
    [{'output_type': 'stream', 'name': 'stdout', 'text': 'ab'}]
    """

    def __init__(self, *, cell_bytes: int, total_bytes: int):
        self._cell_bytes, self._total_left = cell_bytes, total_bytes
        self._begin()

    def _begin(self) -> None:
        self._items: list[dict[str, Any]] = []
        self._by_display_id: dict[str, dict[str, Any]] = {}
        self._left = min(self._cell_bytes, self._total_left)
        self._cut, self._clear_at_next, self._errors = False, False, 0

    def take(self) -> list[dict[str, Any]]:
        """The outputs since the last call; a new cell begins."""
        items = self._items
        for item in items:
            if item["output_type"] == "stream":
                item["text"] = "".join(item["text"])
        spent = min(self._cell_bytes, self._total_left) - self._left
        self._total_left -= spent
        self._begin()
        return items

    def stream(self, name: str, text: str) -> None:
        """Text for stdout or stderr; neighbours of one name are joined."""
        self._clear_if_asked()
        size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
        if size > self._left:
            text = text.encode("utf-8", "replace")[: max(self._left, 0)].decode("utf-8", "ignore")
        if text and not self._cut:
            # A list of parts: adding to one string at every print would cost the square of its length.
            if self._items and self._items[-1].get("name") == name:
                self._items[-1]["text"].append(text)
            else:
                self._items.append({"output_type": "stream", "name": name, "text": [text]})
        self._spend(size)

    def rich(self, kind: str, data: dict, metadata: dict, *, count: int | None = None, display_id: Any = None) -> None:
        """A display_data or an execute_result."""
        self._clear_if_asked()
        item = {"output_type": kind, "data": _crossable(data), "metadata": _jsonable(metadata)}
        if kind == "execute_result":
            item["execution_count"] = count
        size = len(_dumps(item))
        if size <= self._left and not self._cut:
            self._items.append(item)
            if isinstance(display_id, str):
                self._by_display_id[display_id] = item
        self._spend(size)

    def update(self, data: dict, metadata: dict, display_id: Any) -> None:
        """Replace what this cell has shown under this display id."""
        item = self._by_display_id.get(display_id) if isinstance(display_id, str) else None
        if item is not None:
            new = {"data": _crossable(data), "metadata": _jsonable(metadata)}
            size = len(_dumps(new))
            if size <= self._left and not self._cut:
                item.update(new)
            self._spend(size)

    def error(self, name: str, text: str, traceback: list[str]) -> None:
        """An exception that ended the cell: kept even when the cell has shown too much, for it says why."""
        self._clear_if_asked()
        self._errors += 1
        if self._errors <= _MAX_ERRORS:
            lines = [str(line)[:_LINE] for line in traceback[:_LINES]]
            self._items.append(
                {"output_type": "error", "ename": name[:200], "evalue": text[:_LINE], "traceback": lines}
            )

    def clear(self, *, wait: bool) -> None:
        """Forget what the cell has shown: now, or when something new comes."""
        if wait:
            self._clear_at_next = True
        else:
            self._items.clear()
            self._by_display_id.clear()

    def _clear_if_asked(self) -> None:
        if self._clear_at_next:
            self._clear_at_next = False
            self.clear(wait=False)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0 and not self._cut:
            self._cut, self._left = True, 0
            notice = f"\n[The rest of the output was cut: a cell may show {self._cell_bytes:,} bytes.]\n"
            self._items.append({"output_type": "stream", "name": "stderr", "text": [notice]})
        self._left = max(self._left, 0)


def _crossable(data: dict) -> dict[str, Any]:
    """The forms of an object by MIME type; bytes, which IPython turns to base64 for a kernel, are text by now."""
    return {str(mime): form for mime, form in _jsonable(data).items() if mime != _LIVE_VIEW}


def _jsonable(value: Any, depth: int = 0) -> Any:
    if depth > _DEPTH:
        return "…"
    if isinstance(value, dict):
        return {str(key): _jsonable(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item, depth + 1) for item in value]
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return repr(value)[:1000]


class Stream(io.TextIOBase):
    """A text stream that writes into the outputs: what `print` finds as `sys.stdout` or `sys.stderr`."""

    def __init__(self, outputs: Outputs, name: str):
        self._outputs, self._name = outputs, name

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What `print` and libraries ask for."""
        return "utf-8"

    @property
    def name(self) -> str:
        """As Python's own streams are called."""
        return f"<{self._name}>"

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Add the text to the outputs."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.stream(self._name, text)
        return len(text)


class RawStream:
    """Catches what bypasses Python's streams, from C code or started programs, in an unnamed file.

    No pipe, which would need a thread to empty it; so this text comes at the cell's end. The file's
    size is bounded by the process's own limits.
    """

    def __init__(self, name: str, descriptor: int, folder: str):
        self._name = name
        path = f"{folder}/.{name}"
        self._file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600)
        os.unlink(path)
        os.dup2(self._file, descriptor)

    def flush_into(self, outputs: Outputs, *, most: int) -> None:
        """Move what was written into the outputs."""
        if size := os.fstat(self._file).st_size:
            data = os.pread(self._file, min(size, most + 1), 0)
            os.ftruncate(self._file, 0)
            outputs.stream(self._name, data.decode("utf-8", "replace"))
