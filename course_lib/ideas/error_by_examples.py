"""How often a model is wrong, by the number of examples it has learned from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier


def error_by_examples(
    draw: Callable[..., pd.DataFrame],
    *,
    label: str,
    sizes: Sequence[int] = (100, 300, 1_000, 3_000, 10_000),
    seeds: Sequence[int] = range(10),
    test_size: int = 20_000,
) -> pd.DataFrame:
    """Fit a decision tree on more and more examples, and count its wrong decisions on fresh cases.

    A tree asks the kind of question a policy is written in ("30 days or less?"), so no common model
    learns a written policy from fewer examples: the comparison with the policy is a fair one.

    Args:
        draw: makes a table, called as `draw(n, seed=seed)`.
        label: the column to learn; all other columns are what the model sees.
        sizes: numbers of examples to learn from.
        seeds: one fit a seed and size; the fresh cases come from a seed that is not among them.
        test_size: number of fresh cases, all unseen by every model.

    Returns:
        One row a size: `examples`, `wrong_per_10k` (mean over the seeds), `fewest`, `most`.

    Raises:
        ValueError: if there is no size, no seed, or no column named `label`.

    >>> def draw(n, *, seed):
    ...     days = np.random.default_rng(seed).integers(0, 60, n)
    ...     return pd.DataFrame({"days": days, "eligible": days <= 30})
    >>> error_by_examples(draw, label="eligible", sizes=(10, 1_000), seeds=(1, 2)).wrong_per_10k.round().tolist()
    [665.0, 0.0]
    """
    if not len(sizes) or not len(seeds):
        raise ValueError(
            f"An error curve needs sizes and seeds, not {sizes!r} and {seeds!r}. Give one of each or more."
        )
    test = draw(test_size, seed=max(seeds) + 1)
    if label not in test:
        raise ValueError(f"The label must be a column of the table; {label!r} is none of {', '.join(test)}.")

    def wrong_per_10k(size: int, seed: int) -> float:
        examples = draw(size, seed=seed)
        model = DecisionTreeClassifier(random_state=0).fit(examples.drop(columns=label), examples[label])
        return 10_000 * np.mean(model.predict(test.drop(columns=label)) != test[label])

    rows = []
    for size in sizes:
        wrong = [wrong_per_10k(size, seed) for seed in seeds]
        rows.append({"examples": size, "wrong_per_10k": np.mean(wrong), "fewest": min(wrong), "most": max(wrong)})
    return pd.DataFrame(rows)
