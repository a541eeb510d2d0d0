"""The page a student gets, from a real grading: readable, beside each cell what its check said, and inert."""

from __future__ import annotations

import html.parser
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell
from nbgrader.server_extensions.formgrader import handlers
from playwright.sync_api import sync_playwright

from course_lib import frame
from course_lib.grading import preprocessors
from course_lib.grading.feedback import POLICY, harmless, harmless_markdown
from tests.browser.jupyterlab import CHROMIUM, FLAGS
from tests.conftest import ROOT
from tests.grading.attacks.pipeline import RIGHT_SHARE, START, Pipeline, filled, new_pipeline

RUNS = "window.ran = true; alert(1)"
MARKDOWN = f"""A note <script>{RUNS}</script> <img src=x onerror="{RUNS}"> [press](javascript:{RUNS.replace(" ", "")})

<svg onload="{RUNS}"></svg><iframe srcdoc="<script>parent.ran = true</script>"></iframe>
"""
CODE = f"""from IPython.display import HTML, Javascript, display
display(HTML('''<b onmouseover="{RUNS.replace("'", '"')}">shown</b><script>{RUNS.replace("'", '"')}</script>'''))
display(Javascript({RUNS!r}))
display({{"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran = true"/>'}}, raw=True)
display({{"text/markdown": {MARKDOWN!r}}}, raw=True)
print("<script>window.ran = true</script>")"""


class Page(html.parser.HTMLParser):
    """A page's tags with their attributes, in order."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attributes}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def active(self) -> list[tuple[str, dict[str, str]]]:
        """What may run, load or lead away from where it stands."""
        return [
            (tag, attributes)
            for tag, attributes in self.tags
            if tag in ("script", "iframe", "object", "embed", "form", "base", "svg", "link")
            or any(name.startswith("on") for name in attributes)
            or attributes.get("href", "").lower().strip().startswith(("javascript:", "data:"))
            or (tag == "img" and not attributes.get("src", "data:image/").startswith("data:image/"))
        ]


@pytest.fixture(scope="module")
def graded(bare, tmp_path_factory) -> Pipeline:
    """One hostile submission, right in its answer, and one that was never touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(preprocessors._warm, "none", bare)
        cohort = new_pipeline(tmp_path_factory.mktemp("pages"), START, walls="none")
        hostile = filled(CODE, free_share=RIGHT_SHARE)
        hostile.cells.insert(4, new_markdown_cell(MARKDOWN))
        assert cohort.grade(hostile, student="eve").points == 2
        assert cohort.grade(filled(), student="ada").points == 0
    return cohort


def page_of(cohort: Pipeline, student: str) -> Path:
    return cohort.job.cohort / "feedback" / student / START.folder / f"{START.notebook.stem}.html"


def test_a_hostile_submissions_page_holds_nothing_active_and_forbids_it_first_of_all(graded):
    page = Page(graded.page(student="eve"))
    assert page.active() == []
    after_head = page.tags[[tag for tag, _ in page.tags].index("head") + 1]
    assert after_head == ("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    assert "default-src 'none'" in POLICY
    assert "script-src" not in POLICY
    stock = Page(HTMLExporter().from_notebook_node(graded.graded(student="eve"))[0])
    assert len(stock.active()) > 5  # the same notebook as nbconvert shows it


def test_what_is_harmless_of_it_is_still_to_be_read(graded):
    text = graded.page(student="eve")
    assert "A note" in text
    assert "<b>shown</b>" in text
    assert "&lt;script&gt;window.ran = true&lt;/script&gt;" in text  # what was printed


def test_each_check_says_on_the_page_what_it_said_and_the_score_stands_on_top(graded):
    right, untouched = graded.page(student="eve"), graded.page(student="ada")
    assert "start_here (Score: 2.0 / 2.0)" in right
    assert "start_here (Score: 0.0 / 2.0)" in untouched
    cell = right.index("Grade cell: <code>free_share</code>")
    assert cell < right.index("✓ Correct · 2 of 2 points") < right.index("9 of 20 baskets is a share of 0.45")
    assert "still holds the three dots" in untouched[untouched.index("Grade cell: <code>free_share</code>") :]


def test_pictures_keep_their_words(graded):
    pictures = Page(graded.page(student="ada")).all("img")
    assert any(picture.get("alt", "").startswith("From £30 on, 9 of 20 baskets") for picture in pictures)
    assert all(picture.get("alt") and picture["src"].startswith("data:image/png;base64,") for picture in pictures)


def test_formgraders_own_page_runs_its_own_scripts_and_none_of_the_learners(graded):
    settings = frame.settings(ROOT)
    settings.HTMLExporter.template_name = "formgrade"
    settings.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    resources = {"base_url": "/base", "index": 0, "total": 1, "submission_id": "1", "notebook_id": "start_here"}
    rendered = {}
    for student in ("ada", "eve"):
        notebook = nbformat.read(
            graded.job.cohort / "autograded" / student / START.folder / START.notebook.name, as_version=4
        )
        rendered[student] = HTMLExporter(config=settings).from_notebook_node(notebook, dict(resources))[0]
    assert "✓ Correct · 2 of 2 points" in rendered["eve"]
    assert len(Page(rendered["ada"]).active()) > 5
    assert Page(rendered["eve"]).active() == Page(rendered["ada"]).active()


def test_cleaning_keeps_the_courses_own_cards_and_pictures_as_they_are():
    from course_lib.checking.card import Card

    card = Card("✓ Correct", ("Look at `orders`, 3 < 4.",))._repr_html_()
    assert '<div role="group" aria-label="✓ Correct"' in harmless(card)
    assert "border-left:6px double #0072B2" in harmless(card)
    assert "<code>orders</code>, 3 &lt; 4." in harmless(card)
    assert harmless(harmless(card)) == harmless(card)
    assert "<em>twice</em>" in harmless_markdown("*twice*")
    table = harmless_markdown("| a | b |\n|---|---|\n| 1 | 2 |")
    assert "border-spacing" in table  # without it nbgrader's style sheet lets the columns touch
    assert harmless(table) == table


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: `apt-get install chromium` brings it.")
def test_in_a_browser_nothing_of_a_hostile_page_runs_or_loads(graded, tmp_path):
    stock = tmp_path / "stock.html"
    stock.write_text(HTMLExporter().from_notebook_node(graded.graded(student="eve"))[0], encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        seen = {}
        for who, path in (("ours", page_of(graded, "eve")), ("stock", stock)):
            page, dialogs, loaded = browser.new_page(), [], []
            page.on("dialog", lambda dialog, dialogs=dialogs: (dialogs.append(dialog.message), dialog.dismiss()))
            page.on("requestfinished", lambda request, loaded=loaded: loaded.append(request.url))
            page.goto(path.as_uri(), wait_until="domcontentloaded")
            for link in page.get_by_text("press", exact=True).all():
                link.click(force=True, no_wait_after=True)
            page.get_by_text("shown", exact=True).first.hover(force=True)
            elsewhere = [url for url in loaded if not url.startswith(("data:", path.as_uri()))]
            seen[who] = bool(dialogs) or page.evaluate("window.ran === true"), bool(elsewhere)
            if who == "ours":
                assert page.locator("h4").first.inner_text() == "start_here (Score: 2.0 / 2.0)"
                assert page.get_by_text("9 of 20 baskets is a share of 0.45").is_visible()
        browser.close()
    assert seen["ours"] == (False, False)
    assert seen["stock"][0]
