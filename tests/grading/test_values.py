"""What crosses the wall arrives as it left, of exact type; anything else is refused, whatever the bytes."""

from __future__ import annotations

import collections
import datetime as dt
import re
import time
import zoneinfo
from enum import IntEnum
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.grading import values
from course_lib.grading.values import UNDEFINED, Function, NotPlain, decode, encode

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
SCALARS = [
    None, ..., True, False, 0, -3, 10**200, 1.5, -0.0, float("inf"), 1 + 2j, "", "naïve 💶", b"\x00\xff", range(2, 20, 3),
    dt.date(2024, 2, 29), dt.time(9, 30), dt.datetime(2024, 3, 31, 2, 30, fold=1, tzinfo=PARIS),
    dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=-3))), dt.timedelta(days=-1, microseconds=7),
    np.float64(0.1), np.float32(0.1), np.int8(-5), np.bool_(True), np.datetime64("2024-01-01"), np.complex128(1j),
    pd.Timestamp("2024-03-31 10:00", tz="Europe/Paris"), pd.Timestamp("2024-01-01"), pd.Timedelta("90min"),
    pd.NaT, pd.NA, pd.Period("2024-05", freq="M"), pd.Interval(0.0, 1.5),
]  # fmt: skip
CONTAINERS = [
    [], [1, "a", None], [0.5] * 20, [True, False] * 10, list(range(100)), [2**80] * 20, ["a", None, "b"], (), (1, (2, [3])),
    list(np.arange(9.0)), list(np.arange(9, dtype="i4")), list(np.arange(9) > 4), [1.5, *np.arange(9.0)],
    {1, 2}, frozenset("ab"), {}, {"a": {"b": [1]}, 2: None, (1, "x"): 0.5}, [[], {}, ()],
]  # fmt: skip
ARRAYS = [
    np.arange(6.0).reshape(2, 3), np.arange(6).reshape(2, 3).T, np.array(5), np.zeros((0, 3)), np.array([True, False]),
    np.array(["free", "pro"]), np.array(["2024-01-01", "NaT"], dtype="M8[D]"), np.array([1, 2], dtype="u2"),
    np.array([1, "a", None, [2]], dtype=object), np.array([1 + 1j]), np.array([b"ab"]),
]  # fmt: skip
FRAME = pd.DataFrame(
    {
        "plan": ["free", "pro", None],
        "fee": [0.0, 9.5, np.nan],
        "seats": pd.array([1, None, 3], dtype="Int64"),
        "active": pd.array([True, None, False], dtype="boolean"),
        "tier": pd.Categorical(["b", "a", None], categories=["b", "a"], ordered=True),
        "since": pd.to_datetime(["2024-01-01", None, "2024-02-01"]),
        "seen": pd.date_range("2024-01-01", periods=3, tz="UTC"),
        "month": pd.period_range("2024-01", periods=3, freq="M"),
        "band": pd.cut(pd.Series([1, 5, 9]), [0, 4, 10]),
        "mixed": [1, "a", (2,)],
        "note": pd.array(["x", None, "y"], dtype="string"),
    }
)
TABLES = [
    FRAME, FRAME.set_index("plan"), FRAME[["fee"]].T, FRAME.describe(), pd.DataFrame(), pd.DataFrame([[1, 2]], columns=["a", "a"]),
    FRAME.groupby("tier", observed=True)["fee"].mean(), FRAME["plan"].value_counts(), pd.Series([1, 2], index=["a", "b"], name="n"),
    pd.DataFrame({"a": [1, 1], "b": ["x", "y"], "c": [1, 2]}).groupby(["a", "b"]).sum(),
    pd.DataFrame({"a": [1, 1], "b": ["x", "y"], "c": [1, 2]}).pivot_table(index="a", columns="b", values="c"),
    pd.Series([1.0, 2.0], dtype="Float64"), pd.Series([], dtype=float),
]  # fmt: skip
INDEXES = [
    pd.RangeIndex(3, name="row"), pd.Index(["a", "b"]), pd.Index([1.5, 2]), pd.MultiIndex.from_product([["a"], [1, 2]], names=["x", None]),
    pd.DatetimeIndex(["2024-01-01", "2024-01-02"]), pd.interval_range(0, 3),
]  # fmt: skip


def same(one, other) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one), list(other)) and same(list(one.values()), list(other.values()))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and same(one.tolist(), other.tolist())
    return repr(one) == repr(other)


@pytest.mark.parametrize(
    "value", [*SCALARS, *CONTAINERS, *ARRAYS], ids=lambda value: f"{type(value).__name__} {value!r:.30}"
)
def test_plain_data_arrives_as_it_left(value):
    assert same(decode(encode(value)), value)


