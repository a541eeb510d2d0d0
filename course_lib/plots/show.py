"""Display a picture with its alt text, and the one look that all pictures share."""

from __future__ import annotations

import base64
import html
import io

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

# Okabe & Ito (2008), "Color Universal Design": told apart by readers with any colour vision.
# A colour never carries a meaning alone: each is doubled by a marker, a line style or a label.
INK, BLUE, ORANGE, GREEN, PURPLE, GREY = "#222222", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8A8A8A"


def new_axes(
    ax: Axes | None = None, *, width: float = 7.0, height: float = 4.0, left: float = 0.85, right: float = 0.2
) -> Axes:
    """The axes to draw on: the given ones, or new ones in the course's look (sizes in inches).

    The margins are fixed: while a slider moves, the axes stay where they are, and no layout is searched for at each
    move, which took a third of a picture's time.

    Args:
        ax: returned as it is, if given.
        left, right: margins, for what stands beside the axes: the numbers, and names of lines.

    >>> new_axes().get_facecolor()
    (1.0, 1.0, 1.0, 1.0)
    """
    if ax is not None:
        return ax
    below, above = 0.6, 0.4  # room for the label under the numbers, and for the title
    place = (left / width, below / height, 1 - (left + right) / width, 1 - (below + above) / height)
    with plt.rc_context({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False}):
        # White paper in dark themes too: the ink's contrast is then known.
        return plt.figure(figsize=(width, height), facecolor="white").add_axes(place)


def describe(ax: Axes, *, claim: str, alt: str, x: str, y: str) -> Axes:
    """Give the axes a claim as title, its alt text, and both labels with units.

    >>> describe(new_axes(), claim="Costs fall", alt="Costs fall from £9 to £2.", x="week", y="cost (£)").get_title(loc="left")
    'Costs fall'
    """
    ax.set_title(claim, loc="left", fontsize=12, color=INK)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.figure.mlpm_alt = alt
    return ax


def alt_text(ax: Axes) -> str:
    """The alt text that `describe` gave to the figure of these axes."""
    return ax.figure.mlpm_alt


def png(ax: Axes, *, dpi: int = 100) -> bytes:
    """The figure as a PNG image; the figure is closed."""
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png", dpi=dpi)
    plt.close(ax.figure)
    return buffer.getvalue()


def image(ax: Axes, *, dpi: int = 100) -> str:
    """The figure as an HTML image with its alt text, for a lab; the figure is closed.

    >>> ax = describe(new_axes(), claim="Costs fall", alt="Costs fall to £2.", x="week", y="cost (£)")
    >>> image(ax)[:28]
    '<img alt="Costs fall to £2."'
    """
    alt = html.escape(alt_text(ax), quote=True)
    data = base64.b64encode(png(ax, dpi=dpi)).decode("ascii")
    return f'<img alt="{alt}" style="max-width:100%;height:auto" src="data:image/png;base64,{data}">'


def show(ax: Axes) -> None:
    """Display the picture in the notebook with its alt text, once, and close it.

    A picture left as a cell's last line prints `<Axes: …>`, appears twice and has no alt text; JupyterLab and
    nbconvert's `lab` template drop the alt text of an image output, so it travels as HTML, which both keep.
    """
    from IPython.display import display

    display({"text/plain": alt_text(ax), "text/html": image(ax)}, raw=True)
