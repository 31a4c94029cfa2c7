"""Lesson: 1×1 convolution, a fully connected layer at every pixel."""

import numpy as np
import streamlit as st

from convviz.lessons import pointwise
from convviz.playback.animation import animate
from convviz.ui.page import Page, Shown, show
from convviz.ui.photo import photo_film, photo_toggle, photo_view
from convviz.ui.state import LessonDocument
from convviz.words import say


def random_numbers(current: LessonDocument) -> None:
    """Fill X and K with normal random numbers, as in D2L's check that both ways agree."""

    def fill() -> None:
        rng, e = np.random.default_rng(), current.experiment
        x, weight = rng.normal(size=e.x.shape), rng.normal(size=e.weight.shape)
        current.attempt(lambda: current.experiment.replace(x=x.round(3), weight=weight.round(3)))

    st.button(say("Random numbers"), key="random", on_click=fill)


def draw(current: LessonDocument) -> Shown:
    """A photograph while it is asked for, else the numbers."""
    return photo_film(current) or animate(current.experiment, "pointwise")


def tools(current: LessonDocument) -> None:
    """Controls that only this page has."""
    photo_toggle(current)
    random_numbers(current)


LESSON = Page(
    pointwise.LESSON,
    shapes_width=490,
    draw=draw,
    tools=tools,
    views=photo_view,
)

if __name__ == "__main__":
    show(LESSON)
