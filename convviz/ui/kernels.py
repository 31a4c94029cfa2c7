"""Two kernels as one: those of a visitor, in the session and in the address, and their controls."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from convviz.lessons.kernels import ADDRESS, EXAMPLES, LABELS, KernelsDocument
from convviz.playback.two_kernels import KernelsAnimation
from convviz.ui.arrival import by_address
from convviz.ui.choices import Examples, offer_examples
from convviz.ui.events import control, on_choice
from convviz.words import say

KEY = "convviz_kernels"


@dataclass
class KernelsLesson(KernelsDocument):
    """The kernels, and whether the page shows them."""

    on_stage: bool = False

    @property
    def film(self) -> KernelsAnimation:
        """What the stage plays."""
        return KernelsAnimation(self.two, self.granularity)


def kernels_lesson() -> KernelsLesson:
    """Find the visitor's kernels, or start from the address, else with the first example."""
    asked = st.query_params.to_dict()
    here = any(name in asked for name in LABELS)
    arrived = by_address()
    if KEY not in st.session_state:
        st.session_state[KEY] = KernelsLesson.begin()
        arrived = True
    current: KernelsLesson = st.session_state[KEY]
    if arrived and here:
        first = not current.opened
        current.typed = {}
        current.open(asked)
        if first:
            current.past.clear()
    if arrived:
        current.on_stage = here
    return current


def save(current: KernelsLesson) -> None:
    """Write the kernels into the address while they are shown, and only then."""
    said = current.said if current.on_stage else {}
    found = {name: st.query_params[name] for name in ADDRESS if name in st.query_params}
    if said != found:
        rest = {name: v for name, v in st.query_params.items() if name not in ADDRESS}
        st.query_params.from_dict(rest | said)


def kernels_toggle(current: KernelsLesson) -> None:
    """Show the two kernels instead of the receptive field, or go back to that."""
    switch = control("two_kernels", current.on_stage)

    def turn(opened: bool) -> None:
        current.on_stage = opened
        current.opened += 1

    st.toggle(say("Two kernels as one"), key=switch.key, on_change=switch.telling(turn))


def kernels_example(current: KernelsLesson) -> None:
    """Choose one of the named pairs; it opens at its first step."""
    example = control("kernels_example", current.example)
    titles = {name: say(example.title) for name, example in EXAMPLES.items()}
    offer_examples(Examples(titles, lambda: current.example, current.choose))
    st.selectbox(
        say("Example"),
        list(titles),
        format_func=titles.__getitem__,
        key=example.key,
        on_change=on_choice(example, EXAMPLES, current.choose),
        label_visibility="collapsed",
        width=330,
    )


def kernels_controls(current: KernelsLesson) -> None:
    """Type two kernels; put zeros around, or not."""
    for name, label in LABELS.items():
        field = control(f"{name}_kernel", current.fields[name])
        st.text_input(
            say(label),
            key=field.key,
            max_chars=400,
            width=260,
            on_change=field.telling(partial(current.type, name)),
        )
    around = control("around", bool(current.two.padding))
    st.toggle(
        say("Padding 1 for both"),
        key=around.key,
        on_change=around.telling(current.pad),
    )
