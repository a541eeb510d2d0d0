"""A cell's outputs are what a notebook would show, in the order it would show them."""

from __future__ import annotations

import base64

import pytest


@pytest.fixture
def learner(bare):
    with bare.fork() as learner:
        yield learner


def kinds(run) -> list[str]:
    return [output["output_type"] for output in run.outputs]


def text_of(run) -> str:
    return "".join(output.get("text", "") for output in run.outputs)


def test_prints_displays_results_and_pictures_keep_their_order(learner):
    run = learner.run(
        "import matplotlib.pyplot as plt\nprint('one')\ndisplay({'two': 2})\nprint('three')\n"
        "plt.plot([1, 2])\nplt.show()\nprint('four')\nplt.plot([3])\n5"
    )
    assert run.status == "ok"
    assert run.error is None
    assert kinds(run) == [
        "stream",
        "display_data",
        "stream",
        "display_data",
        "stream",
        "execute_result",
        "display_data",
    ]
    assert run.outputs[1]["data"] == {"text/plain": "{'two': 2}"}
    assert run.outputs[5] == {
        "output_type": "execute_result",
        "data": {"text/plain": "5"},
        "metadata": {},
        "execution_count": 1,
    }
    for picture in (run.outputs[3], run.outputs[6]):
        assert base64.b64decode(picture["data"]["image/png"]).startswith(b"\x89PNG")


def test_a_picture_left_open_appears_once_at_the_cells_end_and_not_in_the_next_cell(learner):
    first = learner.run("import matplotlib.pyplot as plt\nax = plt.subplots()[1]\nax.plot([1]);")
    assert [output["output_type"] for output in first.outputs] == ["display_data"]
    assert learner.run("1 + 1").outputs[0]["data"] == {"text/plain": "2"}


def test_the_matplotlib_magic_changes_nothing(learner):
    assert learner.run("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1]);").outputs[0][
        "data"
    ].keys() >= {"image/png"}


def test_stdout_and_stderr_are_told_apart(learner):
    run = learner.run("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')")
    assert [(output["name"], output["text"]) for output in run.outputs] == [
        ("stdout", "a\n"),
        ("stderr", "b\n"),
        ("stdout", "c\n"),
    ]


def test_a_table_is_shown_as_a_table(learner):
    (output,) = learner.run("import pandas as pd\npd.DataFrame({'fee': [9.5]})").outputs
    assert "<table" in output["data"]["text/html"]
    assert "fee" in output["data"]["text/plain"]


def test_a_semicolon_silences_a_result_and_none_is_not_shown(learner):
    assert learner.run("5;").outputs == []
    assert learner.run("None").outputs == []


def test_an_error_names_the_cell_and_the_next_cell_still_runs(learner):
    run = learner.run("x = 1\n1 / 0")
    assert run.status == "error"
    assert run.error == ("ZeroDivisionError", "division by zero")
    (output,) = run.outputs
    assert (output["ename"], output["evalue"]) == run.error
    trace = "\n".join(output["traceback"])
    assert "Cell In[1], line 2" in trace
    assert "\x1b" not in trace
    assert learner.run("x").outputs[0]["data"] == {"text/plain": "1"}


@pytest.mark.parametrize(
    ("source", "name"),
    [("def f(:", "SyntaxError"), ("raise SystemExit(3)", "SystemExit"), ("%no_such_magic", "UsageError"), ("input()", "EOFError"),
     ("raise KeyboardInterrupt", "KeyboardInterrupt"),
     ("class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd", "ValueError")],
)  # fmt: skip
def test_every_way_to_fail_is_an_error_and_no_crash(learner, source, name):
    run = learner.run(source)
    assert run.status == "error"
    assert run.error[0] == name
    assert learner.run("1").status == "ok"


def test_magics_shell_commands_and_await_work(learner):
    assert "Wall time" in text_of(learner.run("%time x = 1"))
    assert "from a shell" in text_of(learner.run("!echo from a shell"))
    assert learner.run("%%bash\necho in bash").outputs[0]["text"] == "in bash\n"
    assert learner.run("import asyncio\nawait asyncio.sleep(0, 7)").outputs[0]["data"] == {"text/plain": "7"}


def test_what_c_code_and_programs_write_is_shown_too(learner):
    assert text_of(learner.run("import os\nos.write(1, b'raw'); os.system('echo program')")) == "rawprogram\n"


def test_widgets_are_shown_as_text_and_interact_calls_its_function(learner):
    run = learner.run("import ipywidgets\nipywidgets.IntSlider(3)")
    assert run.outputs[0]["data"] == {"text/plain": "IntSlider(value=3)"}
    assert "9" in str(learner.run("ipywidgets.interact(lambda n: n * n, n=3);").outputs)


def test_a_display_is_updated_in_place_and_a_cleared_output_is_gone(learner):
    (output,) = learner.run("handle = display(1, display_id=True)\nhandle.update(2)").outputs
    assert output["data"] == {"text/plain": "2"}
    assert (
        text_of(
            learner.run("from IPython.display import clear_output\nprint('old')\nclear_output(wait=True)\nprint('new')")
        )
        == "new\n"
    )


def test_earlier_results_are_remembered_by_number(learner):
    learner.run("40 + 2")
    assert learner.run("_ + Out[1]").outputs[0]["data"] == {"text/plain": "84"}


def test_a_fresh_submission_sees_nothing_of_the_one_before(bare):
    with bare.fork() as first:
        first.run("secret = 1\nimport numpy as np\nnp.random.rand()")
    with bare.fork() as second:
        assert second.run("secret").error[0] == "NameError"
        assert second.run("In[1:], 'WARM_UP' in globals()").outputs[0]["execution_count"] == 2


def test_random_numbers_are_the_same_at_every_grading_and_differ_by_seed(bare):
    draw = "import random, numpy as np\npair = random.random(), float(np.random.rand())"
    drawn = []
    for seed in (1, 1, 2):
        with bare.fork(seed=seed) as learner:
            learner.run(draw)
            drawn.append(learner.get("pair"))
    assert drawn[0] == drawn[1] != drawn[2]


def test_output_is_cut_by_bytes_with_a_notice_and_the_cell_goes_on(learner):
    run = learner.run("for _ in range(3): print('é' * 1_000_000)\ndone = True")
    assert run.status == "ok"
    assert learner.get("done") is True
    assert len(text_of(run).encode()) < 1_001_000
    assert "was cut" in text_of(run)
    for _ in range(6):
        run = learner.run("print('x' * 999_999)")
    assert len(text_of(run)) < 1_000, "the submission as a whole is bounded too"


def test_a_warning_is_shown_and_is_no_error(learner):
    run = learner.run("import warnings\nwarnings.warn('careful')\n1")
    assert run.status == "ok"
    assert "careful" in text_of(run)


def test_checks_of_the_lesson_are_silent_here(learner):
    run = learner.run("from course_lib import check, hint, progress, show\ncheck('precision')\nprogress()")
    assert run.status == "ok"
    assert run.outputs == []
