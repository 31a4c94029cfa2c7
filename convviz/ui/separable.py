"""Then 1×1: the 1×1 kernel of a visitor, in the session and in the address, and its controls."""

from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.core.separable import Separable
from convviz.formats.numbers import read_mix
from convviz.formats.numerals import exact, number
from convviz.lessons.examples.tensors import POINTWISE
from convviz.playback.film import Film
from convviz.playback.separable import SeparableAnimation
from convviz.ui.arrival import by_address
from convviz.ui.events import control
from convviz.ui.state import LessonDocument
from convviz.words import Message, say

KEY = "convviz_mix"
ADDRESS = "mix"
LONGEST = 1200  # characters of a 1×1 kernel in a link


@dataclass
class Mix:
    """Whether the view is open, and the 1×1 kernels that were typed, by how many maps they mix.

    typed: what stands in the field; read: the last of it that could be read.
    """

    open: bool = False
    typed: dict[int, str] = field(default_factory=dict)
    read: dict[int, str] = field(default_factory=dict)
    notice: Message | None = None
    seen: str | None = None  # what the address said when it was read or written last

    def take(self, text: str, maps: int) -> None:
        """Read a typed kernel; if it is none, keep the one before and say why."""
        self.typed[maps], self.notice = text, None
        try:
            read_mix(text, maps)
            self.read[maps] = text
        except ExperimentError as error:
            self.notice = error.message

    def text(self, maps: int) -> str:
        """The kernel in use for a number of maps."""
        return self.read.get(maps, _first(maps))


def mix_of(document: LessonDocument) -> Mix:
    """Find the visitor's 1×1 kernel, or start from the address, else with one that mixes."""
    current: Mix = st.session_state.setdefault(KEY, Mix())
    here = ADDRESS in st.query_params
    if current.seen is None or (by_address() and current.seen != st.query_params.get(ADDRESS, "")):
        current.open = here
        if asked := st.query_params.get(ADDRESS, "")[:LONGEST]:
            current.take(asked, document.experiment.c_out)
        current.seen = st.query_params.get(ADDRESS, "")
    return current


def separable_toggle(document: LessonDocument) -> None:
    """Show both steps instead of the first alone, or go back to that."""
    current = mix_of(document)
    switch = control("separable", current.open)

    def turn(opened: bool) -> None:
        current.open = opened
        document.place(0, document.granularity)

    st.toggle(
        say("Then 1×1"),
        key=switch.key,
        help=say("Mix the outputs by a 1×1 convolution: separable."),
        on_change=switch.telling(turn),
    )


def separable_field(document: LessonDocument) -> None:
    """Type the 1×1 kernel, while both steps are shown."""
    current, maps = mix_of(document), document.experiment.c_out
    if not current.open:
        return
    field = control("mix", current.typed.get(maps, current.text(maps)))

    def typed(text: str) -> None:
        current.take(text, maps)
        document.place(0, document.granularity)

    st.text_input(
        say("1×1 kernel p, rows of {n} weights; parted by semicolons", n=maps),
        key=field.key,
        max_chars=LONGEST,
        width=330,
        on_change=field.telling(typed),
    )
    if current.notice:
        st.text(str(current.notice), width=330)


def separable_film(document: LessonDocument) -> SeparableAnimation | None:
    """What the stage plays while both steps are shown and can be."""
    current = mix_of(document)
    if not current.open:
        return None
    try:
        return SeparableAnimation(_made(current, document))
    except ExperimentError:
        return None


def separable_view(document: LessonDocument, film: Film) -> None:
    """Say what both ways cost and how far apart they come; keep the kernel in the address."""
    current = mix_of(document)
    wanted = _plain(current.text(document.experiment.c_out)) if current.open else None
    current.seen = wanted or ""
    if wanted != st.query_params.get(ADDRESS):
        if wanted is None:
            del st.query_params[ADDRESS]
        else:
            st.query_params[ADDRESS] = wanted
    if isinstance(film, SeparableAnimation):
        st.caption(comparison(film.made))
    elif current.open:
        try:
            SeparableAnimation(_made(current, document))
        except ExperimentError as error:
            st.text(str(error))


def comparison(made: Separable) -> str:
    """Weights of both ways, and how far their results are apart."""
    first, then, single = made.weights
    gap = float(np.abs(made.twice - made.once).max())
    return say(
        "{first} + {second} = {both} weights in two steps, {dense} in one standard "
        "kernel K[o,c] = sum of p[o,m] · d[m,c]: {share} times as many. "
        "Largest difference between the results of all steps: {gap}.",
        first=first,
        second=then,
        both=first + then,
        dense=single,
        share=number((first + then) / single),
        gap=number(gap) if gap else "0",
    )


def _made(current: Mix, document: LessonDocument) -> Separable:
    maps = document.experiment.c_out
    return Separable(document.experiment, read_mix(current.text(maps), maps))


def _first(maps: int) -> str:
    """A kernel that mixes: that of the example, else the sum of all maps and a difference."""
    mix = np.zeros((2, maps))
    mix[0], mix[1, :2] = 1, (1, -1)[:maps]
    return _written(POINTWISE if maps == POINTWISE.shape[1] else mix)


def _plain(text: str) -> str:
    """A typed kernel as it stands in the address."""
    return "; ".join(" ".join(line.split()) for line in text.replace(";", "\n").splitlines())


def _written(mix: np.ndarray) -> str:
    return "; ".join(" ".join(exact(float(value)) for value in row) for row in mix)
