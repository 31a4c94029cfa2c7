"""A photograph mixed by the 1×1 kernel of the lesson."""

from functools import partial

import numpy as np
import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d
from convviz.formats.numerals import exact
from convviz.lessons import editing
from convviz.playback.film import Film
from convviz.playback.photo import PhotoAnimation, photograph
from convviz.ui.arrival import by_address
from convviz.ui.events import control
from convviz.ui.state import LessonDocument
from convviz.words import say

COLOURS = ("R", "G", "B")


KEY = "convviz_photo"
ADDRESS = "photo"


def _open() -> bool:
    """Whether the photograph is shown: as the visitor left it, or as an address says."""
    asked = st.query_params.get(ADDRESS) == "1"
    if KEY not in st.session_state or by_address():
        st.session_state[KEY] = asked
    shown: bool = st.session_state[KEY]
    return shown


def photo_toggle(current: LessonDocument) -> None:
    """Show a photograph mixed by the kernel instead of the numbers, or go back to these."""
    switch = control("photo", _open())

    def turn(shown: bool) -> None:
        st.session_state[KEY] = shown
        current.place(0, current.granularity)

    st.toggle(say("Photograph"), key=switch.key, on_change=switch.telling(turn))


def photo_film(current: LessonDocument) -> PhotoAnimation | None:
    """What the stage plays while the photograph is shown and the kernel reads its channels."""
    if not _open():
        return None
    try:
        return PhotoAnimation(current.experiment, photograph())
    except ExperimentError:
        return None


def photo_view(current: LessonDocument, film: Film) -> None:
    """Every weight as a slider, and three outputs as a picture; say why where nothing is shown."""
    wanted = "1" if _open() else None
    if wanted != st.query_params.get(ADDRESS):
        if wanted:
            st.query_params[ADDRESS] = wanted
        else:
            del st.query_params[ADDRESS]
    if isinstance(film, PhotoAnimation):
        _in_colour(film)
        _sliders(current)
    elif wanted:
        try:
            PhotoAnimation(current.experiment, photograph())
        except ExperimentError as error:
            st.info(str(error))


def _in_colour(film: PhotoAnimation) -> None:
    """Three outputs as R, G and B, with how much of them no picture can show."""
    e = film.experiment
    st.caption(say("All pixels of the photograph at once, whatever the step of the stage."))
    with st.container(horizontal=True, gap="small"):
        source, alt = say("Photograph: NASA, 1992, public domain."), say("The photograph in colour")
        st.image(np.moveaxis(film.pixels, 0, -1), caption=source, width=176, alt=alt)
        if e.c_out == len(COLOURS):
            y = conv2d(film.pixels, e.weight, e.bias)
            cut = np.clip(y, 0, 1)
            share = np.mean(np.any(cut != y, axis=0))
            name = say(
                "Y as R, G, B; {share:.0%} of the pixels are out of 0 … 1 and cut off", share=share
            )
            alt = say("The outputs in colour")
            st.image(np.moveaxis(cut, 0, -1), caption=name, width=176, alt=alt)


def _sliders(current: LessonDocument) -> None:
    """Every weight as a slider; the cells of the stage hold the same numbers."""
    weights = current.experiment.weight[:, :, 0, 0]
    end = max(2.0, float(np.abs(weights).max()))
    for o, row in enumerate(weights):
        with st.container(horizontal=True, gap="medium"):
            for c, weight in enumerate(row):
                slider = control(f"weight {o} {c}", float(weight))
                st.slider(
                    say("K[{o},{c}] on {colour}", o=o, c=c, colour=COLOURS[c]),
                    *(-end, end),
                    key=slider.key,
                    step=0.01,
                    on_change=slider.telling(partial(_set_weight, current, o, c)),
                )


def _set_weight(current: LessonDocument, o: int, c: int, weight: float) -> None:
    text = exact(round(weight, 2))
    current.attempt(lambda: editing.set_cell(current.experiment, f"k {o} {c} 0 0", text))
