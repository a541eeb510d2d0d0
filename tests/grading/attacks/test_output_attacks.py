"""Output and HTML: what a submission can show that acts in a reader's browser or terminal, or looks like a score.

| attack | tried in |
|---|---|
| script and onerror in Markdown and output; text that a stock page shows as a score | test_threat_table, test_threat_table_files |
| outputs of unknown kinds, forged outcomes | test_learner_protocol |
| and those below, on feedback pages and in Formgrader | here, each with its control |

The control is nbconvert's page as it comes: there the same payload is active.
"""

from __future__ import annotations

import copy
import html.parser
import os
import re

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from course_lib import frame
from course_lib.grading import feedback, worker
from course_lib.grading.feedback import POLICY, FeedbackExporter, harmless, harmless_markdown
from course_lib.grading.report import Result, Status, write_report
from course_lib.grading.submissions import find_submissions
from course_lib.grading.time_limit import TimeLimit
from course_lib.outcomes import MIMETYPE
from tests.conftest import ROOT
from tests.grading.attacks.pipeline import EVALUATION, RIGHT_SHARE, START, cell_of, filled

PNG = "iVBORw0KGgo="
# Each holds NAME where it acts: in code that runs, an address that is loaded or followed, a form, a style.
MARKDOWN = {
    "a link that runs code": "[press](javascript:NAME)",
    "a link in entities": '<a href="&#106;avascript:NAME">press</a>',
    "a link broken by a tab": '<a href="java\tscript:NAME">press</a>',
    "a page inside a link": '<a href="data:text/html,NAME">press</a>',
    "a page inside a link, broken by a tab": '<a href="da\tta:text/html,NAME">press</a>',
    "a page inside a link, behind a control character": '<a href="\x01data:text/html,NAME">press</a>',
    "a handler that needs no click": '<details open ontoggle="NAME()">x</details>',
    "a frame": '<iframe src="https://example.org/NAME"></iframe>',
    "a frame with a page in it": '<iframe srcdoc="<p>NAME"></iframe>',
    "a form": '<form action="https://example.org/NAME"><button>Confirm your points</button></form>',
    "a way to another page": '<meta http-equiv="refresh" content="0;url=https://example.org/NAME">',
    "another base for all links": '<base href="https://example.org/NAME/">',
    "a style sheet": '<link rel="stylesheet" href="https://example.org/NAME.css">',
    "a style that hides": "<style>.NAME{display:none}</style>",
    "a picture that tells who reads": '<img src="https://example.org/NAME.png">',
    "an object": '<object data="https://example.org/NAME"></object>',
    "a video": '<video autoplay src="https://example.org/NAME"></video>',
    "a drawing with a handler": '<svg onload="NAME()"><circle r="9"/></svg>',
    "markup that changes its kind": '<math><mtext><table><mglyph><style><img title="</style><img src=x onerror=NAME()>">',
    "a style with an address": '<b style="background:url(https://example.org/NAME)">x</b>',
}  # fmt: skip
OUTPUTS = {
    "html with a handler": {"text/html": '<b onmouseover="NAME()">x</b>'},
    "markdown with a handler": {"text/markdown": '<b onclick="NAME()">x</b>'},
    "html with a script in pieces": {"text/html": "<scr<script></script>ipt>NAME()</script><script>NAME()</script>"},
    "a program": {"application/javascript": "NAME()"},
    "a picture that breaks out of its address": {"image/png": f'{PNG}" onerror="NAME()'},
    "a picture that is text": {"image/jpeg": '"><img src=x onerror=NAME()>'},
}  # fmt: skip
METADATA = {"a picture's width that breaks out": ({"image/png": PNG}, {"image/png": {"width": '1" onload="NAME()'}})}
ATTACKS = [*MARKDOWN, *OUTPUTS, *METADATA]


def name_of(attack: str) -> str:
    return f"owned{ATTACKS.index(attack)}x"


def shown(kind: dict, metadata: dict | None = None) -> nbformat.NotebookNode:
    return new_code_cell("1", outputs=[new_output("display_data", kind, metadata=metadata or {})])


