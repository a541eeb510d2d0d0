"""Lesson 07, Which payments should we stop?: how each answer is judged."""

from __future__ import annotations

import numpy as np

from course_lib.datasets.vendors import EXPLANATIONS, VENDORS, make_vendor_claims
from course_lib.exercises.exercise import Answers, NotAttempted, NotYet
from course_lib.exercises.expect import choice, close, number
from course_lib.exercises.payments_play import (
    Play,
    Scored,
    dearest,
    lesson_payments,
    most_accurate,
    recovered,
    recovered_by,
    saved_share,
)
from course_lib.ideas.bill import THRESHOLDS
from course_lib.ideas.four_boxes import four_boxes
from course_lib.ideas.napkin import napkin

VENDOR_SEED = 5
GOOD_THRESHOLD, GOOD_QUEUE = 0.9, 0.97
"""Shares of the possible savings from which a decision counts as right; the right answers reach .95 and .99."""


def _boxes(threshold: float):
    payments = lesson_payments()
    return four_boxes(payments.scores >= threshold, payments.fraud)


def warm_up(answers: Answers) -> str:
    """What training rows say of the future, and whether a column from later may be used."""
    month = choice(answers["next_month"], name="next_month", among=("99", "nothing"))
    ticket = choice(answers["may_use_ticket"], name="may_use_ticket", among=("yes", "no"))
    if month == "99":
        raise NotYet(misconception="training score")
    if ticket == "yes":
        raise NotYet(misconception="leak")
    return "Rows it learned from say nothing about rows it has not seen. And what is written later can't decide today."


def bet(answers: Answers) -> str:
    """How many thefts a 98.7 % accurate model stopped: any placed bet opens the reveal."""
    placed, sure = (
        number(answers["thefts_stopped"], name="thefts_stopped"),
        number(answers["how_sure"], name="how_sure"),
    )
    if not 0 <= sure <= 1:
        raise NotYet(f"`how_sure` lies between 0 and 1; it is {sure:g}. Half sure is 0.5.")
    stopped = _boxes(0.5)
    told = {"caught": stopped.caught, "missed": stopped.missed, "thefts": stopped.thefts}
    if placed == stopped.caught:
        return f"It stopped {stopped.caught} of {stopped.thefts} and let {stopped.missed} go."
    if placed == 150:
        raise NotYet(misconception="half", **told)
    if placed == 294:
        raise NotYet(misconception="accuracy as recall", **told)
    raise NotYet(f"`thefts_stopped` must be 294, 150 or {stopped.caught}; it is {placed:g}.")


def precision_recall(answers: Answers) -> str:
    """The two shares read off the four boxes at 0.2; half the points for one of them."""
    boxes = _boxes(0.2)
    right = {"precision": boxes.precision, "recall": boxes.recall}
    found = {name: number(answers[name], name=name) for name in right}
    good = [name for name in right if close(found[name], right[name])]
    if len(good) == 2:
        honest, missed = 100 * (1 - boxes.precision), 100 * (1 - boxes.recall)
        return (
            f"Of every 100 people we stop, {honest:.0f} are honest; of every 100 thefts, {missed:.0f} get through. "
            "Precision speaks for the people stopped, recall for the thefts let through."
        )
    share = len(good) / 2
    for name in right:
        value = found[name]
        told = {"name": name, "value": value, "share": share}
        if name in good:
            continue
        if close(value, 100 * right[name]):
            raise NotYet(misconception="percentage", **told)
        if close(value, boxes.caught / boxes.payments) or close(value, boxes.honest_stopped / boxes.payments):
            raise NotYet(misconception="over all payments", **told)
        if close(value, boxes.accuracy):
            raise NotYet(misconception="accuracy", **told)
        if close(found["precision"], right["recall"]) and close(found["recall"], right["precision"]):
            raise NotYet(misconception="swapped", **told)
    wrong = next(name for name in right if name not in good)
    both = " `recall` is not it either." if not good else ""
    whole = "all we stopped, thieves and honest people" if wrong == "precision" else "all thefts, caught and missed"
    raise NotYet(f"`{wrong}` is {found[wrong]:.3g}; that is not it. Its whole is {whole}.{both}", share=share)