@pytest.mark.parametrize("table", TABLES, ids=range(len(TABLES)))
def test_tables_arrive_with_their_types_and_labels(table):
    arrived = decode(encode(table))
    if isinstance(table, pd.Series):
        pd.testing.assert_series_equal(arrived, table, check_freq=False)
    else:
        pd.testing.assert_frame_equal(arrived, table, check_freq=False)


@pytest.mark.parametrize("index", INDEXES, ids=range(len(INDEXES)))
def test_indexes_arrive(index):
    pd.testing.assert_index_equal(decode(encode(index)), index, exact=True)


def test_what_arrives_can_be_changed():
    frame, array = decode(encode((FRAME[["fee"]], np.arange(3))))
    frame.loc[0, "fee"] = 1.0
    array[0] = 9
    assert frame["fee"][0] == 1
    assert array[0] == 9


class Liar(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Chameleon:
    __class__ = str

    def __eq__(self, other):
        return True

    __hash__ = None


class Plan(IntEnum):
    PRO = 2


def test_a_subclass_that_lies_arrives_as_its_built_in_base():
    Point = collections.namedtuple("Point", "x y")
    arrived = decode(
        encode([Liar("no"), Plan.PRO, Point(1, 2), collections.Counter("aab"), collections.OrderedDict(a=1)])
    )
    assert same(arrived, ["no", 2, (1, 2), {"a": 2, "b": 1}, {"a": 1}])
    assert arrived[0] != "yes"
    assert Liar("no") == "yes"


def test_what_is_no_plain_data_says_what_it_is():
    assert decode(encode(Chameleon())) == NotPlain("Chameleon")
    assert decode(encode({"a": [Chameleon()]})) == NotPlain("Chameleon")
    assert decode(encode(UNDEFINED)) is UNDEFINED
    assert decode(encode(np.ma.array([1]))) == NotPlain("MaskedArray")
    assert "digits" in decode(encode(10**5000)).type_name
    assert "half a character" in decode(encode(["\ud800"])).type_name
    assert "range" in decode(encode(range(10**15))).type_name


def test_a_list_that_holds_itself_is_no_plain_data():
    endless, twice = [], [1]
    endless.append(endless)
    for _ in range(30):
        twice = [twice, twice]
    assert "nested" in decode(encode(endless)).type_name
    assert "parts" in decode(encode(twice)).type_name


def test_more_than_the_bounds_is_no_plain_data():
    assert "MB" in decode(encode(np.zeros(5_000_000))).type_name
    assert "MB" in decode(encode("x" * 13_000_000)).type_name
    assert "keys" in decode(encode({(n,): n for n in range(6_000)})).type_name
    assert len(decode(encode({n: n for n in range(60_000)}))) == 60_000  # an honest customer → value dict


def test_functions_stay_on_their_side_and_get_a_handle():
    assert decode(encode({"policy": len}, hold=lambda function: 7)) == {"policy": Function(7, "len")}
    assert decode(encode(len)) == NotPlain("builtin_function_or_method")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([*SCALARS, *CONTAINERS, *ARRAYS, *TABLES, *INDEXES]), st.data())
def test_a_true_value_with_bytes_changed_gives_a_value_or_a_value_error(value, data):
    forged = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        forged[data.draw(st.integers(0, len(forged) - 1))] = data.draw(st.integers(0, 255))
    try:
        arrived = decode(bytes(forged))
    except ValueError:
        return
    encode(arrived)


@pytest.mark.parametrize(
    "value",
    [
        np.random.default_rng(0).random(50_000), np.random.default_rng(0).random(50_000).tolist(), list(range(50_000)),
        [True] * 50_000, [f"customer {n}" for n in range(50_000)],
        pd.DataFrame({"fee": np.arange(50_000) / 7, "n": range(50_000), "plan": ["free", "pro"] * 25_000, "paid": [True, False] * 25_000}),
    ],
    ids=["array", "floats", "ints", "bools", "texts", "frame"],
)  # fmt: skip
def test_fifty_thousand_rows_cross_in_a_moment(value):
    started = time.perf_counter()
    decode(encode(value))
    assert time.perf_counter() - started < 0.5  # 2 to 20 ms on a quiet machine


def test_nothing_on_the_way_back_could_run_code():
    runs_code = re.compile(
        r"\b(pickle|dill|marshal|shelve|cloudpickle|eval|exec|literal_eval|allow_pickle=True|read_pickle|np\.load)\b"
    )
    for file in Path(values.__file__).parent.glob("*.py"):
        assert not runs_code.search(file.read_text()), file
    # The protocol pickles on the judge's way out, and unpickles nothing.
    judge = (Path(values.__file__).parents[1] / "learner" / "protocol.py").read_text()
    assert "pickle.dumps" in judge
    assert not re.search(r"pickle\.load|Unpickler|\beval\b|\bexec\b", judge)
