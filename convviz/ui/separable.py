"""A 1×1 convolution after that of the stage, and the one kernel that does both at once."""

import numpy as np
import streamlit as st

from convviz import editing
from convviz.animation import Animation
from convviz.conv import corr2d_multi_in_out_1x1, count_weights, output
from convviz.experiment import MAX_VALUE, Experiment, ExperimentError, FloatArray
from convviz.matrices import mixed_kernel
from convviz.parsing import parse_block
from convviz.presets import POINTWISE
from convviz.style import exact, number
from convviz.ui.state import Lesson
from convviz.ui.tables import show_tables
from convviz.words import say

KEY = "mix"
MOST_OUTPUTS = 8


def separable_toggle(lesson: Lesson) -> None:
    """Open and close the view."""
    st.toggle(
        say("Then 1×1"),
        key="separable",
        help=say("Mix the outputs by a 1×1 convolution: separable."),
    )


def separable_view(lesson: Lesson, animation: Animation) -> None:
    """Mix the output maps by a typed 1×1 kernel; show the one standard kernel that equals both."""
    if not st.session_state.get("separable"):
        return
    e = lesson.experiment
    typed = st.session_state.setdefault(KEY, {})  # one text for each number of maps
    text = st.text_area(
        say("1×1 kernel p: one row of {n} weights for each output", n=e.c_out),
        value=typed.get(e.c_out, _first(e.c_out)),
        key=f"mix {e.c_out}",
        height=110,
        width=420,
    )
    typed[e.c_out] = text
    try:
        mix = read_mix(text, e.c_out)
        single = single_step(e, mix)
    except ExperimentError as error:
        st.text(str(error))
        return
    maps, mixed = output(e), both_steps(e, mix)
    st.text(comparison(e, mix))
    show_tables(
        [
            *((say("first step [{m}]", m=m), each) for m, each in enumerate(maps)),
            *((say("then 1×1: Y[{o}]", o=o), each) for o, each in enumerate(mixed)),
            *(
                (say("single K[{o},{c}]", o=o, c=c), single.weight[o, c])
                for o, c in np.ndindex(*single.weight.shape[:2])
            ),
        ]
    )


def read_mix(text: str, c_in: int) -> FloatArray:
    """Read a typed 1×1 kernel, (C_out, C_in); raises ExperimentError."""
    block = parse_block(text)
    rows = block[0] if len(block) == 1 else [row for channel in block for row in channel]
    if len(rows[0]) != c_in or len(rows) > MOST_OUTPUTS:
        raise ExperimentError(
            "A 1×1 kernel after {c_in} maps has rows of {c_in} numbers, 1 to {most} of them; "
            "here are {rows} rows of {columns}.",
            c_in=c_in,
            most=MOST_OUTPUTS,
            rows=len(rows),
            columns=len(rows[0]),
        )
    return np.array(rows)


def both_steps(experiment: Experiment, mix: FloatArray) -> FloatArray:
    """Output of the convolution and then of the 1×1 convolution, (C_out of mix, H', W')."""
    y: FloatArray = corr2d_multi_in_out_1x1(output(experiment), mix[:, :, np.newaxis, np.newaxis])
    return y


def single_step(experiment: Experiment, mix: FloatArray) -> Experiment:
    """The one standard convolution that equals both steps; raises ExperimentError if too large."""
    whole = editing.ungrouped(experiment)
    weight, bias = mixed_kernel(whole.weight, mix), mix @ whole.bias
    if max(np.abs(weight).max(), np.abs(bias).max()) > MAX_VALUE:
        raise ExperimentError(
            "The one kernel that equals both steps would hold numbers over {most:,.0f}: "
            "make those of p smaller.",
            most=MAX_VALUE,
        )
    return whole.replace(weight=weight, bias=bias)


def comparison(experiment: Experiment, mix: FloatArray) -> str:
    """Weights of both ways, and how far their results are apart."""
    e, single = experiment, single_step(experiment, mix)
    first, second = count_weights(e.weight.shape), mix.size
    dense = count_weights(single.weight.shape)
    share = number((first + second) / dense)
    gap = float(np.abs(both_steps(e, mix) - output(single)).max())
    return say(
        "{first} + {second} = {both} weights in two steps, {dense} in one standard "
        "kernel K[o,c] = sum of p[o,m] · d[m,c]: {share} times as many. "
        "Largest difference between the results: {gap}.",
        first=first,
        second=second,
        both=first + second,
        dense=dense,
        share=share,
        gap=number(gap) if gap else "0",
    )


def _first(c_in: int) -> str:
    mix = POINTWISE if c_in == POINTWISE.shape[1] else np.eye(c_in)
    return "\n".join(" ".join(exact(float(value)) for value in row) for row in mix)
