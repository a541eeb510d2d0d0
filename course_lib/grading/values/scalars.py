"""Single values: None, numbers, text, bytes, dates."""

from __future__ import annotations

import base64
import datetime as dt
import re
import zoneinfo
from typing import TYPE_CHECKING, Any

from course_lib.grading.values.states import CannotCross

if TYPE_CHECKING:
    from course_lib.grading.values.codec import Reader, Writer

# An int of up to 4,300 digits can be shown; Python refuses to turn a longer one into text.
MAX_INT_BITS = 14_000
MAX_RANGE = 10_000_000


def checked_text(text: Any) -> str:
    """The text if it is one that can be shown and stored: half a surrogate pair can't."""
    if type(text) is not str:
        raise ValueError("text expected")
    text.encode()
    return text


def checked_float(number: Any) -> float:
    """The number if it is a float."""
    if type(number) is not float:
        raise ValueError("float expected")
    return number


def write_int(value: int, writer: Writer | None = None) -> list:
    """Hexadecimal, for its cost grows only with its length."""
    if value.bit_length() > MAX_INT_BITS:
        raise CannotCross("int of more than 4,300 digits")
    return ["int", f"{value:x}"]


def read_int(reader: Reader | None, digits: Any) -> int:
    """An int from hexadecimal digits."""
    if type(digits) is not str or not re.fullmatch(r"-?[0-9a-f]{1,3600}", digits):
        raise ValueError("hexadecimal digits expected")
    return int(digits, 16)


def _write_str(value: str, writer: Writer) -> list:
    try:
        return ["str", checked_text(value)]
    except UnicodeEncodeError:
        raise CannotCross("str with half a character") from None


def _write_range(value: range, writer: Writer) -> list:
    if len(value) > MAX_RANGE:
        raise CannotCross(f"range of more than {MAX_RANGE:,} numbers")
    return ["range", *(write_int(part)[1] for part in (value.start, value.stop, value.step))]


def _read_range(reader: Reader, *ends: Any) -> range:
    start, stop, step = (read_int(reader, end) for end in ends)
    value = range(start, stop, step)
    if len(value) > MAX_RANGE:  # an endless one would keep the judge busy for ever
        raise ValueError("range too long")
    return value


def write_zone(zone: dt.tzinfo | None) -> Any:
    """None, seconds from UTC, or a name of the time zone database."""
    if zone is None:
        return None
    if isinstance(zone, dt.timezone):
        return zone.utcoffset(None).total_seconds()
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if type(name) is not str:
        raise CannotCross(f"time zone {type(zone).__name__}")
    return name


def read_zone(zone: Any) -> dt.tzinfo | None:
    """The time zone; by name only from the time zone database, never from a file a name could point at."""
    if zone is None:
        return None
    if type(zone) is float:
        return dt.timezone(dt.timedelta(seconds=zone))
    if type(zone) is not str or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+/-]{0,60}", zone):
        raise ValueError("no time zone")
    return zoneinfo.ZoneInfo(zone)


def _write_datetime(value: dt.datetime, writer: Writer) -> list:
    return ["datetime", value.replace(tzinfo=None).isoformat(), value.fold, write_zone(value.tzinfo)]


def _read_datetime(reader: Reader, text: Any, fold: Any, zone: Any) -> dt.datetime:
    naive = dt.datetime.fromisoformat(checked_text(text))
    return naive.replace(tzinfo=read_zone(zone), fold=1 if fold == 1 else 0)


def _read_delta(reader: Reader, *parts: Any) -> dt.timedelta:
    days, seconds, microseconds = (read_int(None, part) for part in parts)
    return dt.timedelta(days, seconds, microseconds)


def _read_bool(reader: Reader, value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError("bool expected")
    return value


# By methods of the base on purpose: a subclass may have replaced its own. Times 1 keeps the sign of -0.0.
_EXACT = {
    int: lambda value: int.__add__(value, 0),
    float: lambda value: float.__mul__(value, 1.0),
    str: lambda value: str.__add__(value, ""),
    bytes: lambda value: bytes.__add__(value, b""),
}


def _write_subclass(value: Any, writer: Writer) -> list | None:
    """A subclass of int, float, str or bytes (an enum's member, say) crosses as its exact built-in value."""
    if type(value).__module__ == "numpy":  # np.float64 is a float too, and has its own way
        return None
    for base, exact in _EXACT.items():
        if issubclass(type(value), base):  # not isinstance, which believes `__class__`
            return WRITERS[base](exact(value), writer)
    return None


WRITERS = {
    type(None): lambda value, writer: ["none"],
    type(...): lambda value, writer: ["..."],
    bool: lambda value, writer: ["bool", value],
    int: write_int,
    float: lambda value, writer: ["float", value],
    complex: lambda value, writer: ["complex", value.real, value.imag],
    str: _write_str,
    bytes: lambda value, writer: ["bytes", base64.b64encode(value).decode()],
    range: _write_range,
    dt.date: lambda value, writer: ["date", value.isoformat()],
    dt.time: lambda value, writer: ["time", value.replace(tzinfo=None).isoformat(), write_zone(value.tzinfo)],
    dt.datetime: _write_datetime,
    dt.timedelta: lambda value, writer: ["delta", *(f"{n:x}" for n in (value.days, value.seconds, value.microseconds))],
}
FALLBACKS = [_write_subclass]
READERS = {
    "none": lambda reader: None,
    "...": lambda reader: ...,
    "bool": _read_bool,
    "int": read_int,
    "float": lambda reader, number: checked_float(number),
    "complex": lambda reader, real, imag: complex(checked_float(real), checked_float(imag)),
    "str": lambda reader, text: checked_text(text),
    "bytes": lambda reader, text: base64.b64decode(checked_text(text), validate=True),
    "range": _read_range,
    "date": lambda reader, text: dt.date.fromisoformat(checked_text(text)),
    "time": lambda reader, text, zone: dt.time.fromisoformat(checked_text(text)).replace(tzinfo=read_zone(zone)),
    "datetime": _read_datetime,
    "delta": _read_delta,
}
