"""Two kernels as one: those of a visitor, in the session and in the address, and their controls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np
import streamlit as st

from convviz.core.arguments import Array, ExperimentError
from convviz.core.two_kernels import MOST, TOO_LARGE, TwoKernels
from convviz.formats.numbers import parse_block
from convviz.formats.numerals import exact
from convviz.playback.two_kernels import GRANULARITIES, KernelsAnimation
from convviz.ui.arrival import by_address
from convviz.ui.choices import Examples, offer_examples
from convviz.ui.events import control, on_choice
from convviz.ui.visit import instead
from convviz.words import Message, say, term

KEY = "convviz_kernels"
LABELS = {"first": term("First kernel"), "second": term("Second kernel")}
NAMES = {"first": term("The first kernel"), "second": term("The second kernel")}
ADDRESS = ("first", "second", "around")
LONGEST = 1200  # characters of a kernel in a link


class Example(NamedTuple):
    """A named pair of kernels with one sentence on what to look for."""

    title: str
    note: str
    two: TwoKernels


EXAMPLES: Final[Mapping[str, Example]] = {
    "exercise": Example(
        term("2×2, then 2×2"),
        term(
            "Each weight of the single kernel adds up all paths from one number of X to the first "
            "output number. Then both ways give the same output."
        ),
        TwoKernels([[1, 2], [3, 4]], [[1, 0], [-1, 2]]),
    ),
    "same": Example(
        term("The same 2×2 twice"),
        term("The kernel of the chapter, applied twice, is one of 3×3: not of 4×4."),
        TwoKernels([[0, 1], [2, 3]], [[0, 1], [2, 3]]),
    ),
    "edge": Example(
        term("Smooth, then an edge"),
        term("A column that smooths and a row that subtracts make one 3×3 kernel for edges."),
        TwoKernels([[1], [2], [1]], [[-1, 0, 1]]),
    ),
    "boxes": Example(
        term("3×3 twice, padding 1"),
        term(
            "With zeros around the map between the two, they are not one: in 16 of 25 cells, "
            "outlined, the second kernel reads a zero where the single kernel reads on."
        ),
        TwoKernels(np.ones((3, 3)), np.ones((3, 3)), padding=1),
    ),
}
HOME = "exercise"


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
        self.typed = {name: _text(getattr(two, name)) for name in LABELS}
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
            made = _made(self.typed, self.two.padding)
        except ExperimentError as error:
            self.notice = error.message
            return
        self.two, self.step = made, 0
        self.opened += 1


def read_kernel(name: str, text: str) -> Array:
    """Read one typed kernel, (k_h, k_w); raises ExperimentError."""
    try:
        channels = np.array(parse_block(text))
    except ExperimentError as error:
        raise ExperimentError("{what}: {error}", what=name, error=error) from error
    if len(channels) != 1:
        raise ExperimentError(
            TOO_LARGE, kernel=name, most=MOST, example=_text(EXAMPLES[HOME].two.first)
        )
    kernel: Array = channels[0]
    return kernel


def write(two: TwoKernels) -> dict[str, str]:
    """Write kernels as they stand in the address."""
    said = {name: _text(getattr(two, name)).replace(" ", "") for name in LABELS}
    return said | ({"around": str(two.padding)} if two.padding else {})


def read(query: Mapping[str, str]) -> TwoKernels:
    """Read what `write` wrote; any other text raises ExperimentError."""
    texts = [query.get(name, "") for name in LABELS]
    around = query.get("around", "0")
    if max(map(len, texts)) > LONGEST or around not in ("0", "1"):
        raise ExperimentError("This link is broken: it holds no two kernels.")
    return _made(query, int(around))


def _made(texts: Mapping[str, str], padding: int) -> TwoKernels:
    first, second = (read_kernel(say(NAMES[name]), texts.get(name, "")) for name in LABELS)
    return TwoKernels(first, second, padding)


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


def _text(kernel: Array) -> str:
    rows = (", ".join(exact(value).replace("−", "-") for value in row) for row in kernel.tolist())
    return f"[{', '.join(f'[{row}]' for row in rows)}]"


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
