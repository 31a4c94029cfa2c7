"""Lesson: maximum and average pooling, each channel by itself."""

import streamlit as st

from convviz.core.pooling import POOLING, Pooling
from convviz.lessons import pooling
from convviz.lessons.lesson import OPTIONS
from convviz.lessons.tables import Named, matrices
from convviz.listings.pooling import pooling_listing
from convviz.ui.controls import number_controls
from convviz.ui.events import control
from convviz.ui.page import Page, Shown, show
from convviz.ui.state import LessonDocument
from convviz.words import say, term

KINDS = {"max": term("max"), "average": term("average")}


def code(current: LessonDocument, language: str) -> str:
    """Write the chosen kind of pooling as a program."""
    return pooling_listing(current.experiment, current.option("pooling"), language)


def tables(current: LessonDocument, shown: Shown) -> list[Named]:
    """The input, and what is pooled of it."""
    return matrices(POOLING, Pooling.of(current.experiment, current.option("pooling")))


def controls(current: LessonDocument) -> None:
    """Sizes of the input and of the window, its stride and its padding; maximum or average."""
    number_controls(current, pooling.SIZES)
    with st.container(horizontal=True, gap="small", width="content"):
        number_controls(current, pooling.MOVES)


def mode_switch(current: LessonDocument) -> None:
    """Choose the maximum or the average."""
    switch = control("pooling", current.option("pooling"))

    def choose(kind: str) -> None:
        current.attempt(lambda: current.experiment, pooling=kind)

    st.segmented_control(
        say("Pooling"),
        OPTIONS["pooling"],
        format_func=lambda kind: say(KINDS[kind]),
        key=switch.key,
        required=True,
        on_change=switch.telling(choose),
        label_visibility="collapsed",
    )


LESSON = Page(
    pooling.LESSON,
    controls=controls,
    tools=mode_switch,
    code=code,
    tables=tables,
)

if __name__ == "__main__":
    show(LESSON)
