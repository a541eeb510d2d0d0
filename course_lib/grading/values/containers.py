"""Lists, tuples, sets and dicts; long lists of one kind travel as one packed block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib.grading.values.scalars import checked_text
from course_lib.grading.values.states import CannotCross

if TYPE_CHECKING:
    from course_lib.grading.values.codec import Reader, Writer

# Python's hashes of numbers and tuples can be made to collide, which makes a dict of n keys cost n² steps
# to build. Text is safe (its hash has a random key); of other keys this many stay cheap even at the worst.
MAX_FORGEABLE_KEYS = 5_000
_PACKED = {float: "<f8", int: "<i8", bool: "|b1"}
# What a loop over an array gathers: a node each would cost a second for 50,000.
_NUMPY = {np.float64: "<f8", np.float32: "<f4", np.int64: "<i8", np.int32: "<i4", np.bool_: "|b1"}


def write_items(items: list, writer: Writer) -> list:
    """The node of a list's items: packed when all are of one simple type."""
    kinds = set(map(type, items))
    if kinds <= {str, type(None)} and items:
        if any(map(_has_half_character, filter(None, items))):
            raise CannotCross("str with half a character")
        return ["texts", items]
    if len(items) > 8 and len(kinds) == 1 and (kind := kinds.pop()) in _PACKED | _NUMPY:
        tag, dtype = ("packed", _PACKED[kind]) if kind in _PACKED else ("numpy", _NUMPY[kind])
        try:
            return [tag, dtype, writer.blob(np.array(items, dtype=dtype).tobytes())]
        except OverflowError:  # an int beyond 64 bits: one by one
            pass
    return ["items", [writer.node(item) for item in items]]


def _has_half_character(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def read_items(reader: Reader, node: Any) -> list:
    """The items of a list, whichever way they travelled."""
    tag, *parts = node
    if tag == "texts":
        (texts,) = parts
        if type(texts) is not list or not set(map(type, texts)) <= {str, type(None)}:
            raise ValueError("texts expected")
        checked_text("".join(filter(None, texts)))
        return texts
    if tag in ("packed", "numpy"):
        dtype, number = parts
        if dtype not in (_PACKED if tag == "packed" else _NUMPY).values():
            raise ValueError("no such packing")
        data = reader.blob(number)
        # Any byte but 0 is true; none may stay that is neither.
        array = np.frombuffer(data, dtype="u1") != 0 if dtype == "|b1" else np.frombuffer(data, dtype=dtype)
        return array.tolist() if tag == "packed" else list(array)
    if tag == "items":
        (nodes,) = parts
        if type(nodes) is not list:
            raise ValueError("a list of nodes expected")
        return [reader.value(node) for node in nodes]
    raise ValueError(f"no items: {tag!r}")


def check_keys(keys: list) -> list:
    """The keys, if a dict or set of them is cheap to build."""
    forgeable = sum(type(key) is not str for key in keys)
    if forgeable > MAX_FORGEABLE_KEYS and not _are_plain_numbers(keys):
        raise ValueError("too many keys that are no text")
    return keys


def _are_plain_numbers(keys: list) -> bool:
    # Ints below 2**61 - 1 hash to themselves, so no two of them can be made to collide outright.
    return all(type(key) is int and abs(key) < 2**60 for key in keys)


def _writer_of_list(tag: str, base: type):
    def write(value: Any, writer: Writer) -> list:
        return [tag, write_items(list(base.__iter__(value)), writer)]

    return write


def _write_set(tag: str, base: type):
    def write(value: Any, writer: Writer) -> list:
        items = list(base.__iter__(value))
        _refuse_forgeable(items)
        return [tag, write_items(items, writer)]

    return write


def _write_dict(value: dict, writer: Writer) -> list:
    keys = list(dict.keys(value))
    _refuse_forgeable(keys)
    return ["dict", write_items(keys, writer), write_items(list(dict.values(value)), writer)]


def _refuse_forgeable(keys: list) -> None:
    try:
        check_keys(keys)
    except ValueError:
        raise CannotCross(f"dict or set of more than {MAX_FORGEABLE_KEYS:,} keys that are no text") from None


def _read_set(make: type):
    def read(reader: Reader, node: Any) -> Any:
        return make(check_keys(read_items(reader, node)))

    return read


def _read_dict(reader: Reader, keys: Any, values: Any) -> dict:
    return dict(zip(check_keys(read_items(reader, keys)), read_items(reader, values), strict=True))


def _write_subclass(value: Any, writer: Writer) -> list | None:
    """A named tuple, a Counter and the like cross as what they are built on."""
    for base, write in WRITERS.items():
        if issubclass(type(value), base):  # not isinstance, which believes `__class__`
            return write(value, writer)
    return None


WRITERS = {
    list: _writer_of_list("list", list),
    tuple: _writer_of_list("tuple", tuple),
    set: _write_set("set", set),
    frozenset: _write_set("frozenset", frozenset),
    dict: _write_dict,
}
FALLBACKS = [_write_subclass]
READERS = {
    "list": read_items,
    "tuple": lambda reader, node: tuple(read_items(reader, node)),
    "set": _read_set(set),
    "frozenset": _read_set(frozenset),
    "dict": _read_dict,
}
