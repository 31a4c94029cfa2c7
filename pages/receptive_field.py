"""Lesson: what of the input one output cell sees through several layers."""

from functools import partial

import streamlit as st

from convviz.field_animation import FieldAnimation
from convviz.listing_network import network_listing
from convviz.ui.code import code
from convviz.ui.kernels import kernels_view
from convviz.ui.network import network_lesson, save
from convviz.ui.network_controls import network_controls, network_example
from convviz.ui.page import NOTICE, STYLE
from convviz.ui.stage import fixed_stage
from convviz.words import say, term

TITLE = term("Receptive field")
SENTENCE = term("What of the input does one output cell see? Click an output cell.")
JUMP = term("jump: product of the  \nstrides before a layer")


@st.fragment
def show() -> None:
    """Run the lesson."""
    current = network_lesson()
    st.html(STYLE)
    with st.container(key="page"):
        with st.container(horizontal=True, vertical_alignment="center", key="title"):
            st.title(say(TITLE), anchor=False, width="stretch")
            two = st.toggle(say("Two kernels as one"), key="two_kernels")
            show_code = st.toggle(say("Code"), key="show_code")
            network_example(current)
        st.caption(current.note or say(SENTENCE))
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key="controls"
        ):
            network_controls(current)
            if current.notice:
                # The text may quote a link: it goes in as text, never as markup.
                st.text(current.notice, width=NOTICE)
            else:
                st.caption(say(JUMP), width="content")
        animation = FieldAnimation(current.network, current.granularity)
        fixed_stage("field_stage", animation, say(TITLE), current.view)
        save(current)
        if two:
            kernels_view()
        if show_code:
            with st.container(key="code"):
                code(partial(network_listing, current.network))


show()
