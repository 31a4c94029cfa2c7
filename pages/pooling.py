"""Lesson: maximum and average pooling, each channel by itself."""

import streamlit as st

from convviz import editing
from convviz.animation import Animation, animate
from convviz.drawing.pooling import pooled
from convviz.experiment import Experiment
from convviz.listing_pooling import pooling_listing
from convviz.ui.controls import MOST_STRIDE, Change, Read, check_sizes, number_field, size_controls
from convviz.ui.events import control
from convviz.ui.page import Page, show
from convviz.ui.state import OPTIONS, Lesson
from convviz.ui.tables import Named, channels
from convviz.words import Message, later, say, term

# The first is what a new visitor sees.
EXAMPLES = ("average_pool", "average_d2l", "pool_padded", "pool_uneven")
SIZES = ("c_in", "height", "width", "k_h", "k_w")
WINDOW = {"k_h": term("Window k_h"), "k_w": term("Window k_w")}
KINDS = {"max": term("max"), "average": term("average")}


def as_pooling(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep the input and the window; a kernel of its own gives way to the average."""
    check_sizes(experiment)
    fitting = editing.pooling(experiment)
    larger = tuple(map(max, fitting.pads))
    if any(before != after for before, after in fitting.pads):
        fitting = fitting.replace(padding=larger)
    if fitting == experiment:
        return experiment, None
    if fitting == experiment.replace(padding=larger):
        return fitting, later(
            "Here opposite sides have the same padding: p_h = {rows}, p_w = {columns}.",
            rows=larger[0],
            columns=larger[1],
        )
    return fitting, later(
        "Pooling has no weights to learn: the input and the window size stay, "
        "the kernel became the average of each channel."
    )


def shapes(experiment: Experiment) -> str:
    """Live shapes: pooling keeps the number of channels."""
    e = experiment
    made = say("Y (C, H′, W′) = {shape}; no weights", shape=e.output_shape)
    return f"X (C, H, W) = {e.x.shape}  \n{made}"


def draw(lesson: Lesson) -> Animation:
    """Make the scene of the chosen kind of pooling."""
    return animate(lesson.experiment, f"{lesson.option('pooling')}_pooling")


def code(lesson: Lesson, language: str) -> str:
    """Write the chosen kind of pooling as a program."""
    return pooling_listing(lesson.experiment, lesson.option("pooling"), language)


def tables(lesson: Lesson, animation: Animation) -> list[Named]:
    """The input, and what is pooled of it."""
    e = lesson.experiment
    return [*channels("X", e.x), *channels("Y", pooled(e, lesson.option("pooling")), "y")]


def controls(lesson: Lesson) -> None:
    """Sizes of the input and of the window, its stride and its padding; maximum or average."""
    e = lesson.experiment
    size_controls(lesson, SIZES, also=editing.pooling, labels=WINDOW)
    with st.container(horizontal=True, gap="small", width="content"):
        for axis, letter in enumerate("hw"):
            key, label = f"stride {letter}", say("Stride s_{axis}", axis=letter)
            read, change = _striding(axis)
            number_field(lesson, key, label, read, (1, MOST_STRIDE), change)
        for axis, letter in enumerate("hw"):
            key, label = f"padding {letter}", say("Padding p_{axis}", axis=letter)
            most = e.kernel_size[axis] // 2
            read, change = _padding(axis)
            number_field(lesson, key, label, read, (0, most), change)


def _striding(axis: int) -> tuple[Read, Change]:
    return (
        lambda e: e.stride[axis],
        lambda e, number: editing.move(e, axis, stride=number),
    )


def _padding(axis: int) -> tuple[Read, Change]:
    return (
        lambda e: e.pads[axis][0],
        lambda e, number: editing.move(e, axis, before=number, after=number),
    )


def mode_switch(lesson: Lesson) -> None:
    """Choose the maximum or the average."""
    switch = control("pooling", lesson.option("pooling"))

    def choose(kind: str) -> None:
        lesson.attempt(lambda: lesson.experiment, pooling=kind)

    st.segmented_control(
        say("Pooling"),
        OPTIONS["pooling"],
        format_func=lambda kind: say(KINDS[kind]),
        key=switch.key,
        required=True,
        on_change=switch.telling(choose),
        label_visibility="collapsed",
    )


show(
    Page(
        scene="pooling",
        title=term("Pooling"),
        sentence=term(
            "The window takes the largest number or the average, of one channel at a time: "
            "as many channels come out as go in."
        ),
        examples=EXAMPLES,
        sizes=(),
        shapes=shapes,
        accept=as_pooling,
        draw=draw,
        controls=controls,
        tools=mode_switch,
        code=code,
        tables=tables,
    )
)
