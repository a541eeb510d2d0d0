"""The learner's own record: what came of each exercise, kept beside the lesson's copy."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course_lib.outcomes import Outcome, Standing

_ORDER = [Standing.NOT_ATTEMPTED, Standing.NOT_YET, Standing.CORRECT]


def read(folder: Path, lesson: str) -> dict[str, dict[str, Any]]:
    """Exercise name → its entry (`standing`, `points`, `max_points`, `tries`, `hints`, `at`); empty if none is kept.

    A file that can't be read is set aside under the name `.progress.broken.json`, never deleted.
    """
    path = _path(folder, lesson)
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["exercises"]
        if not all(isinstance(entry, dict) for entry in entries.values()):
            raise TypeError("An entry is a table of its own.")
        return entries
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        os.replace(path, path.with_name(".progress.broken.json"))
        return {}


def note(folder: Path, lesson: str, outcome: Outcome, *, committed: dict[str, Any] | None = None) -> dict[str, Any]:
    """Keep an outcome at once and return the entry that stands.

    The best standing stays: what was right once is not lost by a rerun from the top.
    """
    entries = read(folder, lesson)
    before = entries.get(outcome.name, {})
    attempted = outcome.standing is not Standing.NOT_ATTEMPTED
    entry = dict(before, tries=before.get("tries", 0) + attempted)
    if not before.get("standing") or _rank(outcome.as_data()) >= _rank(before):
        entry |= {key: outcome.as_data()[key] for key in ("kind", "standing", "points", "max_points", "misconception")}
        entry["at"] = datetime.now(UTC).isoformat(timespec="seconds")
    if committed and "committed" not in before:
        # A bet counts as first placed: changing it after the reveal would flatter the learner's calibration.
        entry["committed"] = committed
    entries[outcome.name] = entry
    _write(_path(folder, lesson), entries)
    return entry


def note_hint(folder: Path, lesson: str, name: str, step: int) -> None:
    """Keep how far the hints were opened."""
    entries = read(folder, lesson)
    entry = entries.setdefault(name, {})
    entry["hints"] = max(step, entry.get("hints", 0))
    _write(_path(folder, lesson), entries)


def _rank(entry: dict[str, Any]) -> tuple[int, float]:
    return _ORDER.index(Standing(entry["standing"])), entry["points"]


def _path(folder: Path, lesson: str) -> Path:
    return folder / lesson / ".progress.json"


def _write(path: Path, entries: dict[str, Any]) -> None:
    """Replace the file in one step, so that no moment exists in which it is half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".progress-", text=True)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "exercises": entries}, file, indent=1, ensure_ascii=False, default=str)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
