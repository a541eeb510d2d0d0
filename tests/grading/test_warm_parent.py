"""The process that learners' processes are forked from: what has ended is started anew, and a twin is as good as it."""

import psutil
import pytest

from course_lib.grading.learner.parent import WallsError, WarmParent
from course_lib.grading.values import UNDEFINED


def test_a_warm_parent_that_was_killed_is_started_again():
    with WarmParent(walls="none") as parent:
        with parent.fork() as learner:
            parent._process.kill()
            parent._process.wait()
            assert learner.run("1").status in ("ok", "crashed")
        with parent.fork() as learner:
            assert learner.run("1").status == "ok"


@pytest.mark.parametrize("parent", ["bare", "walled"])
def test_a_twin_runs_submissions_of_its_own_beside_the_first(parent, request):
    first = request.getfixturevalue(parent)
    twin = first.twin()
    with first.fork() as one, twin.fork() as other:
        assert [learner.run("import os; number = os.getpid()").status for learner in (one, other)] == ["ok", "ok"]
        one.run("answer = 1")
        assert (one.get("answer"), other.get("answer")) == (1, UNDEFINED)
        # Who ends a submission is whoever forked it.
        assert other.run("os._exit(3)").status == "crashed"
        assert one.run("answer").status == "ok"
    twin.stop()
    with first.fork() as learner:
        assert learner.run("1").status == "ok"


def test_a_twin_outlives_nobody_it_depends_on_and_starts_anew_when_it_is_gone():
    with WarmParent(walls="none") as first:
        twin = first.twin()
        (copy,) = psutil.Process(first._process.pid).children()
        copy.kill()
        first._process.kill()
        psutil.wait_procs([copy], timeout=5)
        with twin.fork() as learner:
            assert learner.run("1").status == "ok"
        with pytest.raises(WallsError, match="it ended"):
            first.twin()
        twin.stop()
