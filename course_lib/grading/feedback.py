"""Feedback pages without scripts: what a learner wrote is shown, and never runs in a reader's browser."""

from __future__ import annotations

import html as text
import re
from functools import lru_cache
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "li", "ol", "p", "pre", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": ["class", "title", "role", "aria-label", "style"],
    "a": ["href"], "img": ["src", "alt", "width", "height"], "th": ["scope", "colspan", "rowspan"], "td": ["colspan", "rowspan"],
}  # fmt: skip
_STYLES = [
    "border", "border-left", "padding", "padding-left", "margin", "max-width", "width", "height", "line-height", "font-family",
    "font-weight", "color", "text-align", "border-collapse", "border-spacing",
]  # fmt: skip
_GAPS = "border-collapse:separate;border-spacing:1em 0;"
_NO_ALT = "No description has been provided for this image"
_PLAIN = {"text/plain", "text/latex", "text/markdown"}
_IMAGES = {"image/png", "image/jpeg"}
_MOST_TEXT, _MOST_TAGS = 20_000, 4_000
"""Characters of a cell, and tags of an output, that are drawn: what is longer can be made to take hours, and stands
there as it was written. A lesson's longest cell has 1,100, a table of 60 rows and 20 columns has 2,700."""
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


@lru_cache(maxsize=64)  # the lesson's own pictures and cards are the same in most submissions
def harmless(html: str) -> str:
    """HTML with nothing in it that runs, loads or submits; pictures only as data.

    >>> harmless('<img src=x onerror="alert(1)"><script>alert(2)</script><b>7</b>')
    '<img><b>7</b>'
    """
    if html.count("<") > _MOST_TAGS:
        return _as_written(html)
    # Taking a tag away leaves what it held: of these two that is no text to read. What hides here is cleaned all the same.
    html = re.sub(r"<(style|script)\b.*?</\1\s*>", "", html, flags=re.DOTALL | re.IGNORECASE)
    cleaned = bleach.clean(
        html, tags=_TAGS, attributes=_allowed, protocols={"http", "https", "mailto", "data"}, strip=True,
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
    )  # fmt: skip
    # nbgrader's pages set columns without a gap, and Formgrader's take no style sheet of ours.
    return re.sub(r"<table(?![^>]*\sstyle=)", f'<table style="{_GAPS}"', cleaned)


def _as_written(source: str) -> str:
    return f"<pre>{text.escape(source)}</pre>"


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        return bool(re.match(r"data:image/(png|jpeg);base64,", value))
    if tag == "a" and name == "href":
        # A browser reads past control characters in an address, so they must not hide its kind.
        return not re.sub(r"[\x00-\x20]", "", value).lower().startswith("data:")
    return name in _ATTRIBUTES["*"] or name in _ATTRIBUTES.get(tag, ())


@lru_cache(maxsize=256)
def harmless_markdown(source: str) -> str:
    """Markdown as harmless HTML: it is cleaned after it was rendered, so nothing hides in the markup.

    Most of a lesson's text is the same in every submission, and is rendered once.

    >>> harmless_markdown("[press](javascript:alert(1))").strip()
    '<p><a>press</a></p>'
    """
    if len(source) > _MOST_TEXT:
        return _as_written(source)
    # A picture pasted into the text stayed behind with the submission: only what was written is kept.
    source = re.sub(r"(\]\(<?|\]:\s*<?)attachment:", r"\1", source)
    try:
        # Without links to headings: where they lead to is cleaned away.
        renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
        return harmless(MarkdownWithMath(renderer=renderer).render(source))
    except InvalidNotebook:  # it names such a picture in a way that was not seen above
        return _as_written(source)


class Coloured(Highlight2HTML):
    """Code in colours, unless it is too long for that."""

    def __call__(self, source: str, *arguments: Any, **options: Any) -> str:
        """The code as HTML."""
        return _as_written(source) if len(source) > _MOST_TEXT else super().__call__(source, *arguments, **options)


class HarmlessOutputs(Preprocessor):
    """Cleans what cells show. With the two filters `harmless_markdown` and `Coloured` it covers Formgrader's pages."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int):
        """Keep text, cleaned HTML and real pictures; drop scripts, SVG and everything else."""
        for output in cell.get("outputs", []):
            if "data" in output:
                output.data = NotebookNode(
                    {kind: _shown(kind, value) for kind, value in output.data.items() if _is_shown(kind, value)}
                )
                output.metadata = NotebookNode()
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("data", True)]
        return cell, resources


def _is_shown(kind: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return kind in _PLAIN or kind == "text/html" or (kind in _IMAGES and bool(_BASE64.fullmatch(value)))


def _shown(kind: str, value: str) -> str:
    return harmless(value) if kind == "text/html" else value


class _Compiled(BytecodeCache):
    """Templates compiled once a process: nbgrader makes a new exporter for every page, and with it they cost a third."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


class FeedbackExporter(HTMLExporter):
    """nbgrader's feedback page, without the template's own scripts and under a policy that allows none."""

    _compiled = _Compiled()

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.bytecode_cache = self._compiled
        return environment

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kwargs: Any) -> tuple[str, dict]:
        """The page made inert; cells were cleaned before, so every script left is the template's."""
        # HTMLExporter's own way parses the finished page once more, for two fifths of the time, only to name pictures.
        self.register_filter("highlight_code", Coloured(pygments_lexer="python", parent=self))
        page, resources = TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **kwargs)
        page = re.sub(r"<script\b.*?</script\s*>", "", page, flags=re.DOTALL | re.IGNORECASE)
        page = re.sub(r"<img(?![^>]*\salt=)", f'<img alt="{_NO_ALT}"', page)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        return page.replace("<head>", f"<head>{meta}", 1), resources
