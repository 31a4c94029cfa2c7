"""The numbers of a lesson as HTML tables, for reading, for screen readers and for copying."""

import html
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from convviz.conv import output
from convviz.experiment import Experiment, FloatArray
from convviz.style import TILES, exact, scale
from convviz.words import say

Named = tuple[str, FloatArray]

_STYLE = """<style>
.convviz-tables { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: flex-start }
.convviz-tables > div { max-width: 100%; overflow-x: auto }
.convviz-tables > div:focus-visible { outline: 3px solid var(--primary-color, #4a86d8) }
.convviz-tables caption { caption-side: top; text-align: left; white-space: nowrap }
.convviz-tables caption { font-weight: 600 }
.convviz-tables table { border-collapse: collapse; font-variant-numeric: tabular-nums }
.convviz-tables td, .convviz-tables th { padding: 0.2rem 0.6rem; text-align: right }
.convviz-tables tbody td { border: 1px solid #8888 }
.convviz-tables th { font-weight: 400; opacity: 0.75 }
.convviz-scale i { display: inline-block; width: 1.4rem; height: 0.9rem; vertical-align: middle }
</style>"""


def tensors(experiment: Experiment) -> list[Named]:
    """X, K, the bias and Y of an experiment, a matrix for every channel."""
    e = experiment
    return [
        *channels("X", e.x),
        *((f"K[{o},{c}]", e.weight[o, c]) for o, c in np.ndindex(*e.weight.shape[:2])),
        (say("bias"), e.bias[None]),
        *channels("Y", output(e)),
    ]


def channels(name: str, tensor: FloatArray) -> list[Named]:
    """Every channel of a tensor (C, H, W) under its name."""
    return [(f"{name}[{c}]", channel) for c, channel in enumerate(tensor)]


def tables(named: Sequence[Named], limits: Mapping[str, float]) -> None:
    """Show matrices as tables, and the legend of the colours that they have in the stage."""
    show_tables(named)
    st.html(f'<p class="convviz-scale">{_legend(limits)}</p>')


def show_tables(named: Sequence[Named]) -> None:
    """Show matrices side by side, each under its name."""
    tables = "".join(_table(*each) for each in named)
    st.html(f'{_STYLE}<div class="convviz-tables">{tables}</div>')


def _legend(limits: Mapping[str, float]) -> str:
    swatches = "".join(f'<i style="background:{colour}"></i>' for colour in TILES)
    return swatches + " " + say("; ").join(scale(say(name), end) for name, end in limits.items())


def _table(name: str, values: FloatArray) -> str:
    """Write a matrix with the indices of its rows and columns; a wide one scrolls by itself."""
    columns = "".join(f'<th scope="col">{j}</th>' for j in range(values.shape[1]))
    rows = "".join(
        f'<tr><th scope="row">{i}</th>'
        f"{''.join(f'<td>{exact(float(value))}</td>' for value in row)}</tr>"
        for i, row in enumerate(values)
    )
    title = html.escape(name)
    return (
        f'<div tabindex="0" role="region" aria-label="{title}"><table><caption>{title}</caption>'
        f"<thead><tr><td></td>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
