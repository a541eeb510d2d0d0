"""Transport: what a learner's code can do to the line between its process and the judge (descriptor 3).

| attack | tried in |
|---|---|
| twelve frames that are none, or answer another question | test_learner_protocol, FORGED_FRAMES |
| an answer given before the question | test_learner_protocol |
| a frame that trickles in | test_learner_protocol |
| `json`, `struct`, `socket` patched on its side | test_learner_protocol |
| bytes that decode to no value, or to a costly one | test_forged_values |
| and those below | here, each with its control |

The control is a reader that trusts the line, as a first version would be written: one frame, its head as it is.
"""

from __future__ import annotations

import json
import os
import pickle
import socket
import struct
import time
from dataclasses import dataclass

import pytest

from course_lib.grading.learner.results import LearnerError, LearnerGone
from tests.grading.attacks.pipeline import filled, points_in_one_process
from tests.grading.test_learner_protocol import WRITE


def ask(line: socket.socket, source: str) -> dict:
    """A trusting judge: asks for a cell and believes the next frame, whatever it answers."""
    head = json.dumps({"id": 9, "kind": "run", "source": source}).encode()
    line.settimeout(2)
    line.sendall(struct.pack(">II", 4 + len(head), len(head)) + head)
    (length,) = struct.unpack(">I", line.recv(4, socket.MSG_WAITALL))
    frame = line.recv(length, socket.MSG_WAITALL)
    (of_head,) = struct.unpack(">I", frame[:4])
    return json.loads(frame[4 : 4 + of_head])


@dataclass(frozen=True, kw_only=True)
class Forged:
    """What the code writes on the line, and what a trusting judge makes of it: a head, or the error that ends it."""

    does: str
    code: str
    believed: dict | type[Exception]


FORGED = [
    Forged(does="gives an answer with an id of the future", code="frame({'id': 10**6, 'kind': 'run', 'outputs': [], 'error': None}, b'')",
           believed={"id": 10**6, "kind": "run", "outputs": [], "error": None}),
    Forged(does="writes a head that is no UTF-8", code="struct.pack('>II', 8, 4) + bytes([0x7b, 0x80, 0x80, 0x7d])", believed=UnicodeDecodeError),
    Forged(does="writes a number of more digits than Python reads", code="struct.pack('>II', 5008, 5004) + b'[' + b'9' * 5002 + b']'", believed=ValueError),
    Forged(does="sends the outcome along", code="frame({'id': 2, 'kind': 'run', 'points': 25, 'outputs': 'all', 'error': None}, b'')",
           believed={"id": 2, "kind": "run", "points": 25, "outputs": "all", "error": None}),
]  # fmt: skip


@pytest.mark.parametrize("attack", FORGED, ids=lambda attack: attack.does)
def test_a_process_that(bare, attack):
    with bare.fork() as learner:
        learner.run(WRITE)
        run = learner.run(f"os.write(3, {attack.code})")
        assert (run.status, run.outputs) == ("crashed", [])
    with bare.fork() as learner:
        learner.run(WRITE)
        line = learner._frames._socket
        if isinstance(attack.believed, dict):
            assert ask(line, f"os.write(3, {attack.code})") == attack.believed
        else:
            with pytest.raises(attack.believed):
                ask(line, f"os.write(3, {attack.code})")


def test_a_value_that_is_a_pickle_runs_nothing_here(bare, tmp_path):
    mark = tmp_path / "ran"
    payload = f"import pickle\nclass Payload:\n    def __reduce__(self): return __import__('io').open, ({str(mark)!r}, 'w')\nbody = pickle.dumps(Payload())\n"
    answer = "import threading, time\ndef later():\n    time.sleep(0.3); os.write(3, frame({'id': 5, 'kind': 'get'}, body))\nthreading.Thread(target=later).start()"
    with bare.fork() as learner:
        for source in (WRITE, payload, "kept = list(body)"):
            assert learner.run(source).status == "ok"
        learner.run(answer)
        time.sleep(0.5)
        with pytest.raises(LearnerGone, match="an answer that is none"):
            learner.get("body")
        assert not mark.exists()
    with bare.fork() as learner:
        learner.run(payload)
        pickle.loads(learner.get("body")).close()  # the control: a judge that unpickles
    assert mark.exists()


