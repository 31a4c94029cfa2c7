"""The three-dimensional view of a lesson, loaded when it is opened."""

import streamlit as st

from convviz.ui.figure import show_figure
from convviz.ui.page import Shown
from convviz.ui.state import LessonDocument
from convviz.words import say


def stack_toggle() -> None:
    """Open and close the view."""
    st.toggle(say("3-D stack"), key="stack")


def stack_view(current: LessonDocument, shown: Shown) -> None:
    """Show the input volume and the output maps as stacks of sheets that turn, if it is open."""
    if not st.session_state.get("stack"):
        return
    from convviz.drawing.plots import outlines, stack_figure

    e = current.experiment
    show_figure(
        "space",
        stack_figure(e, shown.limits),
        say(
            "The {c_in} input channels as a stack of sheets, and beside it the "
            "{c_out} output channels as another; the current window and output are marked.",
            c_in=e.c_in,
            c_out=e.c_out,
        ),
        outlines(e),
    )
    st.code("Y = stack([corr2d_multi_in(X, k) + b for k, b in zip(K, bias)], axis=0)")
