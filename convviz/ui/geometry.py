"""The controls of the window's way over the input: a row of fields for each axis."""

from typing import Final

import streamlit as st

from convviz import editing
from convviz.experiment import PADDING_MODES
from convviz.ui.controls import (
    FIELD,
    MOST_DILATION,
    MOST_PADDING,
    MOST_STRIDE,
    SIDES,
    Change,
    Read,
    number_field,
    size_controls,
)
from convviz.ui.events import control, on_choice
from convviz.ui.state import Lesson
from convviz.words import say, term

MODE_NAMES: Final = {
    "zeros": term("zeros"),
    "reflect": term("reflect: mirrored"),
    "replicate": term("replicate: repeated"),
    "circular": term("circular: wrapped"),
}


def geometry_controls(lesson: Lesson) -> None:
    """Size, kernel, stride, dilation and padding of each axis, and what the padding holds."""
    with st.container(gap="xsmall", width=6 * (FIELD + 16), key="axes"):
        for axis in (0, 1):
            with st.container(horizontal=True, gap="small"):
                _axis_fields(lesson, axis)
    with st.container(gap="xsmall", width=236, key="filling"):
        e = lesson.experiment
        mode = control("padding_mode", e.padding_mode)
        st.selectbox(
            say("Padding is filled with"),
            PADDING_MODES,
            format_func=lambda mode: say(MODE_NAMES[mode]),
            key=mode.key,
            on_change=on_choice(
                mode, PADDING_MODES, lambda chosen: _replace(lesson, padding_mode=chosen)
            ),
        )
        _padding_switch(lesson)


AMOUNTS: Final = {  # name, meaning
    "valid": ("valid", term("*valid*: no padding")),
    "same": ("same", term("*same*: as much as keeps height and width, at stride 1")),
    "numbers": (term("numbers"), term("*numbers*: as typed for each side")),
}


def _padding_switch(lesson: Lesson) -> None:
    """Choose how much padding there is."""
    e = lesson.experiment
    none = e.pads == ((0, 0), (0, 0))
    now = "same" if e.padding == "same" else "valid" if none else "numbers"
    switch = control("padding", now)

    def choose(chosen: str) -> None:
        _replace(lesson, padding=e.pads if chosen == "numbers" else chosen)

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


def flip_switch(lesson: Lesson) -> None:
    """Turn the kernel by half a turn: what tells convolution from cross-correlation."""
    switch = control("flip", lesson.option("kernel") == "flipped")

    def flip(on: bool) -> None:
        turned = "flipped" if on else "as it is"
        lesson.attempt(lambda: editing.flip(lesson.experiment), kernel=turned)

    st.toggle(
        say("Convolution: flip K"),
        key=switch.key,
        on_change=switch.telling(flip),
        help=say(
            "True convolution turns the kernel by half a turn, up and down, left and right, before "
            "it slides. Deep learning leaves that out: cross-correlation. K is shown as it is used."
        ),
    )


def _axis_fields(lesson: Lesson, axis: int) -> None:
    letter, (before, after) = "hw"[axis], SIDES[axis]
    size_controls(lesson, (("height", "k_h"), ("width", "k_w"))[axis])
    fields: tuple[tuple[str, str, Read, tuple[int, int]], ...] = (
        ("stride", say("Stride s_{axis}", axis=letter), lambda e: e.stride[axis], (1, MOST_STRIDE)),
        (
            "dilation",
            say("Dilation d_{axis}", axis=letter),
            lambda e: e.dilation[axis],
            (1, MOST_DILATION),
        ),
        ("before", say(before), lambda e: e.pads[axis][0], (0, MOST_PADDING)),
        ("after", say(after), lambda e: e.pads[axis][1], (0, MOST_PADDING)),
    )
    for name, label, read, ends in fields:
        number_field(lesson, f"{name} {letter}", label, read, ends, _moving(axis, name))


def _moving(axis: int, name: str) -> Change:
    return lambda e, number: editing.move(e, axis, **{name: number})


def _replace(lesson: Lesson, **changes: object) -> None:
    lesson.attempt(lambda: lesson.experiment.replace(**changes))
