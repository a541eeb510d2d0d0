"""The lab of lesson 07: a threshold, a price and some reviewers, with their consequences."""

import ipywidgets as widgets
import pandas as pd
from numpy.typing import ArrayLike

from course_lib.ideas.bill import FALSE_BLOCK_COST
from course_lib.ideas.blocking_policy import Consequence, consequence
from course_lib.plots.bill_by_threshold import plot_bill_by_threshold
from course_lib.plots.show import image

_WIDE = {"style": {"description_width": "17em"}, "layout": {"width": "40em", "max_width": "100%"}}
_RULE = "<p>Flagged payments are blocked, unless a reviewer opens them, riskiest first, and decides correctly.</p>"


def payments_lab(payments: pd.DataFrame, scores: ArrayLike) -> widgets.VBox:
    """Three sliders that move the four boxes, precision, recall and the bill together.

    Args:
        payments: payments that the model has not seen, with `fraud`.
        scores: the model's fraud scores of these payments, 0 to 1, shape (n,).

    >>> from course_lib.datasets.payments import make_payments
    >>> payments = make_payments(2_000, seed=1, truth=True)
    >>> [slider.value for slider in payments_lab(payments, payments["fraud_probability"]).children[1:4]]
    [0.5, 12, 0]
    """
    threshold = widgets.FloatSlider(0.5, min=0.01, max=0.99, step=0.01, description="Threshold: flag from", **_WIDE)
    cost = widgets.IntSlider(FALSE_BLOCK_COST, max=200, step=4, description="Fixed cost of a false block (£)", **_WIDE)
    reviewers = widgets.IntSlider(0, max=10, description="Reviewers (40 payments a day)", **_WIDE)
    words, picture = widgets.HTML(), widgets.HTML()

    def update(_change: object = None) -> None:
        at = round(threshold.value, 2)
        seen = consequence(payments, scores, threshold=at, false_block_cost=cost.value, reviewers=reviewers.value)
        words.value = _in_words(seen)
        ax = plot_bill_by_threshold(seen.bills, nothing=seen.nothing, rule=seen.rule, at=at, at_name="your threshold")
        picture.value = image(ax, dpi=80)

    for slider in (threshold, cost, reviewers):
        slider.observe(update, names="value")
    update()
    return widgets.VBox([widgets.HTML(_RULE), threshold, cost, reviewers, words, picture])


def _in_words(seen: Consequence) -> str:
    boxes = seen.boxes
    recall = f"recall {100 * boxes.recall:.0f} %"
    precision = f"precision {100 * boxes.precision:.0f} %" if boxes.stopped else "no precision: nobody is stopped"
    return f"""<div role="status"><ul>
    <li>Flagged: {seen.flagged:,}; reviewers open {seen.opened:,} of them.</li>
    <li>Of {boxes.thefts:,} thefts: <b>{boxes.caught:,} caught</b>, {boxes.missed:,} missed ({recall}).</li>
    <li>Of {boxes.stopped:,} people stopped: <b>{boxes.honest_stopped:,} honest</b> ({precision});
        {boxes.left_alone:,} honest people left alone.</li>
    <li><b>Bill £{seen.bill:,.0f}</b>; blocking nobody £{seen.nothing:,.0f};
        the written rule, without reviewers, £{seen.rule:,.0f}.</li></ul></div>"""
