"""The judge's connection: what it asks it gets as plain data, and nothing that comes back can hurt it."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from course_lib.grading.learner.parent import WallsError, WarmParent
from course_lib.grading.learner.received import checked_outputs
from course_lib.grading.learner.results import LearnerError, LearnerGone, LearnerTimeout
from course_lib.grading.values import UNDEFINED, NotPlain
from course_lib.grading.walls.limits import Limits


@pytest.fixture
def learner(bare):
    with bare.fork() as learner:
        yield learner


def test_a_name_gives_its_plain_value_or_says_why_not(learner):
    learner.run("precision = 0.8; todo = ...; table = __import__('pandas').DataFrame({'a': [1]}); thing = object()")
    assert learner.get("precision") == 0.8
    assert learner.get("todo") is ...
    pd.testing.assert_frame_equal(learner.get("table"), pd.DataFrame({"a": [1]}))
    assert learner.get("nothing") is UNDEFINED
    assert learner.get("thing") == NotPlain("object")


def test_a_function_runs_on_the_learners_side_with_the_judges_inputs(learner):
    learner.run("import os\ndef cost(frame, *, fee=1): return frame['n'].sum() * fee, os.getpid()")
    frame = pd.DataFrame({"n": np.arange(50_000)})
    total, pid = learner.call("cost", frame, fee=2)
    assert total == 2 * frame["n"].sum()
    assert pid != __import__("os").getpid()


def test_a_function_stays_the_one_it_was_when_its_name_was_read(learner):
    learner.run("def policy(x): return 'first'\nboth = {'a': policy, 'b': [abs]}")
    first = learner.get("policy")
    learner.run("def policy(x): return 'second'")
    assert first(1) == "first"
    assert learner.call("policy", 1) == "second"
    assert learner.get("both")["b"][0](-3) == 3


def test_a_function_cannot_change_what_the_judge_sent(learner):
    learner.run("def spoil(values): values[:] = 0; return 1")
    values = np.ones(3)
    assert learner.call("spoil", values) == 1
    assert values.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("raised", "expected", "text"),
    [
        ("ValueError('no')", ValueError, "no"), ("KeyError('age')", KeyError, "age"), ("ZeroDivisionError()", ZeroDivisionError, ""),
        ("StopIteration()", StopIteration, ""), ("AssertionError('x')", AssertionError, "x"),
        ("SystemExit(0)", LearnerError, "SystemExit"), ("KeyboardInterrupt()", LearnerError, "KeyboardInterrupt"),
        ("GeneratorExit()", LearnerError, "GeneratorExit"),
        ("type('Odd', (Exception,), {})('y')", LearnerError, "Odd: y"), ("type('ValueError', (Exception,), {})('y')", LearnerError, "y"),
        ("UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')", LearnerError, "UnicodeDecodeError"),
    ],
)  # fmt: skip
def test_what_a_function_raises_is_raised_here_if_python_knows_it(learner, raised, expected, text):
    learner.run(f"def f(): raise {raised}")
    with pytest.raises(expected) as caught:
        learner.call("f")
    assert type(caught.value) is expected
    assert text in str(caught.value)


def test_calling_what_is_not_there_or_no_function_is_the_learners_error(learner):
    learner.run("share = 0.5")
    with pytest.raises(NameError, match="policy"):
        learner.call("policy")
    with pytest.raises(TypeError, match="callable"):
        learner.call("share")


def test_an_answer_that_equals_everything_equals_nothing_here(learner):
    learner.run(
        "class Yes(float):\n    def __eq__(self, other): return True\n    __ne__ = __lt__ = __gt__ = lambda s, o: False\n"
        "class Anything:\n    __class__ = float\n    def __eq__(self, other): return True\n    def __float__(self): return 1.0\n"
        "lie, any_value = Yes(0.25), Anything()\ndef f(): return Anything()"
    )
    lie = learner.get("lie")
    assert type(lie) is float
    assert lie != 0.8
    assert lie == 0.25
    assert learner.get("any_value") == NotPlain("Anything") == learner.call("f")


def test_a_loop_is_interrupted_and_later_cells_still_run(learner):
    started = time.perf_counter()
    run = learner.run("kept = 1\nwhile True:\n    kept += 1")
    assert run.status == "timeout"
    assert run.error[0] == "KeyboardInterrupt"
    assert time.perf_counter() - started < 5
    assert learner.run("1").status == "ok"
    assert learner.get("kept") > 1
    learner.run("def slow():\n    while True: pass")
    with pytest.raises(LearnerTimeout):
        learner.call("slow")
    assert learner.run("2").status == "ok"


STUBBORN = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: time.sleep(1)"


def test_a_loop_that_ignores_the_interrupt_is_killed_and_says_so(learner):
    learner.run("earned = 1")
    assert learner.get("earned") == 1
    run = learner.run(STUBBORN)
    assert run.status == "crashed"
    assert "could not be interrupted" in run.error[1]
    assert learner.run("1").status == "crashed"
    assert learner.gone.status == "crashed"
    with pytest.raises(LearnerGone):
        learner.get("earned")


@pytest.mark.parametrize(
    ("source", "reason"),
    [("import os\nos._exit(0)", "ended by itself"), ("import os\nos.kill(os.getpid(), 9)", "SIGKILL"),
     ("import ctypes\nctypes.string_at(0)", "SIGSEGV"), ("import os\nos.abort()", "SIGABRT")],
)  # fmt: skip
def test_a_process_that_ends_itself_has_crashed_and_the_next_submission_runs(walled, source, reason):
    with walled.fork() as learner:
        run = learner.run(source)
        assert run.status == "crashed"
        assert reason in run.error[1]
    with walled.fork() as learner:
        assert learner.run("1").status == "ok"


def test_exit_ends_the_process_after_its_cell(learner):
    run = learner.run("print('bye')\nexit()")
    assert run.status == "ok"
    assert run.outputs[0]["text"] == "bye\n"
    assert learner.run("1").status == "crashed"


# What a learner's code might write on the connection itself (descriptor 3) before the honest answer.
FORGED_FRAMES = {
    "no frame": "b'HTTP/1.1 200 OK' * 100",
    "a huge length": "struct.pack('>I', 2**32 - 1)",
    "a length below the least": "struct.pack('>I', 1)",
    "a head longer than its frame": "struct.pack('>II', 100, 2**31) + b'x' * 96",
    "no JSON": "struct.pack('>II', 8, 4) + b'{{{{'",
    "deep JSON": "struct.pack('>II', 200_004, 200_000) + b'[' * 200_000",
    "another question's answer": "frame({'id': 1, 'kind': 'get'}, b'')",
    "an answer of another kind": "frame({'id': 2, 'kind': 'get', 'outputs': [], 'error': None}, b'')",
    "an id that is text": "frame({'id': '2', 'kind': 'run', 'outputs': [], 'error': None}, b'')",
    "outputs that are none": "frame({'id': 2, 'kind': 'run', 'outputs': [{'output_type': 'score', 'points': 9}], 'error': None}, b'')",
    "an error that is none": "frame({'id': 2, 'kind': 'run', 'outputs': [], 'error': {'points': 25}}, b'')",
    "a list": "struct.pack('>II', 6, 2) + b'[]'",
}
WRITE = """
import json, os, struct
def frame(head, body):
    text = json.dumps(head).encode()
    return struct.pack('>II', 4 + len(text) + len(body), len(text)) + text + body
