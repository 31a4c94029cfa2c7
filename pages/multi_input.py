"""Lesson: multiple input channels, one output channel."""

import streamlit as st

from convviz.animation import animate
from convviz.experiment import Experiment
from convviz.presets import PRESETS
from convviz.ui.controls import example_chooser, size_controls
from convviz.ui.stage import stage
from convviz.ui.state import lesson
from convviz.ui.tables import tables

TITLE = "Multiple input channels"
EXAMPLES = tuple(p.name for p in PRESETS if p.experiment.c_out == 1 and p.experiment.groups == 1)


def one_output(experiment: Experiment) -> Experiment:
    """Keep what this page shows of an experiment: its first output channel."""
    if experiment.c_out == 1:
        return experiment
    return experiment.replace(weight=experiment.weight[:1], bias=experiment.bias[:1])


@st.fragment
def page() -> None:
    """Controls, stage, tables: an edit runs this part again, and nothing else."""
    current = lesson(EXAMPLES[0], one_output)
    animation = animate(current.experiment, "multi_input")
    with st.container(horizontal=True, vertical_alignment="top"):
        st.header(TITLE, width="stretch")
        with st.container(width=320):
            example_chooser(current, EXAMPLES)
    st.caption("Every channel has its own kernel slice. Their sums are added into one number. Click any cell to change it.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size_controls(current, ("c_in", "height", "width", "k_h", "k_w"))
        st.markdown(f":red[{current.notice}]" if current.notice else animation.description, width="stretch")
        show_tables = st.toggle("Tables")
    stage(current, animation, TITLE)
    if show_tables:
        tables(current.experiment)


page()