@pytest.mark.parametrize("name", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseExceptionGroup"])
def test_a_forged_error_cannot_end_the_judge(bare, name):
    with bare.fork() as learner:
        learner.run(WRITE)
        learner.run(
            f"def f():\n    os.write(3, frame({{'id': 3, 'kind': 'call', 'error': [{name!r}, '', True]}}, b''))\n    import time; time.sleep(9)"
        )
        with pytest.raises(LearnerError, match=name):  # an Exception, which a judge catches
            learner.call("f")
    assert not issubclass(
        getattr(__import__("builtins"), name), Exception
    )  # the control: raised as it says, nothing would


GO_ON_ALONE = "import os\nif os.fork(): os._exit(0)"


def test_a_forked_child_that_keeps_the_line_is_ended_with_its_parent(bare, walled):
    with bare.fork() as learner:  # without walls it goes on answering in its parent's place
        learner.run(GO_ON_ALONE)
        assert learner.run("1").status == learner.run("2").status == "ok"
    with walled.fork() as learner:
        learner.run(GO_ON_ALONE)
        time.sleep(0.1)
        assert learner.run("1").status == "crashed"


IN_BETWEEN = WRITE + """
import socket, threading
outside, (mine, inside) = socket.socket(fileno=os.dup(3)), socket.socketpair()
os.dup2(inside.fileno(), 3)
def whole(line):
    length = struct.unpack('>I', line.recv(4, socket.MSG_WAITALL))[0]
    return line.recv(length, socket.MSG_WAITALL)
def between():
    while True:
        asked = whole(outside)
        mine.sendall(struct.pack('>I', len(asked)) + asked)
        answer = whole(mine)
        head = json.loads(answer[4:4 + struct.unpack('>I', answer[:4])[0]])
        if b'check' in asked:
            forged = {'output_type': 'execute_result', 'execution_count': 1, 'metadata': {}, 'data': {'text/plain': '2.0'}}
            outside.sendall(frame({'id': head['id'], 'kind': 'run', 'outputs': [forged], 'error': None}, b''))
        else:
            outside.sendall(struct.pack('>I', len(answer)) + answer)
def start():
    # The answer to this cell still has to come from here.
    threading.Thread(target=between, daemon=True).start()
    head = {'id': IDENTITY, 'kind': 'run', 'outputs': [], 'error': None}
    outside.sendall(frame(head, b'')); whole(mine)
"""  # fmt: skip


def test_a_process_that_sits_between_the_judge_and_itself_only_forges_its_own_answers(pipeline, bare):
    def notebook(question: int):  # it must know by which number it was asked: one a cell, and one more in the control
        return filled(f"{IN_BETWEEN}\nthreading.Thread(target=start).start()".replace("IDENTITY", str(question)))

    assert points_in_one_process(notebook(3), bare) == 2
    assert pipeline.grade(notebook(2)).points == 0


def test_open_files_sent_along_are_not_taken(bare):
    send = "import os, socket\nline = socket.socket(fileno=os.dup(3))\nsocket.send_fds(line, [b'x'], [0, 1, 2])"
    descriptors = f"/proc/{os.getpid()}/fd"
    with bare.fork() as learner:
        before = len(os.listdir(descriptors))  # noqa: PTH208
        assert learner.run(send).status == "crashed"
        assert len(os.listdir(descriptors)) <= before  # noqa: PTH208
    with bare.fork() as learner:
        head = json.dumps({"id": 1, "kind": "run", "source": send}).encode()
        line = learner._frames._socket
        line.sendall(struct.pack(">II", 4 + len(head), len(head)) + head)
        line.settimeout(5)
        _, taken, _, _ = socket.recv_fds(line, 1, 8)  # the control: a reader that takes what comes
        assert len(taken) == 3
        for descriptor in taken:
            os.close(descriptor)


def test_a_line_that_is_half_closed_ends_the_submission(bare):
    shut = "import os, socket\nsocket.socket(fileno=os.dup(3)).shutdown(socket.SHUT_RD)"
    with bare.fork() as learner:
        learner.run(shut)
        assert learner.run("1").status == "crashed"
    with bare.fork() as learner:
        learner.run(shut)
        with pytest.raises(BrokenPipeError):  # the control: a writer that doesn't expect it
            learner._frames._socket.sendall(b"x")


def test_a_thread_that_swallows_the_questions_costs_the_time_of_one(tiny):
    swallow = "import os, socket, threading\nline = socket.socket(fileno=os.dup(3))\ndef eat():\n    while line.recv(1 << 20): pass\nfor _ in range(8): threading.Thread(target=eat).start()"
    with tiny.fork() as learner:
        learner.run(swallow)
        started = time.perf_counter()
        runs = [learner.run("1").status for _ in range(6)]
        assert runs[-1] == "crashed"
        assert time.perf_counter() - started < 5
    with tiny.fork() as learner:
        learner.run(swallow)
        with pytest.raises(TimeoutError):  # the control: whoever sets no clock waits for ever
            [ask(learner._frames._socket, "1") for _ in range(6)]
