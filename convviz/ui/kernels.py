"""Two kernels as one: those of a visitor, in the session and in the address, and their controls."""

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.core.two_kernels import TwoKernels
from convviz.lessons.kernels import ADDRESS, EXAMPLES, HOME, LABELS, made_of, read, text_of, write
from convviz.playback.two_kernels import GRANULARITIES, KernelsAnimation
from convviz.ui.arrival import by_address
from convviz.ui.choices import Examples, offer_examples
from convviz.ui.events import control, on_choice
from convviz.ui.visit import instead
from convviz.words import Message, say

KEY = "convviz_kernels"


@dataclass
class KernelsLesson:
    """What one visitor sees; ``opened`` counts the times that the place was set from outside."""

    two: TwoKernels
    open: bool = False
    example: str = HOME
    typed: dict[str, str] = field(default_factory=dict)
    step: int = 0
    granularity: str = "channel"
    opened: int = 0
    notice: Message | None = None

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be, unless it has been there already."""
        return {
            "id": f"kernels {self.opened}",
            "step": self.step,
            "granularity": self.granularity,
            "entry": write(self.two),
            "link": write(self.two),
            "plain": False,
        }

    @property
    def note(self) -> str:
        """What to look for in the example, as long as it is the example."""
        example = EXAMPLES[self.example]
        return say(example.note) if write(example.two) == write(self.two) else ""

    @property
    def film(self) -> KernelsAnimation:
        """What the stage plays."""
        return KernelsAnimation(self.two, self.granularity)

    def take(self, two: TwoKernels) -> None:
        """Show other kernels from the first step on."""
        self.two, self.step, self.notice = two, 0, None
        self.typed = {name: text_of(getattr(two, name)) for name in LABELS}
        self.opened += 1

    def choose(self, name: str) -> None:
        """Open an example."""
        self.example = name
        self.take(EXAMPLES[name].two)

    def pad(self, around: bool) -> None:
        """Put zeros around the input and the map between, or take them away."""
        self.take(TwoKernels(self.two.first, self.two.second, int(around)))

    def type(self, name: str, text: str) -> None:
        """Take a typed kernel; where it can't be, keep the kernels, the text, and say why."""
        self.typed[name] = text
        self.notice = None
        try:
            made = made_of(self.typed, self.two.padding)
        except ExperimentError as error:
            self.notice = error.message
            return
        self.two, self.step = made, 0
        self.opened += 1


def kernels_lesson() -> KernelsLesson:
    """Find the visitor's kernels, or start from the address, else with the first example."""
    if KEY not in st.session_state:
        st.session_state[KEY] = _start()
    current: KernelsLesson = st.session_state[KEY]
    if by_address():
        opened = current.opened + 1
        if any(name in st.query_params for name in LABELS):
            st.session_state[KEY] = current = _start()
            current.opened += opened
        else:
            current.open = False
    return current


def save(current: KernelsLesson) -> None:
    """Write the kernels into the address while they are shown, and only then."""
    said = write(current.two) if current.open else {}
    found = {name: st.query_params[name] for name in ADDRESS if name in st.query_params}
    if said != found:
        rest = {name: v for name, v in st.query_params.items() if name not in ADDRESS}
        st.query_params.from_dict(rest | said)


def kernels_toggle(current: KernelsLesson) -> None:
    """Show the two kernels instead of the receptive field, or go back to that."""
    switch = control("two_kernels", current.open)

    def turn(opened: bool) -> None:
        current.open = opened
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
        field = control(f"{name}_kernel", current.typed[name])
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


def _start() -> KernelsLesson:
    query = st.query_params
    started = KernelsLesson(EXAMPLES[HOME].two)
    started.take(started.two)
    if not any(name in query for name in LABELS):
        return started
    started.open = True
    try:
        started.take(read(query))
    except ExperimentError as error:
        started.notice = instead(error)
        return started
    here = write(started.two)
    started.example = next((n for n, each in EXAMPLES.items() if write(each.two) == here), HOME)
    granularity, step = query.get("g"), query.get("step", "")
    started.granularity = granularity if granularity in GRANULARITIES else "channel"
    started.step = int(step) if re.fullmatch(r"[0-9]{1,6}", step) else 0
    return started
