"""NumPy arrays and scalars: a type from a short list, a shape, and raw bytes; no header to be parsed."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib.grading.values.containers import read_items, write_items
from course_lib.grading.values.states import CannotCross

if TYPE_CHECKING:
    from course_lib.grading.values.codec import Reader, Writer

_DTYPE = re.compile(
    r"\|b1|\|[iu]1|<[iu][248]|<f[248]|<c(8|16)|\|S[1-9]\d{0,5}|<U[1-9]\d{0,5}|<[mM]8(\[(Y|M|W|D|h|m|s|ms|us|ns)\])?"
)
_LAST_CHARACTER = 0x10FFFF


def write_block(array: np.ndarray, writer: Writer) -> list:
    """[dtype, shape, blob] of an array without objects."""
    dtype = array.dtype.newbyteorder("<")
    if not _DTYPE.fullmatch(dtype.str):
        raise CannotCross(f"array of {array.dtype}"[:100])
    return [dtype.str, list(array.shape), writer.blob(np.ascontiguousarray(array, dtype=dtype).tobytes())]


def read_block(reader: Reader, dtype: Any, shape: Any, number: Any) -> np.ndarray:
    """The array of a block: its own memory, writable, every item one that numpy could have made itself."""
    if type(dtype) is not str or not _DTYPE.fullmatch(dtype):
        raise ValueError("no such dtype")
    data = reader.blob(number)
    # A byte that is neither 0 nor 1 would make a bool that equals nothing.
    flat = np.frombuffer(data, dtype="u1") != 0 if dtype == "|b1" else np.frombuffer(data, dtype=dtype).copy()
    if dtype.startswith("<U") and flat.size:
        points = flat.view("<u4")
        if points.max() > _LAST_CHARACTER or ((points >= 0xD800) & (points <= 0xDFFF)).any():
            raise ValueError("no such character")
    return flat.reshape(checked_shape(shape, flat.size))


def checked_shape(shape: Any, size: int) -> tuple[int, ...]:
    """The shape, if it has `size` items; an empty one may not hide a huge side."""
    if type(shape) is not list or len(shape) > 16 or any(type(n) is not int or not 0 <= n < 2**31 for n in shape):
        raise ValueError("no shape")
    if math.prod(shape) != size or math.prod(filter(None, shape)) > max(size, 1_000_000):
        raise ValueError("the shape doesn't fit")
    return tuple(shape)


def _write_array(value: np.ndarray, writer: Writer) -> list:
    if value.dtype.kind == "O":
        return ["objects", list(value.shape), write_items(value.ravel().tolist(), writer)]
    return ["array", *write_block(value, writer)]


def _read_objects(reader: Reader, shape: Any, node: Any) -> np.ndarray:
    items = read_items(reader, node)
    flat = np.empty(len(items), dtype=object)
    for position, item in enumerate(items):  # one by one, for numpy would unfold nested lists
        flat[position] = item
    return flat.reshape(checked_shape(shape, len(items)))


def _write_scalar(value: Any, writer: Writer) -> list | None:
    if not isinstance(value, np.generic):
        return None
    if isinstance(value, np.str_ | np.bytes_):
        return writer.node(value.item())
    return ["scalar", *write_block(np.asarray(value), writer)]


def _read_scalar(reader: Reader, dtype: Any, shape: Any, number: Any) -> np.generic:
    if shape != []:
        raise ValueError("a scalar has no shape")
    return read_block(reader, dtype, shape, number)[()]


WRITERS = {np.ndarray: _write_array}
FALLBACKS = [_write_scalar]
READERS = {"array": read_block, "objects": _read_objects, "scalar": _read_scalar}
