"""Frames, series and indexes: columns, and the labels round them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from course_lib.grading.values.arrays import read_block, write_block
from course_lib.grading.values.columns import read_column, write_column
from course_lib.grading.values.containers import MAX_FORGEABLE_KEYS, read_items, write_items
from course_lib.grading.values.scalars import MAX_RANGE, read_int, write_int
from course_lib.grading.values.states import CannotCross

if TYPE_CHECKING:
    from course_lib.grading.values.codec import Reader, Writer

MAX_COLUMNS = 5_000


def _write_index(index: pd.Index, writer: Writer) -> list:
    writer.costly()
    name = writer.node(index.name)
    if isinstance(index, pd.RangeIndex):
        return ["index", "range", name, [write_int(part)[1] for part in (index.start, index.stop, index.step)]]
    if isinstance(index, pd.MultiIndex):
        levels = [_write_index(level, writer) for level in index.levels]
        codes = [write_block(np.asarray(code, dtype="<i4"), writer) for code in index.codes]
        return ["index", "levels", write_items(list(index.names), writer), [levels, codes]]
    return ["index", "plain", name, write_column(index.array, writer)]


def _read_index(reader: Reader, kind: Any, name: Any, body: Any) -> pd.Index:
    reader.costly()
    if kind == "range":
        numbers = range(*(read_int(reader, part) for part in body))
        if len(numbers) > MAX_RANGE:
            raise ValueError("index too long")
        return pd.RangeIndex(numbers, name=_read_label(reader, name))
    if kind == "levels":
        levels, codes = body
        if len(levels) != len(codes) or len(levels) > 16:
            raise ValueError("levels and codes don't fit")
        built = [_read_index(reader, *level[1:]) for level in levels]
        arrays = [read_block(reader, *code) for code in codes]
        if any(array.dtype.str != "<i4" or array.ndim != 1 for array in arrays):
            raise ValueError("codes are numbers")
        return pd.MultiIndex(levels=built, codes=arrays, names=[_hashable(n) for n in read_items(reader, name)])
    if kind == "plain":
        return pd.Index(_label_column(read_column(reader, body)), name=_read_label(reader, name))
    raise ValueError("no such index")


def _label_column(values: Any) -> Any:
    """The labels, if finding one is cheap and possible: forged hashes and lists may not be among them."""
    if values.dtype == object:
        if sum(type(value) is not str for value in values) > MAX_FORGEABLE_KEYS:
            raise ValueError("too many labels that are no text")
        for value in values:
            _hashable(value)
    return values


def _hashable(label: Any) -> Any:
    hash(label)  # TypeError, and with it no value, for a list
    return label


def _read_label(reader: Reader, node: Any) -> Any:
    return _hashable(reader.value(node))


def _write_series(series: pd.Series, writer: Writer) -> list:
    return ["series", _write_index(series.index, writer), writer.node(series.name), write_column(series.array, writer)]


def _read_series(reader: Reader, index: Any, name: Any, column: Any) -> pd.Series:
    labels = _index_node(reader, index)
    return pd.Series(read_column(reader, column), index=labels, name=_read_label(reader, name), copy=False)


def _write_frame(frame: pd.DataFrame, writer: Writer) -> list:
    if frame.shape[1] > MAX_COLUMNS:
        raise CannotCross(f"frame of more than {MAX_COLUMNS:,} columns")
    columns = [write_column(frame.iloc[:, place].array, writer) for place in range(frame.shape[1])]
    return ["frame", _write_index(frame.index, writer), _write_index(frame.columns, writer), columns]


def _read_frame(reader: Reader, index: Any, names: Any, columns: Any) -> pd.DataFrame:
    if type(columns) is not list or len(columns) > MAX_COLUMNS:
        raise ValueError("a list of columns expected")
    rows, labels = _index_node(reader, index), _index_node(reader, names)
    arrays = {place: read_column(reader, column) for place, column in enumerate(columns)}
    if any(len(array) != len(rows) for array in arrays.values()):
        raise ValueError("the columns differ in length")
    # By place first and named after: labels may occur twice.
    frame = pd.DataFrame(arrays, index=rows, copy=False)
    frame.columns = labels
    return frame


def _index_node(reader: Reader, node: Any) -> pd.Index:
    tag, *parts = node
    if tag != "index":
        raise ValueError("an index expected")
    return _read_index(reader, *parts)


def _write_index_kind(value: Any, writer: Writer) -> list | None:
    return _write_index(value, writer) if isinstance(value, pd.Index) else None


WRITERS = {pd.DataFrame: _write_frame, pd.Series: _write_series}
FALLBACKS = [_write_index_kind]
READERS = {"index": _read_index, "series": _read_series, "frame": _read_frame}
