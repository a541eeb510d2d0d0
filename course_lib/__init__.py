"""Machine learning for product managers: what a lesson imports, and nothing else.

Names are looked up when first used: importing the package reads no exercise, no data and no plot.
"""

import importlib
from typing import Any

_FOUND_IN = {
    "checking.learner": ("check", "hint", "reveal"),
    "checking.progress": ("progress",),
    "checking.wrap_up": ("wrap_up",),
    "plots.show": ("show",),
    # 00 Can I do this?
    "datasets.baskets": ("make_baskets",),
    "ideas.free_delivery": ("count_free",),
    "plots.baskets": ("plot_baskets",),
    "labs.free_delivery": ("free_delivery_slider",),
    # 03 Rule, model or both?
    "datasets.returns": ("make_returns",),
    "ideas.approaches": ("compare_approaches", "stop_riskiest"),
    "ideas.error_by_examples": ("error_by_examples",),
    "ideas.straw_baseline": ("models_and_baselines",),
    "ideas.three_worlds": ("draw_worlds",),
    "ideas.upkeep": ("upkeep_costs",),
    "plots.approaches": ("plot_approaches",),
    "plots.error_by_examples": ("plot_error_by_examples",),
    "plots.upkeep": ("plot_upkeep",),
    "labs.rules_lab": ("rules_lab",),
    # 07 Which payments should we stop?
    "datasets.payments": ("PAYMENT_FEATURES", "make_payments"),
    "datasets.vendors": ("make_vendor_claims",),
    "ideas.bill": ("THRESHOLDS", "bill", "bill_by_threshold"),
    "ideas.four_boxes": ("four_boxes",),
    "ideas.written_rule": ("written_rule",),
    "plots.rarity": ("plot_rarity",),
    "plots.four_boxes": ("plot_four_boxes",),
    "plots.bill_by_threshold": ("plot_bill_by_threshold",),
    "labs.payments_lab": ("payments_lab",),
}
_HOMES = {name: f"course_lib.{module}" for module, names in _FOUND_IN.items() for name in names}
__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"course_lib has no {name!r}. A lesson uses: {', '.join(_HOMES)}.")
    return getattr(importlib.import_module(_HOMES[name]), name)
