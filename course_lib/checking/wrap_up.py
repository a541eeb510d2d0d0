"""The close of a lesson: a page to take to work, filled from the answers, and the learner's progress."""

from __future__ import annotations

import html
import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

from course_lib.checking.card import Card
from course_lib.checking.progress import progress
from course_lib.checking.session import current

_STYLE = (
    "@page{size:A4;margin:18mm}body{font:11.5pt/1.5 system-ui,sans-serif;color:#222;max-width:174mm;margin:2em auto}"
    "h1{font-size:20pt;margin:0 0 .2em}h2{font-size:11.5pt;margin:1.1em 0 .1em}p{margin:0}.open{color:#666}"
    "li{margin:.2em 0}footer{margin-top:2em;color:#666;font-size:9pt}"
)


def wrap_up(lesson: str) -> Card:
    """Fill the lesson's page from the answers, keep it beside the lesson's copy, and show it with the progress."""
    page = _page(lesson)
    if page is None:
        return Card("△ No page here", (f"The course has no page for {lesson!r}.",), "6px dashed #D55E00")
    session = current()
    rows = [(row.heading, *_filled(row, session.values)) for row in page.rows]
    told = "".join(
        f'<li style="margin:2px 0"><strong>{html.escape(heading)}.</strong> {html.escape(text)}</li>'
        for heading, text, done in rows
        if done
    )
    waiting = [heading for heading, _, done in rows if not done]
    paragraphs = (f"Waiting for your answer: {', '.join(waiting)}." if waiting else "",)
    body = f'<ul style="margin:4px 0 0 0;padding-left:1.2em">{told}</ul>' if told else ""
    if session.folder and (session.folder / lesson).is_dir():
        path = session.folder / lesson / "to_work.html"
        path.write_text(as_html(page, rows), encoding="utf-8")
        body += f'<p style="margin:6px 0 0 0"><a href="{path.name}" target="_blank">{path.name}</a> is the page to print: it lies beside this notebook.</p>'
    return Card("Your page to take to work", paragraphs, body=body + progress()._repr_html_())


def as_html(page: Any, rows: list[tuple[str, str, bool]]) -> str:
    """The page as HTML of its own, one side of A4."""
    filled = "".join(
        f"<h2>{html.escape(heading)}</h2><p{'' if done else ' class=open'}>{html.escape(text)}</p>"
        for heading, text, done in rows
    )
    monday = "".join(f"<li>{html.escape(question)}</li>" for question in page.monday)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(page.title)}</title><style>{_STYLE}</style>'
        f"<h1>{html.escape(page.title)}</h1>{filled}<h2>Ask on Monday</h2><ul>{monday}</ul>"
        "<footer>Machine Learning for Product Managers</footer></html>"
    )


def _filled(row: Any, values: Mapping[str, Any]) -> tuple[str, bool]:
    from course_lib.checking.judge import is_untouched  # it knows the exercises, which the grader's walls keep out

    if any(name not in values or is_untouched(values[name]) for name in row.needs):
        return "Not answered yet.", False
    try:
        return row.text(values), True
    except Exception:  # a learner's values and functions may be anything; the page then waits for better ones
        return "This answer can't be read yet.", False


def _page(lesson: str) -> Any:
    try:
        import course_lib.exercises as exercises
    except ModuleNotFoundError:  # inside the grader's walls there are no exercises, and no page is wanted
        return None
    for module in pkgutil.iter_modules(exercises.__path__):
        page = getattr(importlib.import_module(f"{exercises.__name__}.{module.name}"), "PAGE", None)
        if page is not None and page.lesson == lesson:
            return page
    return None
