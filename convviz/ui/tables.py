"""The numbers of a lesson as HTML tables, for reading, for screen readers and for copying."""

import html

import numpy as np
import streamlit as st

from convviz.conv import conv2d
from convviz.experiment import Experiment, FloatArray
from convviz.style import exact


def tables(experiment: Experiment) -> None:
    """Show X, K, the bias and Y, a table for every channel."""
    e = experiment
    y = conv2d(
        e.x,
        e.weight,
        e.bias,
        stride=e.stride,
        padding=e.padding,
        dilation=e.dilation,
        groups=e.groups,
        padding_mode=e.padding_mode,
    )
    named = [(f"X[{c}]", channel) for c, channel in enumerate(e.x)]
    named += [(f"K[{o},{c}]", e.weight[o, c]) for o, c in np.ndindex(*e.weight.shape[:2])]
    named += [("bias", e.bias[None])]
    named += [(f"Y[{o}]", channel) for o, channel in enumerate(y)]
    st.html(f'<div class="convviz-tables">{"".join(_table(*each) for each in named)}</div>')


def _table(name: str, values: FloatArray) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{exact(float(value))}</td>' for value in row)}</tr>" for row in values
    )
    return f"<table><caption>{html.escape(name)}</caption><tbody>{rows}</tbody></table>"
