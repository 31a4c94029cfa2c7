"""The controls of the window's way over the input: a row of fields for each axis."""

from typing import Final

import streamlit as st

from convviz.core.geometry import PADDING_MODES
from convviz.lessons import editing
from convviz.lessons.geometry import AXES
from convviz.ui.controls import FIELD, number_controls
from convviz.ui.events import control, on_choice
from convviz.ui.state import LessonDocument
from convviz.words import say, term

MODE_NAMES: Final = {
    "zeros": term("zeros"),
    "reflect": term("reflect: mirrored"),
    "replicate": term("replicate: repeated"),
    "circular": term("circular: wrapped"),
}


def geometry_controls(current: LessonDocument) -> None:
    """Size, kernel, stride, dilation and padding of each axis, and what the padding holds."""
    with st.container(gap="xsmall", width=6 * (FIELD + 16), key="axes"):
        for numbers in AXES:
            with st.container(horizontal=True, gap="small"):
                number_controls(current, numbers)
    with st.container(gap="xsmall", width=236, key="filling"):
        e = current.experiment
        mode = control("padding_mode", e.padding_mode)
        st.selectbox(
            say("Padding is filled with"),
            PADDING_MODES,
            format_func=lambda mode: say(MODE_NAMES[mode]),
            key=mode.key,
            on_change=on_choice(
                mode, PADDING_MODES, lambda chosen: _replace(current, padding_mode=chosen)
            ),
        )
        _padding_switch(current)


AMOUNTS: Final = {  # name, meaning
    "valid": ("valid", term("*valid*: no padding")),
    "same": ("same", term("*same*: as much as keeps height and width, at stride 1")),
    "numbers": (term("numbers"), term("*numbers*: as typed for each side")),
}


def _padding_switch(current: LessonDocument) -> None:
    """Choose how much padding there is."""
    e = current.experiment
    none = e.pads == ((0, 0), (0, 0))
    now = "same" if e.padding == "same" else "valid" if none else "numbers"
    switch = control("padding", now)

    def choose(chosen: str) -> None:
        _replace(current, padding=e.pads if chosen == "numbers" else chosen)

    st.segmented_control(
        say("Padding"),
        [*AMOUNTS],
        format_func=lambda amount: say(AMOUNTS[amount][0]),
        key=switch.key,
        required=True,
        on_change=on_choice(switch, AMOUNTS, choose),
        label_visibility="collapsed",
        help="  \n".join(say(meaning) for _, meaning in AMOUNTS.values()),
    )


def flip_switch(current: LessonDocument) -> None:
    """Turn the kernel by half a turn: what tells convolution from cross-correlation."""
    switch = control("flip", current.option("kernel") == "flipped")

    def flip(on: bool) -> None:
        turned = "flipped" if on else "as it is"
        current.attempt(lambda: editing.flip(current.experiment), kernel=turned)

    st.toggle(
        say("Convolution: flip K"),
        key=switch.key,
        on_change=switch.telling(flip),
        help=say(
            "True convolution turns the kernel by half a turn, up and down, left and right, before "
            "it slides. Deep learning leaves that out: cross-correlation. K is shown as it is used."
        ),
    )


def _replace(current: LessonDocument, **changes: object) -> None:
    current.attempt(lambda: current.experiment.replace(**changes))
