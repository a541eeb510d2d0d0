"""What the page of lesson 03, a card for deciding between rule and model, says of each answer."""

from __future__ import annotations

import numpy as np

from course_lib.exercises.exercise import Answers
from course_lib.exercises.page import Page, Row
from course_lib.exercises.policy_play import WORLDS, in_pounds, practice_returns, practice_worlds, wrong_after
from course_lib.ideas.upkeep import crossover, upkeep_costs

START = {"returns": "model", "payments": "rule", "listings": "model"}
"""The choices that a learner finds: they run, and are poor."""


def _bet_in_pounds(answers: Answers) -> str:
    bet, wrong = int(answers["wrong_of_10k"]), wrong_after(100)
    told = f"You bet that a model of 100 examples decides {bet} of 10,000 returns wrongly. It was {wrong:.0f}, in the mean of fifty"
    short = in_pounds(wrong) - in_pounds(bet)
    if bet >= 400:
        return f"{told}: £{in_pounds(wrong) / 1_000:.0f}k of wrong decisions in two years, which the written rule does not make."
    return f"{told}: over two years, a budget built on the bet would have been £{short / 1_000:.0f}k short."


def _rule(answers: Answers) -> str:
    (table,) = practice_returns()
    decided = np.asarray(answers["is_eligible"](table.drop(columns="eligible")))
    if decided.shape != (len(table),):
        raise ValueError("there is not one decision a return yet")
    wrong = (decided != table["eligible"].to_numpy()).sum()
    return (
        f"My rule decides {wrong:,} of {len(table):,} returns wrongly: £{in_pounds(wrong) / 1_000:.1f}k in two years. "
        f"A model of 100 examples: {wrong_after(100):.0f}, £{in_pounds(wrong_after(100)) / 1_000:.1f}k."
    )


def _upkeep(answers: Answers) -> str:
    rule, model = float(answers["rule_costs"]), float(answers["model_costs"])
    return f"Eight clauses, four changes a year, two years: the rule costs £{rule:,.0f}, the model £{model:,.0f}."


def _crossing(answers: Answers) -> str:
    costs = upkeep_costs(range(13), examples=1_000, clauses=8, wrong_per_10k=83)
    return (
        f"At {crossover(costs):.1f} changes a year, for eight clauses at £400 and 1,000 examples a training. "
        "Below, the rule is cheaper; above, the model."
    )


def _three_worlds(answers: Answers) -> str:
    choices, (costs,) = _decided(answers), practice_worlds()
    told = [
        f"{world} by {choices[world].lower()}, £{costs.at[world, choices[world].lower()] / 1_000:,.1f}k "
        f"(doing nothing £{costs.at[world, 'nothing'] / 1_000:,.1f}k)"
        for world in WORLDS
    ]
    return f"{'; '.join(told)}.".capitalize()


def _which_when(answers: Answers) -> str:
    _decided(answers)
    return (
        "Rule: all of it is written. Model: nothing is written, and examples are plenty. "
        "Both: part is written, part is a pattern, and missing either is dear."
    )


def _decided(answers: Answers) -> dict[str, str]:
    if answers["choices"] == START:
        raise ValueError("these are the choices that the lesson starts from")
    return answers["choices"]


_SAID = {
    ("we_will", "a"): "let the vendor's model decide from Thursday",
    ("we_will", "b"): "run rule and model side by side, to be safe",
    ("we_will", "c"): "decide by the written rule from Thursday, and go through it at each change",
    ("because", "a"): "it is cheaper to write than a model is to train",
    ("because", "b"): "it is wrong on 0 of 10,000 returns, and a model of 100 examples on 363",
    ("because", "c"): "a model of 100 examples is right on 96 % of returns",
    (
        "unless",
        "a",
    ): "the policy grows to eight clauses and changes eight times a year: then a model of 1,000 examples costs £12k less",
    ("unless", "b"): "returns double next year",
    ("unless", "c"): "the vendor's model reaches 99 %",
}
"""The parts that the lesson offers for the sentence."""


def _sentence(answers: Answers) -> str:
    we_will, because, unless = (_SAID[name, answers[name].lower()] for name in ("we_will", "because", "unless"))
    return f"We will {we_will}, because {because}, unless {unless}."


PAGE = Page(
    lesson="03_rules_or_ml",
    title="Rule, model or both?",
    rows=(
        Row(heading="My first bet", needs=("wrong_of_10k",), text=_bet_in_pounds),
        Row(heading="The rule's mistakes", needs=("is_eligible",), text=_rule),
        Row(heading="Upkeep, both ways", needs=("rule_costs", "model_costs"), text=_upkeep),
        Row(heading="Where the lines cross", needs=("rule_costs", "model_costs"), text=_crossing),
        Row(heading="Three worlds", needs=("choices",), text=_three_worlds),
        Row(heading="Which, when", needs=("choices",), text=_which_when),
        Row(heading="To customer care", needs=("we_will", "because", "unless"), text=_sentence),
        Row(heading="In my product", needs=("my_product",), text=lambda answers: str(answers["my_product"])),
    ),
    monday=(
        "Which of our decisions is already written down, word for word?",
        "How often did that policy change last year, and who went through it each time?",
        "What did our model beat: nothing, one answer for all, or the rule we had?",
    ),
)
