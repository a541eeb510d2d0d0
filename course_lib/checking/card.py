"""The card a learner reads: one look for checks, hints, reveals and progress."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from course_lib.outcomes import MIMETYPE, Outcome, Standing

# JupyterLab's own variables follow the reader's theme; what stands after the comma serves pages built from it.
# The bar's style differs by standing as its word and sign do: no meaning rests on the colour.
_LOOKS = {
    Standing.CORRECT: ("✓", "Correct", "6px solid #009E73"),
    Standing.NOT_YET: ("△", "Not yet", "6px dashed #D55E00"),
    Standing.NOT_ATTEMPTED: ("○", "Not attempted", "6px dotted #8A8A8A"),
}
PLAIN = "6px double #0072B2"


@dataclass(frozen=True)
class Card:
    """Something to read: a title, paragraphs, and a bar at its side.

    Text is plain, with `code` between backticks; `body` is HTML of our own making.

    >>> Card("Hint 1 of 3", ("Look at `orders`.",))._repr_html_().count("<code>orders</code>")
    1
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    bar: str = PLAIN
    body: str = ""

    def _repr_html_(self) -> str:
        lines = [line for paragraph in self.paragraphs for line in paragraph.splitlines()]
        text = "".join(f'<p style="margin:4px 0 0 0">{_inline(line)}</p>' for line in lines)
        return (
            f'<div role="group" aria-label="{html.escape(self.title, quote=True)}" '
            f'style="border-left:{self.bar};padding:6px 12px;margin:4px 0;max-width:44em;line-height:1.5;'
            'font-family:var(--jp-content-font-family, system-ui, sans-serif);color:var(--jp-content-font-color1, inherit)">'
            f"<strong>{_inline(self.title)}</strong>{text}{self.body}</div>"
        )

    def __repr__(self) -> str:
        return "\n".join(part for part in (self.title, *self.paragraphs) if part)


class Verdict:
    """An outcome on display: its points as text, which nbgrader reads, and its card, which the learner reads."""

    def __init__(self, outcome: Outcome, *, practice: bool, best: float = 0):
        self.outcome, self._practice, self._best = outcome, practice, best

    def card(self) -> Card:
        """The outcome's card."""
        outcome = self.outcome
        sign, word, bar = _LOOKS[outcome.standing]
        title = f"{sign} {word}"
        if outcome.max_points and outcome.standing is not Standing.NOT_ATTEMPTED:
            title += f" · {outcome.points:g} of {outcome.max_points:g} points"
        hint = f'Stuck? `hint("{outcome.name}")` opens a hint.' if outcome.standing is Standing.NOT_YET else ""
        fresh = "This is practice: a lesson you hand in is graded on fresh data." if self._is_practice_right() else ""
        again = "Then run this check again." if outcome.standing is Standing.NOT_ATTEMPTED else ""
        kept = f"Your best so far, {self._best:g} points, is kept." if self._best > outcome.points else ""
        return Card(title, (outcome.message, fresh, hint, again, kept), bar)

    def _is_practice_right(self) -> bool:
        return self._practice and self.outcome.standing is Standing.CORRECT

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            "text/plain": repr(self.outcome),
            "text/html": self.card()._repr_html_(),
            MIMETYPE: self.outcome.as_data(),
        }

    def __repr__(self) -> str:
        return repr(self.outcome)


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
