"""Plain data over the wall: what a learner's process may send to the judge, and nothing else.

`encode` runs on the learner's side, which is hostile: nothing it does is trusted. `decode` runs in
the judge: it turns any bytes into a value of exact built-in, numpy or pandas type, or raises
`ValueError`. It never runs code from the other side; a test greps this package for the modules that could.
"""

from course_lib.grading.values.codec import MAX_BYTES, decode, encode
from course_lib.grading.values.states import UNDEFINED, Function, NotPlain

__all__ = ["MAX_BYTES", "UNDEFINED", "Function", "NotPlain", "decode", "encode"]
