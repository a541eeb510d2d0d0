"""The lab of lesson 03: when does a model become cheaper than a written rule?"""

from __future__ import annotations

import ipywidgets as widgets

from course_lib.ideas.typical_error import SIZES, typical_wrong_per_10k
from course_lib.ideas.upkeep import upkeep_costs
from course_lib.plots.show import image
from course_lib.plots.upkeep import plot_upkeep, upkeep_claim

MOST_CHANGES = 24


def rules_lab() -> widgets.VBox:
    """Four sliders over the two years' cost of a rule, a model and a hybrid of the return policy.

    How often the model is wrong comes from `typical_wrong_per_10k`, which was measured by fitting;
    no slider fits a model. All other costs are the defaults of `upkeep_costs`.

    >>> [slider.description for slider in rules_lab().children[:4]]
    ['Examples to learn from', 'Clauses in the policy', 'Policy changes a year', 'Upkeep, £ a clause']
    """
    wide = {
        "style": {"description_width": "14em"},
        "layout": {"width": "38em", "max_width": "100%"},
        "continuous_update": False,
    }
    examples = widgets.SelectionSlider(
        options=[(f"{size:,}", size) for size in SIZES], value=1_000, description="Examples to learn from", **wide
    )
    clauses = widgets.IntSlider(value=4, min=1, max=8, description="Clauses in the policy", **wide)
    changes = widgets.IntSlider(value=4, min=0, max=MOST_CHANGES, description="Policy changes a year", **wide)
    clause_cost = widgets.IntSlider(value=400, min=100, max=1_000, step=50, description="Upkeep, £ a clause", **wide)
    words, picture = widgets.HTML(), widgets.HTML()

    def draw(_change=None) -> None:
        wrong = typical_wrong_per_10k(examples=examples.value, clauses=clauses.value)
        setting = {
            "examples": examples.value,
            "clauses": clauses.value,
            "clause_cost": clause_cost.value,
            "wrong_per_10k": wrong,
        }
        costs = upkeep_costs(range(MOST_CHANGES + 1), **setting)
        yours = costs.iloc[changes.value]
        words.value = (
            f'<p role="status" style="color:var(--jp-content-font-color1, inherit)"><b>'
            f"{upkeep_claim(costs)}.</b><br>"
            f"At your {changes.value} changes a year: rule £{yours.rule:,.0f}, model £{yours.model:,.0f}, "
            f"hybrid £{yours.hybrid:,.0f} over two years. "
            f"In 10,000 returns the model is wrong {wrong:,g} times, the rule never.</p>"
        )
        picture.value = image(plot_upkeep(costs, at=changes.value), dpi=80)

    for slider in (examples, clauses, changes, clause_cost):
        slider.observe(draw, names="value")
    draw()
    return widgets.VBox([examples, clauses, changes, clause_cost, words, picture])
