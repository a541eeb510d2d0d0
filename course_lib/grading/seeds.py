"""The seeds of fresh draws: from the cohort's secret and the exercise's name, or public ones for practice."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from pathlib import Path

from course_lib.checking.session import PUBLIC_SEED

VARIABLE = "MLPM_SECRET"
"""The environment variable that holds a cohort's secret, where no file does."""


@dataclass(frozen=True)
class Seeds:
    """Gives each exercise its seed. Without a secret anyone can repeat the draws, and `told` says so.

    >>> Seeds(None).of("choose_threshold") == PUBLIC_SEED
    True
    >>> Seeds(b"ours").of("choose_threshold") != Seeds(b"ours").of("queue_by") != Seeds(b"theirs").of("queue_by")
    True
    """

    secret: bytes | None = field(repr=False)

    @property
    def told(self) -> str:
        """What a report says of the seed, never the secret itself."""
        return "the cohort's secret" if self.secret else "public practice seed"

    @property
    def mark(self) -> str:
        """Changes when the secret does, and gives nothing of it away."""
        return hmac.new(self.secret or b"public", b"mark", hashlib.sha256).hexdigest()[:16]

    def of(self, exercise: str) -> int:
        """The exercise's seed, 0 to 2**63 - 1."""
        if self.secret is None:
            return PUBLIC_SEED
        digest = hmac.new(self.secret, exercise.encode(), hashlib.sha256).digest()
        return int.from_bytes(digest[:8], "big") >> 1


def read_seeds(file: Path) -> Seeds:
    """The seeds of the secret in `file`, else in the environment variable MLPM_SECRET, else the public ones.

    Raises:
        ValueError: there is a secret, but too short to be one.
    """
    found = file.read_text(encoding="utf-8").strip() if file.is_file() else os.environ.get(VARIABLE, "").strip()
    if found and len(found) < 16:
        where = file.name if file.is_file() else VARIABLE
        raise ValueError(
            f"A secret has at least 16 characters; the one in {where} has {len(found)}. Make a longer one."
        )
    return Seeds(found.encode() or None)
