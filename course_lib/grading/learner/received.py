"""Outputs and errors as they arrive at the judge: rebuilt from known parts, bounded, or refused."""

from __future__ import annotations

import re
from typing import Any

_MIME = re.compile(r"[a-z]+/[\w.+-]{1,100}")
# A learner's cell may show anything but what looks like the judge's own outcome.
_OURS = "application/vnd.mlpm."
_MAX_OUTPUTS = 2_000
# For tracebacks, which the learner's side keeps past the bound because they say why a cell ended.
_SLACK = 200_000
_MAX_DEPTH = 20


def checked_outputs(outputs: Any, *, most: int) -> tuple[list[dict[str, Any]], int]:
    """The outputs of a cell as new nbformat dicts, and how many characters they hold.

    Args:
        outputs: what came.
        most: characters to keep, give or take a traceback; the output that goes past them is left out,
            and so are all after it.

    Raises:
        ValueError: it is no list of outputs.

    >>> checked_outputs([{"output_type": "stream", "name": "stdout", "text": "hi", "score": 9}], most=100)
    ([{'output_type': 'stream', 'name': 'stdout', 'text': 'hi'}], 6)
    """
    if type(outputs) is not list:
        raise ValueError("outputs are a list")
    kept, spent = [], 0
    for output in outputs[:_MAX_OUTPUTS]:
        kind = output.get("output_type") if type(output) is dict else None
        if type(kind) is not str or kind not in _CHECKS:
            raise ValueError("an output has one of nbformat's four types")
        checked = _CHECKS[kind](output)
        size = _size(checked)
        if spent + size > most + _SLACK:
            break
        kept.append(checked)
        spent += size
    return kept, spent


def checked_error(error: Any) -> tuple[str, str] | None:
    """The name and text of an exception, or None; a third part is the caller's to read."""
    if error is None:
        return None
    if type(error) is not list or not 2 <= len(error) <= 3:
        raise ValueError("an error is a name and a text")
    return _text(error[0])[:200], _text(error[1])[:5_000]


def _text(text: Any) -> str:
    if type(text) is not str:
        raise ValueError("text expected")
    # Half a surrogate pair can't be written to a notebook.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _stream(output: dict) -> dict[str, Any]:
    if output.get("name") not in ("stdout", "stderr"):
        raise ValueError("a stream is stdout or stderr")
    return {"output_type": "stream", "name": output["name"], "text": _text(output.get("text"))}


def _rich(output: dict) -> dict[str, Any]:
    data, metadata = output.get("data"), output.get("metadata")
    if type(data) is not dict or type(metadata) is not dict or len(data) > 50:
        raise ValueError("data and metadata are objects")
    forms = {}
    for mime, form in data.items():
        if not _MIME.fullmatch(mime):
            raise ValueError("no MIME type")
        if not mime.startswith(_OURS):
            forms[mime] = _json(form) if mime.endswith("json") else _text(form)
    return {"output_type": output["output_type"], "data": forms, "metadata": _json(metadata)}


def _result(output: dict) -> dict[str, Any]:
    count = output.get("execution_count")
    if type(count) is not int or not 0 <= count < 10**6:
        raise ValueError("a result has a count")
    return _rich(output) | {"execution_count": count}


def _error(output: dict) -> dict[str, Any]:
    lines = output.get("traceback")
    if type(lines) is not list or len(lines) > 1_000:
        raise ValueError("a traceback is a list of lines")
    return {
        "output_type": "error",
        "ename": _text(output.get("ename"))[:200],
        "evalue": _text(output.get("evalue"))[:5_000],
        "traceback": [_text(line)[:5_000] for line in lines[:100]],
    }


_CHECKS = {"stream": _stream, "display_data": _rich, "execute_result": _result, "error": _error}


def _json(value: Any, depth: int = 0) -> Any:
    """Parsed JSON with its texts made storable; it is plain already, for it came as JSON."""
    if depth > _MAX_DEPTH:
        raise ValueError("nested too deep")
    if type(value) is dict:
        return {_text(key)[:200]: _json(item, depth + 1) for key, item in value.items()}
    if type(value) is list:
        return [_json(item, depth + 1) for item in value]
    if type(value) is float and value - value != 0:  # infinity or NaN, which JSON in a notebook may not be
        return None
    if type(value) is int and abs(value) > 2**63:
        return None
    return _text(value) if type(value) is str else value


def _size(value: Any) -> int:
    if type(value) is dict:
        return sum(len(key) + _size(item) for key, item in value.items() if key not in ("output_type", "name"))
    if type(value) is list:
        return sum(map(_size, value)) + len(value)
    return len(value) if type(value) is str else 8
