"""Stand-ins: answers that are not what they seem, and functions that work against whoever calls them.

| attack | tried in |
|---|---|
| a float and an object that equal everything, a lying `__class__` | test_learner_protocol |
| a function that changes its arguments | test_learner_protocol |
| a function that is another one later | test_learner_protocol |
| a function that never returns, or raises what ends a process | test_learner_protocol |
| every public callable of the library handed in | tests/lessons/test_answers |
| and those below | here, each with its control |

The control is a test cell as courses write them, an assertion beside the learner's object in one process.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from course_lib.checking.judge import judge
from course_lib.checking.session import PUBLIC_SEED
from course_lib.exercises.catalogue import all_exercises, find
from course_lib.grading.judge import Answers, as_output
from course_lib.grading.learner.protocol import LearnerFunction
from course_lib.grading.learner.results import LearnerGone
from course_lib.grading.values import NotPlain, decode, encode
from course_lib.outcomes import Outcome, Standing
from tests.grading.attacks.pipeline import filled, points_in_one_process


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """`code` defines `answer`; `fooled` is the assertion it passes beside it; `holds` is what the judge finds."""

    does: str
    code: str
    fooled: str
    holds: Callable[[Any], bool]


def is_not_plain(value: Any) -> bool:
    return isinstance(value, NotPlain)


STAND_INS = [
    StandIn(does="is an array whose comparisons are all true", holds=is_not_plain, fooled="(answer == np.array([1.0, 2, 3])).all()",
            code="class Yes(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return np.ones(3, bool)\nanswer = np.zeros(3).view(Yes)"),
    StandIn(does="is a list that shows other items than it holds", fooled="list(answer) == [0.45] and len(answer) == 1",
            code="class Two(list):\n    def __iter__(self): return iter([0.45])\n    def __len__(self): return 1\nanswer = Two([1, 2])",
            holds=lambda value: type(value) is list and value == [1, 2]),
    StandIn(does="is a dict that has the right value for any key", fooled="answer['A'] == 'threshold' == answer.get('B')",
            code="class Any(dict):\n    def __getitem__(self, key): return 'threshold'\n    get = __getitem__\nanswer = Any()",
            holds=lambda value: type(value) is dict and value == {}),
    StandIn(does="is a table with its own equals", holds=is_not_plain, fooled="answer.equals(pd.DataFrame({'a': [1]}))",
            code="class Table(pd.DataFrame):\n    def equals(self, other): return True\nanswer = Table({'a': [0]})"),
    StandIn(does="is a text that reads as another", fooled="answer.strip().casefold() == 'b'",
            code="class Word(str):\n    def strip(self): return self\n    def casefold(self): return 'b'\nanswer = Word('z')",
            holds=lambda value: type(value) is str and value.strip().casefold() == "z"),
    StandIn(does="looks up what its caller expects", fooled="(lambda expected: expected == answer())(0.45)",
            code="import sys\ndef answer(): return sys._getframe(1).f_locals.get('expected')", holds=lambda value: value() is None),
    StandIn(does="reads the constants of the test that calls it", fooled="answer() == 0.45", holds=lambda value: value() is None,
            code="import sys\ndef answer(): return next((c for c in sys._getframe(1).f_code.co_consts if type(c) is float), None)"),
    StandIn(does="searches the memory for the right answers", fooled="(lambda kept: answer() == 0.45)({'right answers': [0.45]})",
            code="import gc\ndef answer():\n    found = [o for o in gc.get_objects() if type(o) is dict and 'right answers' in o]\n    return found[0]['right answers'][0] if found else None",
            holds=lambda value: value() is None),
    StandIn(does="patches the function that compares", fooled="math.isclose(answer, 0.45)",
            code="import math\nmath.isclose = lambda *a, **k: True\nanswer = 0.1", holds=lambda value: not math.isclose(value, 0.45)),
    StandIn(does="is no number, so that nothing is above it", fooled="not abs(answer - 0.45) > 0.01", code="answer = float('nan')",
            holds=lambda value: earned("free_share", value) == 0),
    StandIn(does="is too large a number", fooled="min(answer * 0, 1) != min(answer * 0, 1)", code="answer = 1e400",
            holds=lambda value: earned("free_share", value) == 0),
    StandIn(does="holds itself", fooled="answer[0][0][0] is answer", code="answer = []; answer.append(answer)", holds=is_not_plain),
    StandIn(does="is a generator that gives the right value once", fooled="next(answer) == 0.45", code="answer = iter(x for x in [0.45])",
            holds=is_not_plain),
    StandIn(does="returns something that can't be read", fooled="answer() is not None", code="import threading\ndef answer(): return threading.Lock()",
            holds=lambda value: is_not_plain(value())),
    StandIn(does="returns itself", fooled="answer()()() is answer", code="def answer(): return answer",
            holds=lambda value: isinstance(value()(), LearnerFunction) and value() != value),
]  # fmt: skip


def earned(exercise: str, value: Any) -> float:
    return judge(find(exercise), {exercise: value}, seed=PUBLIC_SEED).points


@pytest.mark.parametrize("attack", STAND_INS, ids=lambda attack: attack.does)
def test_an_answer_that(bare, attack):
    with bare.fork() as learner:
        assert learner.run(f"import numpy as np, pandas as pd\n{attack.code}").status == "ok"
        assert attack.holds(learner.get("answer"))
        control = learner.run(f"assert {attack.fooled}")
        assert control.status == "ok", control.error


def test_a_patched_comparison_earns_nothing_in_the_pipeline(pipeline, bare):
    notebook = filled("import math\nmath.isclose = lambda *a, **k: True", free_share="free_share = 0.3")
    assert points_in_one_process(notebook, bare) == 2
    assert pipeline.grade(notebook).points == 0


ENDS_ITS_READER = {
    "an error that leaves when it is shown": "class Odd(Exception):\n    def __str__(self): raise SystemExit\ndef answer(): raise Odd",
    "a name that leaves when it is read": "class Odd:\n    def __call__(self): return 1\n    __name__ = property(lambda self: exit_now())\n"
    "def exit_now(): raise SystemExit\nanswer = Odd()",
}  # fmt: skip


@pytest.mark.parametrize("attack", ENDS_ITS_READER)
def test_what_ends_its_reader_ends_only_its_own_process(bare, attack):
    with bare.fork() as learner:
        learner.run(ENDS_ITS_READER[attack])
        read = "try: str(answer.__name__); answer()\nexcept Exception as error: str(error)"
        assert learner.run(read).error[0] == "SystemExit"  # the control: past `except Exception`, out of the judge
    with bare.fork() as learner:
        learner.run(ENDS_ITS_READER[attack])
        with pytest.raises(LearnerGone):
            learner.get("answer")()


def test_an_answer_is_read_once_for_a_check(bare):
    turning = (
        "class Turn(dict):\n    pass\nseen = []\ndef answer():\n    seen.append(1); return [0.45, 0.1][len(seen) > 1]"
    )
    with bare.fork() as learner:
        learner.run("precision = 0.45")
        answers = Answers(learner)
        assert answers["precision"] == 0.45
        learner.run("precision = 0.1")
        assert answers["precision"] == 0.45
        learner.run(turning)
        assert [learner.call("answer") for _ in range(2)] == [0.45, 0.1]  # the control: asked twice, it turns


ODD = {
    "a huge int": 10**4200, "infinity": math.inf, "complex": 1j, "a long text": "a" * 100_000, "bytes": b"1", "a range": range(10**7),
    "a deep list": [[[[[]]]]], "a long tuple": tuple(range(100_000)), "a set": {1}, "an array of complex": np.ones(50_000, complex),
    "huge ints": [10**400] * 3, "dates": np.zeros(50_000, "M8[s]"), "a state": NotPlain("<script>"), "a table of odd things": {"A": {}, "B": b"", "C": ()},
    "half a dict": {"A": ..., "B": "threshold"}, "an empty array": np.zeros((0, 3)), "objects": np.array([None, 1], dtype=object),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_answer_is_wrong_in_every_exercise_and_no_fault_of_the_graders(odd):
    value = ODD[odd] if isinstance(ODD[odd], NotPlain) else decode(encode(ODD[odd]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy's, of the learner's own numbers
        for exercise in all_exercises().values():
            for thing in (value, lambda *a, **k: value):
                if exercise.points and exercise.kind != "M":
                    outcome = judge(exercise, dict.fromkeys(exercise.answers, thing), seed=PUBLIC_SEED)
                    assert (outcome.standing, outcome.points) != (Standing.CORRECT, outcome.max_points), exercise.name
                    assert outcome.points == 0, exercise.name


def test_a_message_that_repeats_a_long_answer_is_cut():
    from course_lib.checking.card import Verdict

    long = Outcome(name="a", standing=Standing.NOT_YET, points=0, max_points=1, message="it is " + "x" * 1_000_000)
    assert len(str(as_output(Verdict(long, practice=False)))) < 10_000
    assert len(str(Verdict(long, practice=False)._repr_mimebundle_())) > 1_000_000  # the control: the message as it is