def put(thing, name: str):
    """The payload with its name in place."""
    if isinstance(thing, str):
        return thing.replace("NAME", name)
    return {key: put(value, name) for key, value in thing.items()}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """All payloads on one page, as nbconvert makes it, as feedback shows it, and as Formgrader does."""
    cells = [new_markdown_cell(put(text, name_of(attack))) for attack, text in MARKDOWN.items()]
    cells += [shown(put(data, name_of(attack))) for attack, data in OUTPUTS.items()]
    cells += [shown(*(put(part, name_of(attack)) for part in parts)) for attack, parts in METADATA.items()]
    notebook, settings = new_notebook(cells=cells), frame.settings(ROOT)
    exporters = {
        "stock": HTMLExporter(),
        "feedback": FeedbackExporter(config=settings),
        "Formgrader": HTMLExporter(config=settings),
    }
    return {
        who: exporter.from_notebook_node(nbformat.from_dict(notebook.copy()))[0] for who, exporter in exporters.items()
    }


class Acting(html.parser.HTMLParser):
    """Finds the names in whatever acts: scripts, handlers, addresses that load or lead elsewhere, styles, forms."""

    def __init__(self, page: str):
        super().__init__()
        self.names, self._inside = set[str](), ""
        self.feed(page)

    def _note(self, text: str | None) -> None:
        self.names |= set(re.findall(r"owned\d+x", text or ""))

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self._inside = tag
        for name, value in attributes:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            loads = name in ("src", "data", "action", "content", "srcdoc", "style") or (name == "href" and tag != "a")
            leads = name == "href" and address.startswith(("javascript:", "data:", "vbscript:"))
            if name.startswith("on") or loads or leads:
                self._note(value)

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            self._note(data)


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_acts_on_a_stock_page_and_on_none_of_ours(pages, attack):
    assert name_of(attack) in Acting(pages["stock"]).names
    assert name_of(attack) not in Acting(pages["feedback"]).names
    assert name_of(attack) not in Acting(pages["Formgrader"]).names


def test_a_feedback_page_forbids_what_might_be_left(pages):
    assert f'content="{POLICY}"' in pages["feedback"].split("<title", 1)[0]
    assert "<script" not in pages["feedback"]
    assert "Content-Security-Policy" not in pages["stock"]


def test_a_picture_that_stayed_behind_leaves_its_text():
    assert harmless_markdown("See ![my plot](attachment:p.png) here").strip() == '<p>See <img alt="my plot"> here</p>'
    assert "See" in harmless_markdown("See ![x](&#97;ttachment:p.png)")
    assert harmless('<img src="data:image/png;base64,AA" alt="a">') == '<img src="data:image/png;base64,AA" alt="a">'


FORGERIES = {
    "an outcome of its own": f"display({{'{MIMETYPE}': {{'points': 2, 'message': 'Right.'}}, 'text/plain': '2.0'}}, raw=True)",
    "a card that looks like the judge's": "from IPython.display import HTML\nHTML('<div role=\"group\"><strong>✓ Correct · 2 of 2 points</strong></div>')",
    "points in the cell of its answer": "2.0",
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_looks_like_a_score_is_none(pipeline, forgery):
    result = pipeline.grade(filled(FORGERIES[forgery], free_share=f"free_share = 0.3\n{FORGERIES[forgery]}"))
    assert (result.points, result.status) == (0, "graded"), result.reason
    assert "Right." not in result.cells[0].message
    assert "2" in pipeline.shown()  # it was shown, as the learner's own
    test = cell_of(pipeline.graded(), "free_share")
    test.outputs = [new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)]
    assert determine_grade(test) == (2, 2)  # the control: shown in the test's cell it would be the score


def test_points_shown_under_a_memo_are_left_to_a_person(pipeline):
    memo = f"memo = 'We block from 0.12.'\ndisplay({{'{MIMETYPE}': {{'points': 12, 'message': 'Right.'}}, 'text/plain': '12.0'}}, raw=True)\n12.0"
    result = pipeline.grade(filled(lesson=EVALUATION, memo_07=memo), lesson=EVALUATION)
    (told,) = [cell for cell in result.cells if cell.id == "memo_07-answer"]
    assert (told.points, told.message) == (None, "")
    assert result.points == 0
    assert "12.0" in pipeline.shown(lesson=EVALUATION)


