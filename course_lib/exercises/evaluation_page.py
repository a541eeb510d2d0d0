"""What the page of lesson 07 says of each answer."""

from __future__ import annotations

from course_lib.exercises.exercise import Answers
from course_lib.exercises.page import Page, Row
from course_lib.exercises.payments_play import COSTS, lesson_payments
from course_lib.ideas.bill import MISS_FEE


def _bet_in_pounds(answers: Answers) -> str:
    payments = lesson_payments()
    caught = int((payments.fraud & (payments.scores >= 0.5)).sum())
    bet = int(answers["thefts_stopped"])
    average = float((payments.amount + MISS_FEE)[payments.fraud].mean())
    if bet <= caught:
        return f"You bet that 98.7 % accuracy stops {bet} of {payments.fraud.sum()} thefts, and {caught} it was."
    return (
        f"You bet that 98.7 % accuracy stops {bet} of {payments.fraud.sum()} thefts. It stopped {caught}: a budget built "
        f"on the bet would have been £{(bet - caught) * average / 1000:,.0f}k short in this sample, 100 times that in half a year."
    )


def _in_words(answers: Answers) -> str:
    precision, recall = float(answers["precision"]), float(answers["recall"])
    return (
        f"Blocking from 0.2: of every 100 people we stop, {100 * (1 - precision):.0f} are honest (precision {100 * precision:.0f} %). "
        f"Of every 100 thefts, we stop {100 * recall:.0f} (recall {100 * recall:.0f} %)."
    )


def _napkin(answers: Answers) -> str:
    ratio, score = float(answers["blocks_per_miss"]), float(answers["start_blocking_at"])
    return (
        f"One missed theft weighs as much as {ratio:.1f} false blocks, so we block from a score of about {score:.2f}."
    )


def _thresholds(answers: Answers) -> str:
    payments, choose = lesson_payments(), answers["choose_threshold"]
    found = [(cost, float(choose(payments.scores, payments.fraud, payments.amount, cost))) for cost in COSTS]
    return (
        "Block from "
        + ", ".join(f"{threshold:.2f} if the fixed cost of a false block is £{cost:g}" for cost, threshold in found)
        + "."
    )


_SAID = {
    ("we_will", "a"): "ship the model at 0.5, as it came",
    ("we_will", "b"): "block from 0.15 on Monday, with the written rule in reserve",
    ("we_will", "c"): "wait for a model that makes fewer mistakes",
    (
        "because",
        "a",
    ): "on payments it had not learned from it costs £2.4m in half a year, against £3.0m for the rule and £4.8m for nothing",
    ("because", "b"): "it is right on 98.7 % of payments, and blocking nobody on 98.5 %",
    ("because", "c"): "it catches 146 thefts, and the rule 106",
    ("unless", "a"): "fraud goes up next quarter",
    ("unless", "b"): "its accuracy falls below 98 %",
    ("unless", "c"): "the fixed £12 turns out to be £60: then from about 0.3",
}
"""The parts that the lesson offers for the sentence; a test compares them with its text."""


def _sentence(answers: Answers) -> str:
    we_will, because, unless = (_SAID[name, answers[name].lower()] for name in ("we_will", "because", "unless"))
    return f"We will {we_will}, because {because}, unless {unless}."


PAGE = Page(
    lesson="07_evaluation",
    title="Which payments should we stop?",
    rows=(
        Row(heading="My first bet", needs=("thefts_stopped",), text=_bet_in_pounds),
        Row(heading="Precision and recall in words", needs=("precision", "recall"), text=_in_words),
        Row(heading="The napkin", needs=("blocks_per_miss", "start_blocking_at"), text=_napkin),
        Row(heading="The threshold", needs=("choose_threshold",), text=_thresholds),
        Row(heading="To the CFO", needs=("we_will", "because", "unless"), text=_sentence),
        Row(heading="In my product", needs=("my_product",), text=lambda answers: str(answers["my_product"])),
    ),
    monday=(
        "Who set the threshold, from what costs?",
        "Of 100 people we stop, how many did nothing wrong, and what do they see?",
        "How accurate is doing nothing?",
    ),
)
