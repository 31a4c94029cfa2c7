"""The controls over the stage: example and sizes. A size that can't be is refused with the rule."""

import html
from collections.abc import Callable, Sequence

import streamlit as st

from convviz.lessons import editing
from convviz.lessons.numbers import Number
from convviz.lessons.presets import preset
from convviz.ui.choices import Examples, offer_examples, offer_number
from convviz.ui.choices import Number as Offered
from convviz.ui.events import control, on_choice
from convviz.ui.state import LessonDocument
from convviz.words import say

EXAMPLES_PAGE = "./examples"
FIELD = 124  # px: a narrower field loses its − and +


def example_chooser(current: LessonDocument, names: Sequence[str]) -> None:
    """Choose one of the named examples; it opens at its first step."""
    # A number that a person changed belongs to no example, but Reset still leads back to one.
    offered = names if current.example in names else (current.example, *names)

    def choose(name: str) -> None:
        current.choose(name)
        current.notice = None

    titles = {name: say(preset(name).title) for name in names}
    offer_examples(Examples(titles, lambda: current.example, choose))
    example = control("example", current.example)
    st.selectbox(
        say("Example"),
        offered,
        format_func=lambda name: say(preset(name).title),
        key=example.key,
        on_change=on_choice(example, offered, choose),
        label_visibility="collapsed",
        width=330,
    )
    all_examples()


def all_examples() -> None:
    """Lead to all examples; the top row follows the link, so that nothing is loaded anew."""
    name = html.escape(say("All examples"))
    st.html(
        f'<a class="convviz-link" href="{EXAMPLES_PAGE}" target="_self">{name}</a>', width="content"
    )


def number_controls(current: LessonDocument, numbers: Sequence[Number]) -> None:
    """Type or step numbers of the experiment."""
    for number in numbers:
        number_field(current, number)


def groups_control(current: LessonDocument) -> None:
    """Choose among the numbers of groups that divide both C_in and C_out."""
    e = current.experiment
    possible = [n for n in range(1, e.c_in + 1) if e.c_in % n == e.c_out % n == 0]
    if possible == [1]:
        return
    chosen = control("groups", e.groups)

    def regroup(groups: int) -> None:
        current.attempt(lambda: editing.regroup(current.experiment, groups))

    st.segmented_control(
        say("Groups"),
        possible,
        key=chosen.key,
        format_func=lambda n: say("groups {n}", n=n),
        required=True,
        label_visibility="collapsed",
        on_change=chosen.telling(regroup),
    )


def kernel_ways(current: LessonDocument) -> None:
    """Make all kernels from the first, one click each."""

    def derive() -> None:
        way = st.session_state["way"]
        current.attempt(lambda: editing.derive(current.experiment, way))

    st.menu_button(
        say("Fill from K₀"),
        list(editing.WAYS),
        format_func=lambda way: say(editing.WAYS[way]),
        key="way",
        help=say("Make the kernels of all other outputs from that of the first."),
        on_click=derive,
    )


def number_field(current: LessonDocument, number: Number) -> None:
    """Type or step one number of an experiment."""

    def read() -> int:
        return number.read(current.experiment)

    def take(chosen: int) -> None:
        current.attempt(lambda: number.change(current.experiment, chosen))

    ends = number.ends(current.experiment)
    whole_number(number.name, str(number.label), read, ends, take)


def whole_number(
    key: str,
    label: str,
    read: Callable[[], int],
    ends: tuple[int, int],
    take: Callable[[int], None],
) -> None:
    """Type or step a number; the field shows what it is, so what ``take`` refuses goes back."""
    offer_number(key, Offered(label, read, ends, take))
    field = control(key, read())
    st.number_input(label, *ends, key=field.key, width=FIELD, on_change=field.telling(take))