def test_a_files_name_that_cannot_be_written_keeps_no_report_from_being_written(pipeline, tmp_path):
    name = os.fsdecode(b"caf\xe9.ipynb")
    with pytest.raises(UnicodeEncodeError):  # the control
        name.encode()
    result = pipeline.grade(filled(free_share=RIGHT_SHARE), student="latin", name=name)
    assert (result.points, result.reason) == (2, "handed in as caf?.ipynb")
    write_report(tmp_path / "report.json", [result])
    assert "caf?" in (tmp_path / "report.json").read_text("utf-8")


SCREEN = "\x1b[2J\x1b[1;1Hzoe  00_start_here  2 of 2  graded\r\n\x9b31m\u202e"


def test_a_line_of_the_terminal_stays_one_line_of_text(pipeline):
    painted = pipeline.grade(filled(f"raise type({SCREEN!r}, (Exception,), {{}})({SCREEN!r} * 200)"))
    assert "\x1b" in painted.reason
    line = painted.line(width=3)
    assert line.isprintable()
    assert len(line) < 400
    pipeline.hand_in(filled(), student="renamed", name="a\x1b[2J\nzoe.ipynb")
    assert pipeline.grade(student="renamed").line(width=3).isprintable()
    fault = Result(
        student="a", lesson="b", points=0, max_points=1, status=Status.GRADER_FAULT, seconds=0, reason="one\ntwo"
    )
    assert fault.line(width=1).endswith("one two")


@pytest.mark.parametrize("name", ["<script>", "a\nb", 'x" onload="', "a&b", "$(id)", "a\x1b[2J", "\u202eada"])
def test_a_students_name_is_no_markup_and_no_code(tmp_path, name):
    (tmp_path / name / START.folder).mkdir(parents=True)  # the control: the machine takes such a name
    with pytest.raises(LookupError, match="letters, digits"):
        find_submissions(tmp_path, [START])


SLOW = r"\begin{a}"  # the search for its end takes the square of how many there are
LONG = {
    "Markdown": new_markdown_cell(SLOW * 22_000),
    "code": new_code_cell("(" * 150_000),
    "an output": new_code_cell(outputs=[new_output("display_data", {"text/html": "<div>" * 30_000})]),
}
"""Each takes half a minute and more to draw; a million characters of it take hours."""
RINGS = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""An alarm may ring while something is put away."""


@RINGS
@pytest.mark.parametrize("what", LONG)
def test_what_takes_long_to_draw_stands_as_it_was_written_in_feedback_and_formgrader(what, monkeypatch):
    notebook, settings = new_notebook(cells=[LONG[what]]), frame.settings(ROOT)
    for exporter in (FeedbackExporter(config=settings), HTMLExporter(config=settings)):
        with TimeLimit(10):
            page, _ = exporter.from_notebook_node(nbformat.from_dict(copy.deepcopy(notebook)))
        assert "begin{a}" * (what == "Markdown") in page
    monkeypatch.setattr(feedback, "_MOST_TEXT", 10**9)
    monkeypatch.setattr(feedback, "_MOST_TAGS", 10**9)
    draw = {"Markdown": feedback.harmless_markdown, "code": feedback.Coloured(), "an output": feedback.harmless}[what]
    with pytest.raises(TimeoutError), TimeLimit(1):
        draw((LONG[what].source or LONG[what].outputs[0].data["text/html"]) + "\n")  # another text than the one kept


@RINGS
def test_a_page_that_takes_long_to_draw_all_the_same_is_left_out_and_the_points_stay(pipeline, monkeypatch):
    monkeypatch.setattr(worker, "FEEDBACK_SECONDS", 1)
    notebook = filled(free_share=RIGHT_SHARE)
    notebook.cells[3:3] = [new_markdown_cell(SLOW * 2_200 + str(number)) for number in range(40)]
    result = pipeline.grade(notebook)
    assert (result.points, result.status) == (2, "graded"), result.reason
    assert "no feedback page" in result.reason
    assert result.seconds < 12
    monkeypatch.setattr(worker, "FEEDBACK_SECONDS", 20)
    assert pipeline.grade(filled(free_share=RIGHT_SHARE)).reason == ""
    assert pipeline.page()
