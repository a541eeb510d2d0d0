"""The format: one tree of tagged nodes as JSON, and the bytes of arrays behind it.

    4 bytes      length of the JSON, big-endian
    JSON         {"tree": ["list", ...], "blobs": [length, ...]}
    blobs        one after another

A node is a list whose first item is its tag, `["complex", 1.0, -2.0]`. Each kind of value has its
two directions side by side: `scalars`, `containers`, `arrays`, `columns`, `tables`.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from typing import Any

from course_lib.grading.values import arrays, columns, containers, scalars, tables
from course_lib.grading.values.states import UNDEFINED, CannotCross, Function, NotPlain

# Bound at import: what a learner's code makes of these modules later must not break honest answers.
_dumps, _loads, _pack, _unpack = json.dumps, json.loads, struct.pack, struct.unpack

MAX_BYTES = 48 * 2**20
MAX_JSON = 12 * 2**20
MAX_DEPTH = 32
MAX_NODES = 400_000
# Columns, indexes and pandas' single values cost far more to build than their few bytes say.
MAX_COSTLY = 10_000

_KINDS = (scalars, containers, arrays, columns, tables)
_WRITERS = {type_: write for kind in _KINDS for type_, write in kind.WRITERS.items()}
_FALLBACKS = [fallback for kind in _KINDS for fallback in kind.FALLBACKS]
_READERS = {tag: read for kind in _KINDS for tag, read in kind.READERS.items()}


class Writer:
    """Builds the tree and gathers the blobs, within the bounds."""

    def __init__(self, hold: Callable[[Any], int] | None = None):
        self.blobs: list[bytes] = []
        self._hold, self._bytes, self._depth, self._nodes, self._costly = hold, 0, 0, 0, 0

    def node(self, value: Any) -> list:
        """The node of a value, by its exact type; `CannotCross` where there is none."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise CannotCross(f"data of more than {MAX_NODES:,} parts")
        if self._depth >= MAX_DEPTH:  # also where a list that holds itself ends
            raise CannotCross(f"data nested deeper than {MAX_DEPTH} levels")
        self._depth += 1
        try:
            write = _WRITERS.get(type(value))
            if write is not None:
                return write(value, self)
            for fallback in _FALLBACKS:
                if (node := fallback(value, self)) is not None:
                    return node
        finally:
            self._depth -= 1
        if self._hold is not None and callable(value):
            return ["function", self._hold(value), str(getattr(value, "__name__", type(value).__name__))[:100]]
        raise CannotCross(type(value).__name__)

    def costly(self) -> None:
        """Count a column, an index or a single value of pandas."""
        self._costly += 1
        if self._costly > MAX_COSTLY:
            raise CannotCross(f"data of more than {MAX_COSTLY:,} columns, indexes or dates")

    def blob(self, data: bytes) -> int:
        """Keep these bytes behind the tree; gives the number they are known by."""
        self._bytes += len(data)
        if self._bytes > MAX_BYTES - MAX_JSON:
            raise CannotCross(f"data of more than {(MAX_BYTES - MAX_JSON) // 2**20} MB")
        self.blobs.append(data)
        return len(self.blobs) - 1


class Reader:
    """Builds the value of a tree; every reader checks what it is given, for it is hostile."""

    def __init__(self, blobs: list[memoryview]):
        self._blobs, self._depth, self._costly = blobs, 0, 0

    def value(self, node: Any) -> Any:
        """The value of a node."""
        tag, *parts = node
        if self._depth >= MAX_DEPTH:
            raise ValueError("nested too deep")
        self._depth += 1
        try:
            if tag == "function":
                return _read_function(*parts)
            return _READERS[tag](self, *parts)
        finally:
            self._depth -= 1

    def costly(self) -> None:
        """Count a column, an index or a single value of pandas."""
        self._costly += 1
        if self._costly > MAX_COSTLY:
            raise ValueError("too many columns")

    def blob(self, number: int) -> memoryview:
        """The bytes with this number."""
        if type(number) is not int or not 0 <= number < len(self._blobs):
            raise ValueError(f"no blob {number!r}")
        return self._blobs[number]


def _read_function(handle: Any, name: Any) -> Function:
    if type(handle) is not int or not 0 <= handle < 2**31:
        raise ValueError("a function's handle is a small number")
    return Function(handle, scalars.checked_text(name)[:100])


def encode(value: Any, *, hold: Callable[[Any], int] | None = None) -> bytes:
    """The value as bytes; what is no plain data becomes the state `NotPlain` with its type's name.

    Args:
        value: anything.
        hold: keeps a callable on this side and gives its number; without it callables are no plain data.

    >>> decode(encode({"share": [0.5, None, ...]}))
    {'share': [0.5, None, Ellipsis]}
    >>> decode(encode(object()))
    NotPlain(type_name='object')
    """
    writer = Writer(hold)
    try:
        tree = ["undefined"] if value is UNDEFINED else writer.node(value)
        return _packed(tree, writer.blobs)
    except CannotCross as reason:
        return _not_plain(str(reason))
    except Exception as error:  # whatever a learner's object does while it is read, it is no plain data
        return _not_plain(f"{type(value).__name__} ({type(error).__name__} while it was read)")


def _not_plain(reason: str) -> bytes:
    return _packed(["not plain", reason.encode("utf-8", "replace").decode()[:200]], [])


def _packed(tree: list, blobs: list[bytes]) -> bytes:
    text = _dumps({"tree": tree, "blobs": [len(blob) for blob in blobs]}, ensure_ascii=False, check_circular=False)
    data = text.encode()
    if len(data) > MAX_JSON:
        raise CannotCross(f"data of more than {MAX_JSON // 2**20} MB of text")
    return b"".join([_pack(">I", len(data)), data, *blobs])


def decode(data: bytes | bytearray | memoryview) -> Any:
    """The value these bytes describe, or `UNDEFINED`, `NotPlain` or (also inside) `Function`.

    Raises:
        ValueError: for any other bytes. Nothing else is raised and no code from the other side runs.

    >>> decode(b"no data")
    Traceback (most recent call last):
    ...
    ValueError: These bytes are no plain data (7 bytes). They came from the learner's side; don't use them.
    """
    try:
        return _unpacked(memoryview(data).cast("B"))
    except Exception as error:  # total by contract: readers may fail in any way on forged input
        raise ValueError(
            f"These bytes are no plain data ({len(data)} bytes). They came from the learner's side; don't use them."
        ) from error


def _unpacked(data: memoryview) -> Any:
    if len(data) > MAX_BYTES:
        raise ValueError("too many bytes")
    (length,) = _unpack(">I", data[:4])
    if length > min(MAX_JSON, len(data) - 4):
        raise ValueError("the text is too long")
    head = _loads(str(data[4 : 4 + length], "utf-8"))
    tree, sizes = head["tree"], head["blobs"]
    if type(sizes) is not list or any(type(size) is not int or size < 0 for size in sizes):
        raise ValueError("sizes are numbers from 0")
    if 4 + length + math.fsum(sizes) != len(data):
        raise ValueError("the sizes don't add up")
    blobs, at = [], 4 + length
    for size in sizes:
        blobs.append(data[at : at + size])
        at += size
    if tree == ["undefined"]:
        return UNDEFINED
    if tree[0] == "not plain":
        (_, reason) = tree
        return NotPlain(scalars.checked_text(reason)[:200])
    return Reader(blobs).value(tree)
