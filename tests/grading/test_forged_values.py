"""Bytes forged on the learner's side give a clean ValueError or a harmless value, quickly."""

from __future__ import annotations

import json
import struct
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.grading.values import decode, encode


def packed(tree, *blobs: bytes) -> bytes:
    text = json.dumps({"tree": tree, "blobs": [len(blob) for blob in blobs]}).encode()
    return struct.pack(">I", len(text)) + text + b"".join(blobs)


FORGED = {
    "no such kind": packed(["pickle", "gASV"]),
    "a state inside a list": packed(["list", ["items", [["undefined"]]]]),
    "an unhashable key": packed(["dict", ["items", [["list", ["items", []]]]], ["items", [["none"]]]]),
    "fewer values than keys": packed(["dict", ["texts", ["a", "b"]], ["items", [["none"]]]]),
    "an object dtype": packed(["array", "|O", [1], 0], b"\0" * 8),
    "a structured dtype": packed(["array", "i4,f8", [1], 0], b"\0" * 12),
    "a shape that doesn't fit": packed(["array", "<f8", [3], 0], b"\0" * 8),
    "a negative shape": packed(["array", "<f8", [-1], 0], b"\0" * 8),
    "an empty array with a huge side": packed(["array", "<f8", [0, 2**30], 0], b""),
    "no character": packed(["array", "<U1", [1], 0], b"\xff\xff\xff\xff"),
    "half a character": packed(["str", "\ud800"]),
    "half a character in a dict": packed(["dict", ["texts", ["\udfff"]], ["items", [["none"]]]]),
    "a blob that isn't there": packed(["array", "<f8", [0], 5]),
    "a negative blob": packed(["array", "<f8", [1], -1], b"\0" * 8),
    "sizes that don't add up": packed(["none"]) + b"more",
    "too many digits": packed(["int", "f" * 4_000]),
    "an endless range": packed(["range", "0", "fffffffffffff", "1"]),
    "an endless index": packed(["index", "range", ["none"], ["0", "fffffffffffff", "1"]]),
    "a time zone from a file": packed(["datetime", "2024-01-01T00:00:00", 0, "../../etc/passwd"]),
    "a dateutil time zone": packed(["datetime", "2024-01-01T00:00:00", 0, "dateutil//etc/localtime"]),
    "a float that is text": packed(["float", "1.0"]),
    "a bool that is a number": packed(["bool", 1]),
    "codes past the categories": packed(
        ["series", ["index", "range", ["none"], ["0", "1", "1"]], ["none"],
         ["categories", ["objects", ["texts", ["a"]]], False, ["<i4", [1], 0]]], b"\7\0\0\0"),
    "columns of different lengths": packed(
        ["frame", ["index", "range", ["none"], ["0", "5", "1"]], ["index", "range", ["none"], ["0", "1", "1"]],
         [["block", "<f8", [1], 0]]], b"\0" * 8),
    "colliding keys": packed(["set", ["items", [["int", f"{n * (2**61 - 1):x}"] for n in range(1, 20_000)]]]),
    "many dear little parts": packed(["list", ["items", [["alone", ["periods", "M", ["<i8", [1], 0]]]] * 20_000]], b"\0" * 8),
    "brackets without end": struct.pack(">I", 100_000) + b"[" * 100_000,
    "no such numbers": packed(["list", ["numpy", "|O", 0]], b"\0" * 8),
    "nothing": b"",
    "a length past the end": b"\xff\xff\xff\xff{}",
}  # fmt: skip


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED.keys())
def test_forged_bytes_are_a_clean_value_error_and_quick(data):
    started = time.perf_counter()
    with pytest.raises(ValueError, match="no plain data"):
        decode(data)
    assert time.perf_counter() - started < 4  # a tenth of that on a quiet machine, but for the dear parts


def test_a_forged_bool_is_a_true_or_a_false():
    arrived = decode(packed(["array", "|b1", [2], 0], b"\2\0"))
    assert (arrived == np.array([True, False])).all()
    assert arrived.sum() == 1
    assert decode(packed(["list", ["packed", "|b1", 0]], b"\7\0")) == [True, False]
    assert sum(decode(packed(["list", ["numpy", "|b1", 0]], b"\7\0"))) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 2**40) | st.floats() | st.text(max_size=8)
    | st.sampled_from(["items", "texts", "packed", "numpy", "block", "objects", "strings", "range", "plain", "levels", "none", "<f8", "|b1", "<i4"]),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
TAGS = st.sampled_from(
    [
        "none",
        "...",
        "bool",
        "int",
        "float",
        "complex",
        "str",
        "bytes",
        "range",
        "date",
        "time",
        "datetime",
        "delta",
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "array",
        "objects",
        "scalar",
        "index",
        "series",
        "frame",
        "NaT",
        "NA",
        "alone",
        "function",
        "undefined",
        "not plain",
    ]
)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_value_error(data):
    decode_or_refuse(data)


@settings(max_examples=300, deadline=None)
@given(TAGS, st.lists(JSON, max_size=4), st.lists(st.binary(max_size=16), max_size=2))
def test_any_tree_gives_a_value_that_can_be_shown_or_a_value_error(tag, parts, blobs):
    decode_or_refuse(packed([tag, *parts], *blobs))


def decode_or_refuse(data: bytes) -> None:
    try:
        value = decode(data)
    except ValueError:
        return
    encode(value)