def napkin_costs(answers: Answers) -> str:
    """The two mistakes priced against each other, and the threshold that follows."""
    priced = napkin(theft=140, honest=60)
    ratio = number(answers["blocks_per_miss"], name="blocks_per_miss")
    score = number(answers["start_blocking_at"], name="start_blocking_at")
    good_ratio, good_score = close(ratio, priced.blocks_per_miss, within=0.06), close(score, priced.score, within=0.06)
    told = {"ratio": ratio, "score": score, "share": (good_ratio + good_score) / 2}
    if not good_ratio:
        for misconception, value in {
            "upside down": 1 / priced.blocks_per_miss,
            "amounts, not costs": 140 / 60,
            "fee forgotten": 140 / priced.false_block,
        }.items():
            if close(ratio, value, within=0.02):
                raise NotYet(misconception=misconception, **told)
        raise NotYet(
            f"`blocks_per_miss` is {ratio:g}. Price one mistake of each kind first: a miss is £140 + £20, "
            "a false block is 15 % of £60 + £12. Then divide.",
            share=told["share"],
        )
    if not good_score:
        if close(score, 0.5):
            raise NotYet(misconception="equal mistakes", **told)
        if close(score, 1 / priced.blocks_per_miss, within=0.02):
            raise NotYet(misconception="ratio as chance", **told)
        raise NotYet(
            f"`start_blocking_at` is {score:g}. One theft balances {priced.blocks_per_miss:.1f} honest people: "
            "of those 1 + 7.6 payments, what share is theft?",
            share=told["share"],
        )
    return "One theft weighs as much as 7.6 honest people, so block from 1 ÷ (1 + 7.6), between 0.11 and 0.12. This fits on a napkin."


def threshold(answers: Answers, plays: tuple[Play, ...]) -> str:
    """A policy for the threshold, played on payments and costs it has not seen, scored by the money saved."""
    choose = answers["choose_threshold"]
    if not callable(choose):
        raise NotYet(
            "`choose_threshold` must stay a function: keep its first line, and change what stands after `return`."
        )
    found = []
    for play in plays:
        past = play.past
        chosen = choose(past.scores, past.fraud, past.amount, play.cost)
        if chosen is ... or chosen is None:
            raise NotAttempted("`choose_threshold` returns nothing yet. Put your choice after `return`.")
        found.append(number(chosen, name="choose_threshold(...)"))
    share = min(max(saved_share(plays, found), 0), 1)
    low, high = found[0], found[2]
    told = {"low": low, "high": high, "cost": plays[2].cost, "cheap": plays[0].cost, "share": share, "saved": share}
    if max(found) > 1:
        thing = "a position" if max(found) < len(THRESHOLDS) and all(one.is_integer() for one in found) else "a bill"
        highest = found.index(max(found))
        raise NotYet(misconception=thing, **told | {"value": found[highest], "at": plays[highest].cost, "share": 0})
    for misconception, habit in (
        ("largest bill", dearest),
        ("half", lambda play: 0.5),
        ("best accuracy", most_accurate),
    ):
        if all(close(one, habit(play)) for one, play in zip(found, plays, strict=True)):
            raise NotYet(misconception=misconception, **told)
    if all(close(one, low) for one in found):
        raise NotYet(misconception="cost ignored", **told)
    if share < GOOD_THRESHOLD:
        raise NotYet(
            f"Your thresholds save {share:.0%} of what the best would have saved. Look at the bills: which is smallest?",
            share=share,
        )
    return (
        f"At a fixed £{plays[0].cost:g} you start at {low:.2f}, at £{plays[2].cost:g} at {high:.2f}: dearer false "
        f"blocks call for a higher threshold. You save {share:.0%} of what could be saved."
    )


def queue(answers: Answers, draws: tuple[Scored, ...]) -> str:
    """An order for one reviewer, scored by the money recovered between arrival's order and the best."""
    queue_by = answers["queue_by"]
    if not callable(queue_by):
        raise NotYet("`queue_by` must stay a function: keep its first line, and change what stands after `return`.")

    def order(draw: Scored) -> np.ndarray:
        numbers = queue_by(draw.scores, draw.amount)
        if numbers is ... or numbers is None:
            raise NotAttempted("`queue_by` returns nothing yet. Put one number a payment after `return`.")
        try:
            numbers = np.asarray(numbers, dtype=float)
        except (TypeError, ValueError, OverflowError):
            raise NotYet(
                f"`queue_by` must return one number a payment; it returned a {type(numbers).__name__}."
            ) from None
        if numbers.shape != draw.scores.shape or not np.isfinite(numbers).all():
            raise NotYet(
                f"`queue_by` must return one finite number for each of {len(draw.scores):,} payments; the shape is {numbers.shape}."
            )
        return numbers

    yours = recovered(draws, order)
    arrival, best = recovered_by("arrival", draws), recovered_by("best", draws)
    share = min(max((yours - arrival) / (best - arrival), 0), 1)
    told = {"yours": yours / 1000, "best": best / 1000, "share": share}
    for misconception in ("by score", "by amount"):
        if yours == recovered_by(misconception, draws):
            raise NotYet(misconception=misconception, **told)
    if share < GOOD_QUEUE:
        raise NotYet(
            f"Your queue recovers £{told['yours']:.1f}k; another order recovers £{told['best']:.1f}k.", share=share
        )
    by_score = recovered_by("by score", draws) / 1000
    return (
        f"£{told['yours']:.1f}k recovered; ordered by score alone, the same person finds £{by_score:.1f}k. "
        "The order of a list is a product decision."
    )


