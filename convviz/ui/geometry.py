"""The controls of the window's way over the input: a row of fields for each axis."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from convviz import editing
from convviz.experiment import PADDING_MODES, Experiment
from convviz.ui.controls import MOST_PADDING, SIZES
from convviz.ui.state import Lesson

WIDTH = 124  # px: a narrower field loses its − and +
MOST_STRIDE, MOST_DILATION = 6, 5

Change = Callable[[Experiment, int], Experiment]

MODE_NAMES: Final = {
    "zeros": "zeros",
    "reflect": "reflect: mirrored",
    "replicate": "replicate: repeated",
    "circular": "circular: wrapped",
}


def geometry_controls(lesson: Lesson) -> None:
    """Size, kernel, stride, dilation and padding of each axis, and what the padding holds."""
    with st.container(gap="xsmall", width=6 * (WIDTH + 16), key="axes"):
        for axis in (0, 1):
            with st.container(horizontal=True, gap="small"):
                _axis_fields(lesson, axis)
    with st.container(gap="xsmall", width=190, key="filling"):
        e = lesson.experiment
        st.session_state["padding_mode"] = e.padding_mode
        st.selectbox(
            "Padding is filled with",
            PADDING_MODES,
            format_func=MODE_NAMES.__getitem__,
            key="padding_mode",
            on_change=lambda: _replace(lesson, padding_mode=st.session_state["padding_mode"]),
        )
        with st.container(horizontal=True, gap="small"):
            for name in ("same", "valid"):
                st.button(
                    name,
                    key=f"padding {name}",
                    help={
                        "same": "As much padding as keeps height and width, at stride 1.",
                        "valid": "No padding: the window stays inside the input.",
                    }[name],
                    on_click=_replace,
                    args=(lesson,),
                    kwargs={"padding": name},
                )
    flip_switch(lesson)


def flip_switch(lesson: Lesson) -> None:
    """Turn the kernel by half a turn: what tells convolution from cross-correlation."""
    st.session_state["flip"] = lesson.option("kernel") == "flipped"

    def flip() -> None:
        turned = "flipped" if st.session_state["flip"] else "as it is"
        lesson.attempt(lambda: editing.flip(lesson.experiment), kernel=turned)

    st.toggle(
        "Convolution: flip K",
        key="flip",
        on_change=flip,
        help=(
            "True convolution turns the kernel by half a turn, up and down, left and right, before "
            "it slides. Deep learning leaves that out: cross-correlation. K is shown as it is used."
        ),
    )


def _axis_fields(lesson: Lesson, axis: int) -> None:
    e = lesson.experiment
    size, kernel, letter = (("height", "k_h", "h"), ("width", "k_w", "w"))[axis]
    for name in (size, kernel):
        now = (e.input_size if name == size else e.kernel_size)[axis]
        _field(lesson, SIZES[name][0], name, now, (1, SIZES[name][1]), _resizing(name))
    for name, now, most in (
        ("stride", e.stride[axis], MOST_STRIDE),
        ("dilation", e.dilation[axis], MOST_DILATION),
    ):
        label = f"{name.capitalize()} {name[0]}_{letter}"
        _field(lesson, label, f"{name} {letter}", now, (1, most), _moving(axis, name))
    for name, side, now in zip(
        ("before", "after"), (("top", "bottom"), ("left", "right"))[axis], e.pads[axis], strict=True
    ):
        label = f"Padding {side}"
        _field(lesson, label, f"{name} {letter}", now, (0, MOST_PADDING), _moving(axis, name))


def _resizing(name: str) -> Change:
    return lambda e, number: editing.resize(e, **{name: number})


def _moving(axis: int, name: str) -> Change:
    return lambda e, number: editing.move(e, axis, **{name: number})


def _field(
    lesson: Lesson,
    label: str,
    key: str,
    value: int,
    ends: tuple[int, int],
    change: Change,
) -> None:
    st.session_state[key] = value
    st.number_input(
        label,
        *ends,
        key=key,
        width=WIDTH,
        on_change=lambda: lesson.attempt(lambda: change(lesson.experiment, st.session_state[key])),
    )


def _replace(lesson: Lesson, **changes: object) -> None:
    lesson.attempt(lambda: lesson.experiment.replace(**changes))
