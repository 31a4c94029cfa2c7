"""A photograph mixed by the 1×1 kernel of the lesson."""

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import streamlit as st
from PIL import Image

from convviz import editing
from convviz.animation import Animation
from convviz.conv import conv2d
from convviz.experiment import FloatArray
from convviz.style import exact, number
from convviz.ui.state import Lesson
from convviz.words import say

COLOURS = ("R", "G", "B")


def photo_toggle() -> None:
    """Open and close the view."""
    st.toggle(say("Photograph"), key="photo")


def photo_view(lesson: Lesson, animation: Animation) -> None:
    """Show the photograph, its three channels and what the kernel makes of them, if it is open."""
    if not st.session_state.get("photo"):
        return
    e = lesson.experiment
    if e.c_in != len(COLOURS):
        st.info(
            say(
                "A photograph has 3 channels, R, G and B: this kernel reads {c_in}. Set C_in to 3.",
                c_in=e.c_in,
            )
        )
        return
    x = photograph()
    y = conv2d(x, e.weight, e.bias)
    maps = [(f"X{'₀₁₂'[c]} = {colour}", _grey(x[c], 0, 1)) for c, colour in enumerate(COLOURS)]
    st.caption(say("All pixels of the photograph at once, whatever the step of the stage."))
    with st.container(horizontal=True, gap="small"):
        source, alt = say("Photograph: NASA, 1992, public domain."), say("The photograph in colour")
        st.image(np.moveaxis(x, 0, -1), caption=source, width=176, alt=alt)
        for name, picture in maps:
            alt = say("Input channel {name} in grey", name=name)
            st.image(picture, caption=name, width=132, alt=alt)
        st.markdown("→")
        for o, channel in enumerate(y):
            low, high = float(channel.min()), float(channel.max())
            ends = {"black": number(low), "white": number(high)}
            name = say("Y[{o}]: black {black}, white {white}", o=o, **ends)
            alt = say("Output map {name}", name=name)
            st.image(_grey(channel, low, high), caption=name, width=132, alt=alt)
        if e.c_out == len(COLOURS):
            cut = np.clip(y, 0, 1)
            share = np.mean(np.any(cut != y, axis=0))
            name = say(
                "Y as R, G, B; {share:.0%} of the pixels are out of 0 … 1 and cut off", share=share
            )
            alt = say("The outputs in colour")
            st.image(np.moveaxis(cut, 0, -1), caption=name, width=176, alt=alt)
    _sliders(lesson)


@cache
def photograph() -> FloatArray:
    """The photograph as (3, 128, 128), from 0 to 1."""
    with (
        as_file(files("convviz.data").joinpath("astronaut.png")) as path,
        Image.open(path) as image,
    ):
        pixels = np.asarray(image.convert("RGB"), dtype=np.float64) / 255
    channels = np.ascontiguousarray(np.moveaxis(pixels, -1, 0))
    channels.setflags(write=False)
    return channels


def _grey(channel: FloatArray, black: float, white: float) -> FloatArray:
    """Scale one map so that ``black`` is 0 and ``white`` is 1."""
    return (channel - black) / (white - black) if white > black else np.zeros_like(channel)


def _sliders(lesson: Lesson) -> None:
    """Every weight as a slider; the cells of the stage hold the same numbers."""
    weights = lesson.experiment.weight[:, :, 0, 0]
    end = max(2.0, float(np.abs(weights).max()))
    for o, row in enumerate(weights):
        with st.container(horizontal=True, gap="medium"):
            for c, weight in enumerate(row):
                key = f"weight {o} {c}"
                st.session_state[key] = float(weight)
                st.slider(
                    say("K[{o},{c}] on {colour}", o=o, c=c, colour=COLOURS[c]),
                    *(-end, end),
                    key=key,
                    step=0.01,
                    on_change=_set_weight,
                    args=(lesson, o, c, key),
                )


def _set_weight(lesson: Lesson, o: int, c: int, key: str) -> None:
    text = exact(round(float(st.session_state[key]), 2))
    lesson.attempt(lambda: editing.set_cell(lesson.experiment, f"k {o} {c} 0 0", text))