def vendors(answers: Answers) -> str:
    """Which row of each vendor's table explains its precision."""
    truth = make_vendor_claims(seed=VENDOR_SEED, truth=True)
    explains = answers["explains"]
    if not isinstance(explains, dict) or set(explains) != set(VENDORS):
        raise NotYet('`explains` must keep its three lines, one each for "A", "B" and "C".')
    said = {
        vendor: choice(explains[vendor], name=f"explains[{vendor!r}]", among=(*EXPLANATIONS, "recall"))
        for vendor in VENDORS
    }
    wrong = [vendor for vendor in VENDORS if said[vendor] != truth[vendor]]
    if not wrong:
        return "A precision without its test is no claim: ask how many honest people were in it, at which threshold, and with which columns."
    # One word for all three must earn nothing: it would be right once.
    share = max(0.0, (len(VENDORS) - len(wrong) - 1) / 2)
    vendor = wrong[0]
    told = {"vendor": vendor, "share": share}
    if said[vendor] == "recall":
        raise NotYet(misconception="recall", **told)
    if truth[vendor] == "nothing odd":
        raise NotYet(misconception="flaw in a fair test", **told)
    if said[vendor] == "nothing odd":
        raise NotYet(misconception="taken at its word", **told)
    raise NotYet(misconception="a row that is the same", **told | {"row": said[vendor]})


def sentence(answers: Answers) -> str:
    """A sentence to the CFO, built from parts."""
    said = {name: choice(answers[name], name=name, among=("a", "b", "c")) for name in ("we_will", "because", "unless")}
    right = {"we_will": "b", "because": "a", "unless": "c"}
    # One letter for all three is right once: it must earn nothing.
    share = max(0.0, (sum(said[name] == letter for name, letter in right.items()) - 1) / 2)
    if said == right:
        return (
            "A decision, a number on payments it had not seen, and what would change your mind. Priya can act on that."
        )
    for misconception, name, letters in (
        ("half", "we_will", "a"),
        ("waiting is free", "we_will", "c"),
        ("accuracy again", "because", "b"),
        ("half the story", "because", "c"),
        ("no trigger", "unless", "a"),
        ("accuracy again", "unless", "b"),
    ):
        if said[name] in letters:
            raise NotYet(misconception=misconception, share=share, name=name)
    raise AssertionError("every wrong part is named above")


def memo(answers: Answers) -> str:
    """A draft opens the examples to compare it with; a person marks it in a cohort."""
    draft = answers["memo"]
    if not isinstance(draft, str) or not draft.strip():
        raise NotYet('`memo` must be text between the triple quotes, """like this""".')
    words = len(draft.split())
    long = f" It has {words} words; Priya reads 150." if words > 150 else ""
    return "\n".join(
        (
            f"Mark yourself, 0 to 3 a row.{long}",
            "Decision. 1: “Use the model carefully.” 2: “Ship at 0.15.” "
            "3: “Block from 0.15 on Monday, with the rule in reserve.”",
            "Number. 1: “It is 98.7 % accurate.” 2: “It cuts the bill to £2.4m.” "
            "3: “£2.4m in half a year against £3.0m for the rule and £4.8m for nothing, on payments it had not learned from.”",
            "Risk and guardrail. 1: “There may be mistakes.” 2: “We would stop 221 honest people.” "
            "3: “We stop 221 honest people in 20,000 (1.1 %); above 2 % in a day we go back to the rule.”",
            "Change my mind. 1: “If things change.” 2: “If false blocks cost more.” "
            "3: “If the fixed £12 is £60, the threshold moves to about 0.3; support measures it by March.”",
        )
    )
