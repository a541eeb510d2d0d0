"""Lesson 03, Rule, model or both?: how each answer is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from course_lib.exercises.exercise import AnswerError, Answers, NotAttempted, NotYet
from course_lib.exercises.expect import choice, close, number
from course_lib.exercises.policy_play import APPROACHES, DECISIONS, ERROR_COST, WORLDS, saved_share, wrong_after
from course_lib.ideas.straw_baseline import DECISIONS as MODELS
from course_lib.ideas.straw_baseline import models_and_baselines

STRAW_SEED = 3
GOOD_CHOICES = 0.97
"""Share of the possible savings from which a policy for the three worlds counts as right; the right one has 1."""
CLAUSES, CLAUSE_COST, CHANGES, VERSION, WATCHING, WRONG = 8, 400, 4 * 2, 1_000 * 0.50 + 1_000, 12_000, 83


def warm_up(answers: Answers) -> str:
    """A proxy is not the goal, and a share is a part of its whole."""
    clicks = choice(answers["clicks_were"], name="clicks_were", among=("goal", "proxy"))
    share = number(answers["late_share"], name="late_share")
    if clicks == "goal":
        raise NotYet(misconception="proxy as goal")
    if not close(share, 7 / 20):
        raise NotYet(misconception="another share", value=share)
    return "Clicks stood in for the money, and rose without it: a proxy. And 7 of 20 is a share of 0.35."


def bet(answers: Answers) -> str:
    """How often a model of 100 examples is wrong: any placed bet opens the reveal."""
    placed = number(answers["wrong_of_10k"], name="wrong_of_10k")
    sure = number(answers["how_sure"], name="how_sure")
    if not 0 <= sure <= 1:
        raise NotYet(f"`how_sure` lies between 0 and 1; it is {sure:g}. Half sure is 0.5.")
    wrong = wrong_after(100)
    if placed == 400:
        return f"Near {wrong:.0f}, in the mean of fifty such models. A hundred decisions show little of what four clauses say."
    if placed == 0:
        raise NotYet(misconception="it reads the policy", wrong=wrong)
    if placed == 40:
        raise NotYet(misconception="as if it had seen more", wrong=wrong)
    raise NotYet(f"`wrong_of_10k` must be 0, 40 or 400; it is {placed:g}.")


def _misread(returns: pd.DataFrame) -> Iterator[tuple[str, str, np.ndarray]]:
    """Misconception, the clause it forgets, and what a rule that acts on it decides."""
    days, price, final, opened, vip = (returns[name].to_numpy() for name in returns.columns[:5])
    early, vip_early = days <= 30, vip & (days <= 45)
    in_time, sold, kept = early | vip_early, ~final, ~(opened & (price > 50))
    yield "clause forgotten", "VIP customers have 45 days", early & sold & kept
    yield "clause forgotten", "items from a final sale are not taken back", in_time & kept
    yield "clause forgotten", "an opened item that cost more than £50 is not taken back", in_time & sold
    yield "clause forgotten", "an opened item up to £50 may come back", in_time & sold & ~opened
    yield "VIP without a limit", "", (early | vip) & sold & kept
    yield "VIP skips the rest", "", (early & sold & kept) | vip_early
    yield "outer brackets", "", early | (vip_early & sold & kept)
    yield "not either", "", in_time & sold & ~opened & (price <= 50)
    yield "upside down", "", ~(in_time & sold & kept)
    yield "all alike", "", np.ones(len(days), bool)
    yield "all alike", "", np.zeros(len(days), bool)


def rule(answers: Answers, tables: tuple[pd.DataFrame, ...]) -> str:
    """The policy as one expression, which decides returns it has not seen."""
    function = answers["is_eligible"]
    if not callable(function):
        raise NotYet("`is_eligible` must stay a function: keep its first lines, and change what stands after `return`.")
    for table in tables:
        returns, wanted = table.drop(columns="eligible"), table["eligible"].to_numpy()
        try:
            found = _decisions(function(returns.copy()), len(table))
        except AnswerError as failed:
            if "ambiguous" in str(failed) or "Cannot perform" in str(failed):
                raise NotYet(misconception="signs", error=str(failed).partition(":")[0]) from None
            raise
        off = found != wanted
        if not off.any():
            continue
        told = {"wrong": int(off.sum()), "all": len(table)}
        if set(returns["days_since_delivery"][off]) <= {30, 45} and not found[off].any():
            raise NotYet(misconception="last day refused", **told)
        if (returns["price"][off] == 50).all() and not found[off].any():
            raise NotYet(misconception="limit refused", **told)
        for misconception, clause, reading in _misread(returns):
            if (found == reading).all():
                says = "accepts" if found[0] else "refuses"
                raise NotYet(misconception=misconception, clause=clause, says=says, **told)
        days, final = returns["days_since_delivery"].to_numpy(), returns["final_sale"].to_numpy()
        late = found & (days > 30)
        if found[days < 30].all() and late.any() and not (late & final).any():
            raise NotYet(misconception="outer brackets", **told)  # with another mistake beside it
        example = returns[off].iloc[0]
        accepts, refuses = ("refuses", "accepts") if found[off][0] else ("accepts", "refuses")
        raise NotYet(
            f"Your rule decides {told['wrong']:,} of {told['all']:,} returns wrongly. One of them: {_in_words(example)}. "
            f"The policy {accepts} it, your rule {refuses} it. Does each comparison stand in brackets of its own?"
        )
    return (
        f"0 of {len(tables[0]):,} returns decided wrongly, from no examples at all. "
        f"A model of 100 examples is wrong about {wrong_after(100):.0f} times, one of 1,000 about {wrong_after(1_000):.0f}."
    )


def _decisions(returned: Any, returns: int) -> np.ndarray:
    """One True or False a return, or what was found instead."""
    if returned is ... or returned is None:
        raise NotAttempted("`is_eligible` returns nothing yet. Put your expression after `return`.")
    try:
        values = np.asarray(returned).tolist()
    except (TypeError, ValueError):
        values = None
    # 0 and 1 count as False and True: a beginner's loop may well make them.
    if isinstance(values, list) and len(values) == returns and all(_yes_or_no(value) for value in values):
        return np.asarray(values, dtype=bool)
    if isinstance(values, list):
        found = f"{len(values):,} values, of which the first is {values[0]!r}" if values else "an empty list"
    else:
        found = f"{returned!r}" if isinstance(returned, (bool, int, float, str)) else f"a {type(returned).__name__}"
    raise NotYet(f"`is_eligible` must return one True or False for each of {returns:,} returns; it returned {found}.")


def _yes_or_no(value: Any) -> bool:
    return isinstance(value, (bool, int, float)) and value in (0, 1)


def _in_words(one: pd.Series) -> str:
    return (
        f"day {one['days_since_delivery']}, £{one['price']:.2f}, {'opened' if one['opened'] else 'sealed'}, "
        f"{'' if one['final_sale'] else 'not '}from a final sale, {'a' if one['vip'] else 'not a'} VIP customer"
    )


def upkeep(answers: Answers) -> str:
    """What rule and model cost to keep right over two years; half the points for one of them."""
    versions, clauses = 1 + CHANGES, CLAUSES * CLAUSE_COST
    mistakes = DECISIONS * WRONG / 10_000 * ERROR_COST
    fixed = WATCHING + mistakes
    right = {"rule_costs": versions * clauses, "model_costs": versions * VERSION + fixed}
    slips = {
        "rule_costs": {
            "first version forgotten": CHANGES * clauses,
            "one year": (1 + CHANGES / 2) * clauses,
            "changes forgotten": clauses,
            "one clause": versions * CLAUSE_COST,
        },
        "model_costs": {
            "first version forgotten": CHANGES * VERSION + fixed,
            "one year": (1 + CHANGES / 2) * VERSION + fixed,
            "changes forgotten": VERSION + fixed,
            "labels paid once": 500 + versions * 1_000 + fixed,
            "mistakes left out": versions * VERSION + WATCHING,
            "mistakes in 10,000": versions * VERSION + WATCHING + WRONG * ERROR_COST,
        },
    }
    found = {name: number(answers[name], name=name) for name in right}
    good = [name for name in right if close(found[name], right[name])]
    if len(good) == 2:
        return (
            f"£{right['rule_costs']:,.0f} against £{right['model_costs']:,.0f}: at four changes a year the rule is still "
            "cheaper, and the model's mistakes are only a part of its price."
        )
    name = next(name for name in right if name not in good)
    value, share = found[name], len(good) / 2
    for misconception, slip in slips[name].items():
        if close(value, slip):
            raise NotYet(misconception=misconception, share=share, name=name, value=value)
    if close(value, right[name] / 1_000):
        raise NotYet(f"`{name}` is {value:g}. Write whole pounds, not thousands.", share=share)
    parts = {
        "rule_costs": "each version costs £400 for each of eight clauses",
        "model_costs": "each version costs £500 for labels and £1,000 for training; add £12,000 for watching, and the mistakes",
    }
    both = " `model_costs` is not it either." if not good else ""
    raise NotYet(
        f"`{name}` is £{value:,.0f}; that is not it. There are nine versions in two years: {parts[name]}.{both}",
        share=share,
    )


def worlds(answers: Answers, plays: tuple[pd.DataFrame, ...]) -> str:
    """One choice a world, scored by the money it saves beyond the best single choice for all three."""
    choices = _choices(answers["choices"])
    saved = saved_share(plays, choices)
    alike = max(saved_share(plays, dict.fromkeys(WORLDS, approach)) for approach in APPROACHES)
    costs = sum(plays) / len(plays) / 1_000
    if saved >= GOOD_CHOICES:
        told = ", ".join(
            f"{world} by {choices[world]} £{costs.at[world, choices[world]]:,.1f}k (doing nothing: £{costs.at[world, 'nothing']:,.1f}k)"
            for world in WORLDS
        )
        return f"In two years: {told}. The best single approach for all three saves {100 * alike:.0f} % of what yours save."
    # The same word three times must earn nothing, so points start above the best of these.
    told = {"saved": 100 * saved, "share": max(0.0, (saved - alike) / (1 - alike))}
    same = set(choices.values())
    if len(same) == 1:
        raise NotYet(misconception=f"{same.pop()} everywhere", **told)
    if choices["returns"] == "hybrid" and choices["listings"] == "rule":
        raise NotYet(misconception="swapped", **told)
    best = costs[list(APPROACHES)].min(axis=1)
    lost = {world: costs.at[world, choices[world]] - best[world] for world in WORLDS}
    world = max(WORLDS, key=lambda world: lost[world] / (costs.at[world, "nothing"] - best[world]))
    facts = {
        "returns": "`pattern_miss` is £0: what is there beyond the policy for a model to find, and what would it cost?",
        "payments": "`policy_miss` is £0: nothing is written, so a rule is a guess, and a hybrid pays for it too.",
        "listings": "Both misses cost: something is written, and something nobody can write down.",
    }
    raise NotYet(
        f"You save {100 * saved:.0f} % of what could be saved. {world.capitalize()} by {choices[world]} cost "
        f"£{costs.at[world, choices[world]]:,.1f}k over two years; another choice costs £{lost[world]:,.1f}k less. {facts[world]}",
        share=told["share"],
    )


def _choices(given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping) or set(given) != set(WORLDS):
        raise NotYet('`choices` must keep its three lines, one each for "returns", "payments" and "listings".')
    return {world: choice(given[world], name=f"choices[{world!r}]", among=APPROACHES) for world in WORLDS}


def straw(answers: Answers) -> str:
    """Which model beat only a straw baseline, and the count that shows it."""
    table = models_and_baselines(seed=STRAW_SEED).set_index("model")
    table["better_wrong"] = np.minimum(table["accepted"], table["cases"] - table["accepted"])
    empty = table.index[table["model_wrong"] > table["better_wrong"]][0]
    said = choice(answers["empty_claim"], name="empty_claim", among=(*MODELS, "none"))
    row = table.loc[empty]
    count = number(answers["better_wrong"], name="better_wrong")
    if said == "none":
        raise NotYet(misconception="all beat their baseline")
    if said != empty:
        errs_most = (table["model_wrong"] / table["cases"]).idxmax()
        misconception = "errs most" if said == errs_most else "a straw baseline is enough"
        raise NotYet(misconception=misconception, **table.loc[said], said=said)
    if close(count, row["better_wrong"], within=0.001):
        return (
            f"“Always accept” errs {row['better_wrong']:,} times, the model {row['model_wrong']:,}. It beat an answer "
            "nobody would give, and loses to one that needs no model."
        )
    # The word alone is one of four: only with the count that shows it does it earn points.
    for misconception, slip in (("their own baseline", "baseline_wrong"), ("the model's errors", "model_wrong")):
        if close(count, row[slip], within=0.001):
            raise NotYet(misconception=misconception, value=count)
    raise NotYet(
        f"`empty_claim` is right; `better_wrong` is {count:,.10g}, and that is not it. Give all {row['cases']:,} {said} "
        "the other answer: how many are then decided wrongly?"
    )


def sentence(answers: Answers) -> str:
    """A sentence to Tom, built from parts."""
    said = {name: choice(answers[name], name=name, among=("a", "b", "c")) for name in ("we_will", "because", "unless")}
    right = {"we_will": "c", "because": "b", "unless": "a"}
    # One letter for all three is right once: it must earn nothing.
    share = max(0.0, (sum(said[name] == letter for name, letter in right.items()) - 1) / 2)
    wrong: Mapping[tuple[str, str], str] = {
        ("we_will", "a"): "learn what is written",
        ("we_will", "b"): "both to be safe",
        ("because", "a"): "price alone",
        ("because", "c"): "a share that flatters",
        ("unless", "b"): "no trigger",
        ("unless", "c"): "better than exact",
    }
    for part, misconception in wrong.items():
        if said[part[0]] == part[1]:
            raise NotYet(misconception=misconception, share=share)
    return "A decision, a number, and what would change your mind. Tom can act on that before Thursday."
