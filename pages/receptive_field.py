"""Lesson: what of the input one output cell sees through several layers."""

from functools import partial

import streamlit as st

from convviz.lessons.networks import JUMP, SENTENCE, TITLE
from convviz.listings.network import network_listing
from convviz.playback.receptive_field import FieldAnimation
from convviz.ui import kernels
from convviz.ui.choices import begin as begin_choices
from convviz.ui.choices import offer_history
from convviz.ui.code import code, on_board
from convviz.ui.kernels import kernels_controls, kernels_example, kernels_lesson, kernels_toggle
from convviz.ui.network import network_lesson, save
from convviz.ui.network_controls import network_controls, network_example
from convviz.ui.page import NOTICE, STYLE
from convviz.ui.stage import fixed_stage
from convviz.words import say, term

KERNELS_SENTENCE = term("Two kernels in a row are one larger kernel, where no padding is between.")


@st.fragment
def show() -> None:
    """Run the lesson."""
    current, two = network_lesson(), kernels_lesson()
    shown = two if two.on_stage else current
    begin_choices(lambda: [shown.notice] if shown.notice else [])
    offer_history(shown, reset=shown.reset)
    st.html(STYLE)
    with st.container(key="page"):
        with st.container(horizontal=True, vertical_alignment="center", key="title"):
            st.title(say(TITLE), anchor=False, width="stretch")
            kernels_toggle(two)
            show_code = st.toggle(say("Code"), key="show_code")
            if two.on_stage:
                kernels_example(two)
            else:
                network_example(current)
        st.caption(shown.note or say(KERNELS_SENTENCE if two.on_stage else SENTENCE))
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key="controls"
        ):
            if two.on_stage:
                kernels_controls(two)
            else:
                network_controls(current)
            if shown.notice:
                # The text may quote a link: it goes in as text, never as markup.
                st.text(str(shown.notice), width=NOTICE)
            elif not two.on_stage:
                st.caption(say(JUMP), width="content")
        film = two.film if two.on_stage else FieldAnimation(current.network, current.granularity)
        save(current)
        kernels.save(two)
        write = partial(network_listing, current.network)
        fixed_stage("field_stage", film, say(TITLE), shown.view, on_board(write))
        if show_code:
            with st.container(key="code"):
                code(write)


if __name__ == "__main__":
    show()