"""


@pytest.mark.parametrize("forged", FORGED_FRAMES.values(), ids=FORGED_FRAMES.keys())
def test_a_forged_frame_ends_the_submission_quickly_and_cleanly(bare, forged):
    started = time.perf_counter()
    with bare.fork() as learner:
        assert learner.run(WRITE).status == "ok"
        run = learner.run(f"os.write(3, {forged})\n'honest'")
        assert run.status == "crashed"
        assert run.outputs == []
        assert learner.run("1").status == "crashed"
    assert time.perf_counter() - started < 5


def test_a_forged_answer_stands_for_the_cell_and_ends_the_submission_at_the_next_question(bare):
    with bare.fork() as learner:
        learner.run(WRITE)
        learner.run("os.write(3, frame({'id': 2, 'kind': 'run', 'outputs': [], 'error': None}, b''))")
        with pytest.raises(LearnerGone):  # the honest answer now comes as an answer to this
            learner.get("json")


@pytest.mark.parametrize("body", ["b''", "b'\\x80\\x04K\\x01.'", "bytes(100)"])
def test_a_value_that_is_none_ends_the_submission(bare, body):
    with bare.fork() as learner:
        learner.run(WRITE)
        learner.run(f"import threading, time\ndef later():\n    time.sleep(0.3); os.write(3, frame({{'id': 3, 'kind': 'get'}}, {body}))\n"
                    "threading.Thread(target=later).start()\nclass Slow(dict):\n    pass\n")  # fmt: skip
        time.sleep(0.5)
        with pytest.raises(LearnerGone, match="an answer that is none"):
            learner.get("anything")


def test_a_frame_that_trickles_in_is_bounded_by_the_cells_time(bare):
    with bare.fork() as learner:
        learner.run(WRITE)
        started = time.perf_counter()
        run = learner.run(
            "import time\nos.write(3, struct.pack('>I', 10**6))\nfor _ in range(60):\n    os.write(3, b'x'); time.sleep(0.2)"
        )
        assert run.status == "crashed"
        assert time.perf_counter() - started < 6


def test_python_patched_on_the_learners_side_costs_only_the_learner(bare):
    with bare.fork() as learner:
        learner.run(
            "import json, socket, struct, pickle\njson.dumps = json.loads = struct.pack = pickle.loads = lambda *a, **k: 1/0"
        )
        assert learner.run("answer = 0.5").status == "ok"
        assert learner.get("answer") == 0.5
        run = learner.run("socket.socket.sendall = lambda *a: None")
        assert run.status == "crashed"
    with bare.fork() as learner:
        learner.run("import sys\nfor name in list(sys.modules):\n    if name != 'sys': sys.modules[name] = None")
        learner.run("get_ipython().run_cell = lambda *a, **k: 1/0")
        assert learner.run("1").status in ("error", "crashed", "ok")
    with bare.fork() as learner:
        assert learner.run("1").status == "ok"


def test_outputs_are_rebuilt_from_known_parts_only():
    forged = {
        "output_type": "display_data", "transient": {}, "metadata": {"image/png": {"alt": "x", "nan": float("nan")}},
        "data": {"text/plain": "half \ud800", "application/vnd.mlpm.outcome+json": {"points": 25}, "application/json": {"a": [1]}},
    }  # fmt: skip
    (output,), _ = checked_outputs([forged], most=10_000)
    assert output == {
        "output_type": "display_data", "metadata": {"image/png": {"alt": "x", "nan": None}},
        "data": {"text/plain": "half ?", "application/json": {"a": [1]}},
    }  # fmt: skip
    for wrong in ({}, [1], [{"output_type": "stream", "name": "stdlog", "text": ""}], [{"output_type": "stream", "name": "stdout", "text": 1}],
                  [{"output_type": "display_data", "data": {"<script>": ""}, "metadata": {}}], [{"output_type": []}]):  # fmt: skip
        with pytest.raises(ValueError):
            checked_outputs(wrong, most=10_000)


def test_walls_are_never_lowered_silently(monkeypatch):
    with pytest.raises(ValueError, match="none is never assumed"):
        WarmParent(walls="some")
    monkeypatch.setattr("course_lib.grading.walls.bubblewrap.command", lambda *a, **k: ["no-such-bwrap"])
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(WallsError, match=r"no-such-bwrap is not installed. Install bubblewrap: .*apt-get"):
        WarmParent(walls="full").start()
    monkeypatch.setattr(
        "course_lib.grading.walls.bubblewrap.command", lambda *a, **k: ["sh", "-c", "echo no user namespace >&2"]
    )
    with pytest.raises(WallsError, match="no user namespace"):
        WarmParent(walls="full").start()


def test_a_submission_that_used_up_its_seconds_is_over_and_says_so():
    with WarmParent(walls="none", limits=Limits(submission_seconds=1)) as parent, parent.fork() as learner:
        learner.run("earned = 1")
        time.sleep(1.2)  # the judge's own time costs the learner nothing
        assert learner.get("earned") == 1
        assert learner.run("while True: pass").status == "timeout"
        run = learner.run("1")
        assert run.status == "timeout"
        assert "used up its 1 seconds" in run.error[1]
