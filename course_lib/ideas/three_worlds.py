"""Rule, model or both, played out in three worlds: two years of decisions each, in pounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

APPROACHES = ("rule", "model", "hybrid")
_CASES = 20_000  # decided in each world, then scaled to the world's volume


@dataclass(frozen=True, kw_only=True)
class World:
    """What a product manager can know before choosing: counts over two years, costs in £."""

    name: str
    decisions: int  # cases to stop or let through
    examples: int  # labelled cases a model can learn from
    changes: int  # how often the policy changes, or the people it is aimed at do
    policy_miss: float  # letting through a case that the written policy forbids; 0: nothing is written
    pattern_miss: float  # letting through a case that is bad in a way nobody can write down; 0: there is none
    wrong_stop: float  # stopping a good case
    rule_version: float  # writing, testing and signing off the rule, once and again at each change
    model_version: float  # labels, training and tests, once and again at each change
    monitoring: float  # watching a model


WORLDS = (
    World(
        name="returns",
        decisions=6_000,
        examples=200,
        changes=1,
        policy_miss=30,
        pattern_miss=0,
        wrong_stop=20,
        rule_version=1_500,
        model_version=2_000,
        monitoring=10_000,
    ),
    World(
        name="payments",
        decisions=100_000,
        examples=20_000,
        changes=8,
        policy_miss=0,
        pattern_miss=80,
        wrong_stop=20,
        rule_version=4_000,
        model_version=2_000,
        monitoring=12_000,
    ),
    World(
        name="listings",
        decisions=40_000,
        examples=4_000,
        changes=3,
        policy_miss=200,
        pattern_miss=60,
        wrong_stop=20,
        rule_version=1_500,
        model_version=2_000,
        monitoring=12_000,
    ),
)
"""Which returns to refuse (all in the policy), which payments to block (a pattern of theft, no policy), which
listings to take down (goods banned by law, and fakes that no clause describes)."""


def draw_worlds(*, seed: int) -> tuple[World, ...]:
    """The three worlds with other volumes and prices, each up to a fifth lower or a quarter higher.

    >>> [world.decisions for world in draw_worlds(seed=1)]
    [7035, 115479, 45507]
    """
    rng = np.random.default_rng(seed)
    priced = ("policy_miss", "pattern_miss", "wrong_stop", "rule_version", "model_version", "monitoring")

    def vary(world: World) -> World:
        factors = rng.uniform(0.8, 1.25, size=1 + len(priced))
        prices = {name: round(getattr(world, name) * factor) for name, factor in zip(priced, factors, strict=False)}
        return replace(world, decisions=round(world.decisions * factors[-1]), **prices)

    return tuple(vary(world) for world in WORLDS)


def play_worlds(*, seed: int) -> pd.DataFrame:
    """Play each approach on the same cases in each world, and add up mistakes and upkeep.

    The rule stops what the written policy forbids; where nothing is written, what the team guesses.
    The model (a decision tree) stops a case when letting it through is the dearer risk by its score.
    The hybrid lets the rule stop first and asks a model, trained on the rest, about the rest.

    Args:
        seed: draws volumes, prices, examples and cases.

    Returns:
        One row a world; `nothing`, `rule`, `model` and `hybrid`, each in £ over two years.

    >>> play_worlds(seed=1).loc["returns", ["nothing", "rule"]].round(-2).tolist()
    [26000.0, 3700.0]
    """
    rng = np.random.default_rng([seed, 3])
    return pd.DataFrame({world.name: _play(world, rng) for world in draw_worlds(seed=seed)}).T


def play_policy(choices: Mapping[str, str], *, seed: int) -> pd.DataFrame:
    """Play one choice a world, beside the costs of all approaches.

    Args:
        choices: world → "rule", "model" or "hybrid".
        seed: as for `play_worlds`.

    Returns:
        As `play_worlds`, with two more columns: `choice`, and `yours` (£).

    Raises:
        ValueError: if a world is missing or unknown, or a choice is none of the three.

    >>> everywhere = {"returns": "rule", "payments": "rule", "listings": "rule"}
    >>> played = play_policy(everywhere, seed=1)
    >>> bool((played.yours == played.rule).all())
    True
    """
    names = [world.name for world in WORLDS]
    if set(choices) != set(names):
        given = ", ".join(map(str, choices)) or "none"
        raise ValueError(f"Choose once for each world, {', '.join(names)}; your choices are for {given}.")
    for world, choice in choices.items():
        if choice not in APPROACHES:
            raise ValueError(f'A choice is "rule", "model" or "hybrid"; for {world!r} it is {choice!r}. Pick one.')
    costs = play_worlds(seed=seed)
    chosen = [choices[world] for world in costs.index]
    return costs.assign(choice=chosen, yours=[costs.at[*pair] for pair in zip(costs.index, chosen, strict=True)])


@dataclass(frozen=True, kw_only=True)
class _Cases:
    signals: np.ndarray  # shape (n, 6): what the model sees
    forbidden: np.ndarray  # bad by the written policy
    pattern: np.ndarray  # bad in a way that is not written
    written: np.ndarray  # what the rule stops

    def where(self, mask: np.ndarray) -> _Cases:
        return _Cases(**{name: values[mask] for name, values in vars(self).items()})


def _draw(world: World, n: int, rng: np.random.Generator) -> _Cases:
    signals = rng.normal(size=(n, 6)).round(2)
    a, b, c, d, e, f = signals.T
    forbidden = pattern = np.zeros(n, dtype=bool)
    if world.policy_miss and world.pattern_miss:
        # A list of banned goods: narrow bands of `a`, exact when written and hard to learn from examples.
        forbidden = (np.abs(2 * a - np.rint(2 * a)) < 0.1) & (b > 1.2)
    elif world.policy_miss:
        forbidden = ((a > 1) & (b > -0.2)) | ((b < -1.6) & (c > 0))
    if world.pattern_miss:
        log_odds = 2.5 * (1.1 * c + 1.1 * d + 0.9 * e + 1.2 * ((d > 0.8) & (f > 0.5))) - 8.5
        pattern = (rng.random(n) < 1 / (1 + np.exp(-log_odds))) & ~forbidden
    written = forbidden if world.policy_miss else (c > 1) & (d > 1)  # with no policy, what the team guesses
    return _Cases(signals=signals, forbidden=forbidden, pattern=pattern, written=written)


def _model_stops(world: World, examples: _Cases, cases: _Cases) -> np.ndarray:
    """Learn from the examples; stop a case whose expected cost of letting through is the higher."""
    bad = examples.forbidden | examples.pattern
    if not bad.any():
        return np.zeros(len(cases.signals), dtype=bool)
    miss = (world.policy_miss * examples.forbidden.sum() + world.pattern_miss * examples.pattern.sum()) / bad.sum()
    model = DecisionTreeClassifier(min_samples_leaf=10, random_state=0)
    chance = model.fit(examples.signals, bad).predict_proba(cases.signals)[:, 1]
    return chance * miss > (1 - chance) * world.wrong_stop


def _mistakes(world: World, cases: _Cases, stops: np.ndarray) -> float:
    """The cost of all wrong decisions over two years, £."""
    cost = (
        world.policy_miss * (cases.forbidden & ~stops).sum()
        + world.pattern_miss * (cases.pattern & ~stops).sum()
        + world.wrong_stop * (stops & ~cases.forbidden & ~cases.pattern).sum()
    )
    return float(cost * world.decisions / len(stops))


def _play(world: World, rng: np.random.Generator) -> dict[str, float]:
    examples, cases = _draw(world, world.examples, rng), _draw(world, _CASES, rng)
    model = _model_stops(world, examples, cases)
    model_on_rest = _model_stops(world, examples.where(~examples.written), cases)
    rule_upkeep = world.rule_version * (1 + world.changes)
    model_upkeep = world.model_version * (1 + world.changes) + world.monitoring
    return {
        "nothing": _mistakes(world, cases, np.zeros_like(cases.written)),
        "rule": _mistakes(world, cases, cases.written) + rule_upkeep,
        "model": _mistakes(world, cases, model) + model_upkeep,
        "hybrid": _mistakes(world, cases, cases.written | model_on_rest) + rule_upkeep + model_upkeep,
    }
