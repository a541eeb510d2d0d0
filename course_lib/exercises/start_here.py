"""Lesson 00, Can I do this?: one share, to meet the check."""

from __future__ import annotations

from course_lib.datasets.baskets import make_baskets
from course_lib.exercises.exercise import Answers, Exercise, NotYet
from course_lib.exercises.expect import close, number
from course_lib.ideas.free_delivery import count_free

SEED, FREE_FROM = 11, 30
"""The morning that the lesson draws, and the £ from which its delivery is free."""


def _free_share(answers: Answers) -> str:
    baskets = make_baskets(20, seed=SEED)
    free, all_ = count_free(baskets, FREE_FROM), len(baskets)
    found = number(answers["free_share"], name="free_share")
    told = {"found": found, "free": free, "all": all_, "paying": all_ - free}
    if close(found, free / all_):
        return f"{free} of {all_} baskets is a share of {free / all_:g}: {free / all_:.0%} of this morning's shoppers pay nothing for delivery."
    for misconception, value in {
        "a count": free,
        "a percentage": 100 * free / all_,
        "upside down": all_ / free,
        "the others": (all_ - free) / all_,
        "part by part": free / (all_ - free),
    }.items():
        if close(found, value):
            raise NotYet(misconception=misconception, **told)
    if not 0 <= found <= 1:
        raise NotYet(
            f"{found:g} is no share: a share lies between 0 and 1. Divide the baskets that go free by all baskets."
        )
    raise NotYet(
        f"The check sees {found:g}: a share, but not this one. A changed cell counts once it is run, and `free_from` "
        f"must be back at {FREE_FROM}. Then divide the baskets that go free by all {all_}."
    )


EXERCISES = (
    Exercise(
        name="free_share",
        lesson="00_start_here",
        kind="C",
        points=2,
        answers=("free_share",),
        practice=_free_share,
        misconceptions={
            "a count": "{found:g} is how many baskets go free. A share says how many out of all: divide by the {all} baskets.",
            "a percentage": "{found:g} is a percentage; a share lies between 0 and 1. Write it with a point: 40 % is 0.4.",
            "upside down": "{found:g} is upside down: it divides all {all} baskets by those that go free. Divide the part by the whole.",
            "the others": "{found:g} is the share of the {paying} baskets that pay. Dana asked about those that go free.",
            "part by part": "{found:g} divides the baskets that go free by the {paying} that pay. The whole is all {all} baskets.",
        },
        hints=(
            "With `free_from` at 30, the picture's title holds both numbers.",
            "A share is a part divided by the whole: the baskets that go free ÷ all baskets.",
            "Another morning: 6 of 30 baskets go free. The share is `6 / 30`, which Python shows as 0.2.",
        ),
    ),
)
