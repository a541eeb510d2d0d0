"""The columns of tables, by the kinds of pandas dtype, and pandas' single values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from course_lib.grading.values.arrays import read_block, write_block
from course_lib.grading.values.containers import read_items, write_items
from course_lib.grading.values.scalars import read_zone, write_zone
from course_lib.grading.values.states import CannotCross

if TYPE_CHECKING:
    from course_lib.grading.values.codec import Reader, Writer

_UNITS = ("s", "ms", "us", "ns")
_MASKED = {"Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64", "boolean"}
_FREQUENCY = re.compile(r"[A-Z]{1,3}(-[A-Z]{3})?|min|h|s|ms|us|ns")
_SIDES = ("left", "right", "both", "neither")


def write_column(values: Any, writer: Writer) -> list:
    """The node of an array under a column or an index."""
    writer.costly()
    if type(values) is pd.arrays.NumpyExtensionArray:  # a StringArray is one too
        values = values.to_numpy()
    dtype = values.dtype
    if isinstance(dtype, np.dtype):
        array = np.asarray(values)
        if dtype.kind == "O":
            return ["objects", write_items(array.tolist(), writer)]
        return ["block", *write_block(array, writer)]
    if isinstance(dtype, pd.StringDtype):
        missing = "nan" if dtype.na_value is np.nan else "NA"
        texts = [None if lost else text for text, lost in zip(values, pd.isna(values), strict=True)]
        return ["strings", missing, write_items(texts, writer)]
    if isinstance(dtype, pd.CategoricalDtype):
        codes = write_block(np.asarray(values.codes, dtype="<i4"), writer)
        return ["categories", write_column(dtype.categories.array, writer), bool(dtype.ordered), codes]
    if isinstance(dtype, pd.DatetimeTZDtype):
        return ["instants", dtype.unit, write_zone(dtype.tz), write_block(values.asi8, writer)]
    if isinstance(dtype, pd.PeriodDtype):
        return ["periods", str(dtype).removeprefix("period[").removesuffix("]"), write_block(values.asi8, writer)]
    if isinstance(dtype, pd.IntervalDtype):
        return [
            "intervals",
            dtype.closed,
            write_column(values.left.array, writer),
            write_column(values.right.array, writer),
        ]
    if str(dtype) in _MASKED:
        mask = np.asarray(pd.isna(values))
        plain = values.to_numpy(dtype=dtype.numpy_dtype, na_value=dtype.numpy_dtype.type(0))
        return ["masked", str(dtype), write_block(plain, writer), write_block(mask, writer)]
    raise CannotCross(f"column of {dtype}"[:100])


def read_column(reader: Reader, node: Any) -> Any:
    """The array of a column."""
    reader.costly()
    kind, *parts = node
    return _READ_COLUMN[kind](reader, *parts)


def _line(reader: Reader, block: Any) -> np.ndarray:
    array = read_block(reader, *block)
    if array.ndim != 1:
        raise ValueError("a column has one dimension")
    return array


def _numbers(reader: Reader, block: Any, dtype: str = "<i8") -> np.ndarray:
    array = _line(reader, block)
    if array.dtype.str != dtype:
        raise ValueError(f"{dtype} expected")
    return array


def _read_objects(reader: Reader, node: Any) -> np.ndarray:
    items = read_items(reader, node)
    array = np.empty(len(items), dtype=object)
    for position, item in enumerate(items):
        array[position] = item
    return array


def _read_strings(reader: Reader, missing: Any, node: Any) -> Any:
    texts = read_items(reader, node)
    if not set(map(type, texts)) <= {str, type(None)}:
        raise ValueError("texts expected")
    return pd.array(texts, dtype=pd.StringDtype(na_value={"nan": np.nan, "NA": pd.NA}[missing]))


def _read_categories(reader: Reader, categories: Any, ordered: Any, codes: Any) -> pd.Categorical:
    index = pd.Index(read_column(reader, categories))
    return pd.Categorical.from_codes(_numbers(reader, codes, "<i4"), categories=index, ordered=ordered is True)


def _read_instants(reader: Reader, unit: Any, zone: Any, block: Any) -> Any:
    if unit not in _UNITS:
        raise ValueError("no such unit")
    moments = _numbers(reader, block).view(f"<M8[{unit}]")
    return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(read_zone(zone)).array


def _read_periods(reader: Reader, frequency: Any, block: Any) -> Any:
    if type(frequency) is not str or not _FREQUENCY.fullmatch(frequency):
        raise ValueError("no such frequency")
    return pd.PeriodIndex.from_ordinals(_numbers(reader, block), freq=frequency).array


def _read_intervals(reader: Reader, closed: Any, left: Any, right: Any) -> Any:
    if closed not in _SIDES:
        raise ValueError("no such side")
    return pd.arrays.IntervalArray.from_arrays(read_column(reader, left), read_column(reader, right), closed=closed)


def _read_masked(reader: Reader, name: Any, plain: Any, mask: Any) -> Any:
    if name not in _MASKED:
        raise ValueError("no such dtype")
    lost = _numbers(reader, mask, "|b1")
    values = _line(reader, plain)
    if values.dtype != pd.array([], dtype=name).dtype.numpy_dtype:
        raise ValueError("the dtype doesn't fit")
    array = pd.array(values, dtype=name)
    array[lost] = pd.NA
    return array


_READ_COLUMN = {
    "block": lambda reader, *block: _line(reader, block),
    "objects": _read_objects,
    "strings": _read_strings,
    "categories": _read_categories,
    "instants": _read_instants,
    "periods": _read_periods,
    "intervals": _read_intervals,
    "masked": _read_masked,
}


def _write_alone(value: Any, writer: Writer) -> list:
    return ["alone", write_column(pd.Index([value]).array, writer)]


def _read_alone(reader: Reader, node: Any) -> Any:
    (value,) = pd.Index(read_column(reader, node))
    return value


WRITERS = {
    type(pd.NaT): lambda value, writer: ["NaT"],
    type(pd.NA): lambda value, writer: ["NA"],
    pd.Timestamp: _write_alone,
    pd.Timedelta: _write_alone,
    pd.Period: _write_alone,
    pd.Interval: _write_alone,
}
FALLBACKS: list = []
READERS = {"NaT": lambda reader: pd.NaT, "NA": lambda reader: pd.NA, "alone": _read_alone}
