"""Frames on a socket: a length, a head of JSON, a body of bytes. Both sides use it; neither trusts the other.

4 bytes   length of all that follows
4 bytes   length of the head
head      a JSON object
body      bytes, to be understood by whoever asked for them
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

# Bound here, at import: a learner who replaces json.dumps or struct.pack must not break the answers.
_dumps, _loads, _pack, _unpack = json.dumps, json.loads, struct.pack, struct.unpack
_monotonic = time.monotonic

MAX_FRAME = 64 * 2**20
MAX_HEAD = 8 * 2**20


class BrokenFrame(Exception):
    """What came is no frame; the text says how. The sender can't be talked to any more."""


class Closed(Exception):
    """The other side is gone."""


class NoAnswerYet(Exception):
    """The time to wait is over; what has come so far is kept for the next try."""


class Frames:
    """A socket that sends and receives frames.

    >>> here, there = socket.socketpair()
    >>> with here, there:
    ...     Frames(here).send({"id": 1}, b"body")
    ...     Frames(there).receive(seconds=1)
    ({'id': 1}, bytearray(b'body'))
    """

    def __init__(self, connection: socket.socket):
        self._socket, self._received = connection, bytearray()

    def send(self, head: dict[str, Any], body: bytes = b"", *, seconds: float | None = None) -> None:
        """Send one frame; `NoAnswerYet` if the other side does not take it within the time."""
        text = _dumps(head, ensure_ascii=True).encode()
        self._socket.settimeout(seconds)
        try:
            self._socket.sendall(_pack(">II", 4 + len(text) + len(body), len(text)) + text)
            self._socket.sendall(body)
        except TimeoutError:
            raise NoAnswerYet from None
        except OSError:
            raise Closed from None

    def receive(self, *, seconds: float | None = None) -> tuple[dict[str, Any], bytearray]:
        """The next frame's head and body.

        Raises:
            NoAnswerYet: nothing whole within the time.
            Closed: the other side is gone.
            BrokenFrame: what came is no frame.
        """
        deadline = None if seconds is None else _monotonic() + seconds
        # The buffer grows with what comes, never with what is announced.
        self._gather(4, deadline)
        (length,) = _unpack(">I", self._received[:4])
        if not 4 <= length <= MAX_FRAME:
            raise BrokenFrame(f"a frame of {length:,} bytes was announced; the most is {MAX_FRAME:,}")
        self._gather(4 + length, deadline)
        (head_length,) = _unpack(">I", self._received[4:8])
        if head_length > min(length - 4, MAX_HEAD):
            raise BrokenFrame(f"a head of {head_length:,} bytes was announced in a frame of {length:,}")
        text, body = self._received[8 : 8 + head_length], self._received[8 + head_length : 4 + length]
        self._received = self._received[4 + length :]
        return _checked_head(text), body

    def _gather(self, count: int, deadline: float | None) -> None:
        while len(self._received) < count:
            left = None if deadline is None else deadline - _monotonic()
            if left is not None and left <= 0:
                raise NoAnswerYet
            self._socket.settimeout(left)
            try:
                data = self._socket.recv(1 << 20)
            except TimeoutError:
                raise NoAnswerYet from None
            except OSError:
                raise Closed from None
            if not data:
                raise Closed
            self._received += data

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def _checked_head(text: bytearray) -> dict[str, Any]:
    try:
        head = _loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenFrame(f"the head is no JSON ({type(error).__name__})") from None
    if type(head) is not dict:
        raise BrokenFrame("the head is no JSON object")
    return head
