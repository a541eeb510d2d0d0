"""A first slider: from what basket is delivery free, and what does that cost?"""

from __future__ import annotations

import ipywidgets as widgets

from course_lib.ideas.free_delivery import cost_of_free, count_free
from course_lib.plots.baskets import plot_baskets
from course_lib.plots.show import image


def free_delivery_slider(baskets: list[int]) -> widgets.VBox:
    """One slider for the basket from which delivery is free; the picture and the cost follow it.

    >>> free_delivery_slider([12, 30, 48]).children[0].description
    'Free from (£)'
    """
    slider = widgets.IntSlider(
        30,
        min=0,
        max=100,
        description="Free from (£)",
        style={"description_width": "initial"},
        layout={"width": "26em"},
    )
    told, picture = widgets.HTML(), widgets.HTML()

    def redraw(_change: object = None) -> None:
        free, cost = count_free(baskets, slider.value), cost_of_free(baskets, slider.value)
        told.value = (
            '<p role="status" style="color:var(--jp-content-font-color1, inherit)">'
            f"Free from £{slider.value}: <b>{free} of {len(baskets)}</b> baskets go free, which costs Pebblecart <b>£{cost}</b>.</p>"
        )
        picture.value = image(plot_baskets(baskets, slider.value))

    slider.observe(redraw, names="value")
    redraw()
    return widgets.VBox([slider, told, picture])
