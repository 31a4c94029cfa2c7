"""The controls over the stage: example and sizes. A size that can't be is refused with the rule."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from convviz import editing
from convviz.experiment import Experiment, ExperimentError
from convviz.ui.choices import Examples, Number, offer_examples, offer_number
from convviz.ui.events import control, on_choice
from convviz.ui.state import Lesson, preset
from convviz.words import Message, later, say, term

Also = Callable[[Experiment], Experiment]
Read = Callable[[Experiment], int]
Change = Callable[[Experiment, int], Experiment]

SIZES = {  # label, most
    "c_in": (term("Inputs C_in"), 8),
    "c_out": (term("Outputs C_out"), 8),
    "height": (term("Height H"), 12),
    "width": (term("Width W"), 12),
    "k_h": (term("Kernel k_h"), 7),
    "k_w": (term("Kernel k_w"), 7),
}
NO_OTHERS: Mapping[str, str] = {}


FIELD = 124  # px: a narrower field loses its − and +
MOST_PADDING = 6  # rows or columns, both sides together: what "same" takes for the largest kernel
MOST_STRIDE, MOST_DILATION = 6, 5
MOVES = (("stride", term("Stride s_{axis}")), ("dilation", term("Dilation d_{axis}")))
SIDES = (
    (term("Padding top"), term("Padding bottom")),
    (term("Padding left"), term("Padding right")),
)


def example_chooser(lesson: Lesson, names: Sequence[str]) -> None:
    """Choose one of the named examples; it opens at its first step."""
    # A number that a person changed belongs to no example, but Reset still leads back to one.
    offered = names if lesson.example in names else (lesson.example, *names)

    def choose(name: str) -> None:
        lesson.choose(name)
        lesson.notice = None

    titles = {name: say(preset(name).title) for name in names}
    offer_examples(Examples(titles, lambda: lesson.example, choose))
    example = control("example", lesson.example)
    st.selectbox(
        say("Example"),
        offered,
        format_func=lambda name: say(preset(name).title),
        key=example.key,
        on_change=on_choice(example, offered, choose),
        label_visibility="collapsed",
        width=330,
    )


def check_sizes(experiment: Experiment) -> None:
    """Raise ExperimentError for what the pages can't draw, or their fields can't say."""
    e = experiment
    for name, size in _sizes(e).items():
        _at_most(later(SIZES[name][0]), size, SIZES[name][1])
    for axis, length in enumerate(("height", "width")):
        for name, label in MOVES:
            most = MOST_STRIDE if name == "stride" else MOST_DILATION
            _at_most(later(label, axis="hw"[axis]), getattr(e, name)[axis], most)
        for label, side in zip(SIDES[axis], e.pads[axis], strict=True):
            _at_most(later(label), side, MOST_PADDING)
        padded, most = e.input_size[axis] + sum(e.pads[axis]), SIZES[length][1] + MOST_PADDING
        if padded > most:
            raise ExperimentError(
                "{size} is {n} here, padding included: at most {most} can be shown.",
                size=later(SIZES[length][0]),
                n=padded,
                most=most,
            )


def _at_most(name: Message, n: int, most: int) -> None:
    if n > most:
        raise ExperimentError(
            "{name} is {n} here: at most {most} can be shown.", name=name, n=n, most=most
        )


def groups_note(experiment: Experiment) -> Message:
    """Say what `editing.ungrouped` did to an experiment with groups."""
    return later(
        "The {n} groups are written out as one bank: a slice between two groups is all 0.",
        n=experiment.groups,
    )


def without_groups(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Write groups out as the one kernel bank that they stand for."""
    check_sizes(experiment)
    if experiment.groups == 1:
        return experiment, None
    return editing.ungrouped(experiment), groups_note(experiment)


def _sizes(experiment: Experiment) -> dict[str, int]:
    return {
        "c_in": experiment.c_in,
        "c_out": experiment.c_out,
        "height": experiment.input_size[0],
        "width": experiment.input_size[1],
        "k_h": experiment.kernel_size[0],
        "k_w": experiment.kernel_size[1],
    }


def size_controls(
    lesson: Lesson,
    names: Sequence[str],
    also: Also = lambda e: e,
    labels: Mapping[str, str] = NO_OTHERS,
) -> None:
    """Type or step the named sizes.

    also: finishes the resized experiment; labels: of sizes that are called otherwise here.
    """
    for name in names:
        label, most = SIZES[name]

        def change(e: Experiment, number: int, name: str = name) -> Experiment:
            return also(editing.resize(e, **{name: number}))

        def read(e: Experiment, name: str = name) -> int:
            return _sizes(e)[name]

        number_field(lesson, name, say(labels.get(name, label)), read, (1, most), change)


def groups_control(lesson: Lesson) -> None:
    """Choose among the numbers of groups that divide both C_in and C_out."""
    e = lesson.experiment
    possible = [n for n in range(1, e.c_in + 1) if e.c_in % n == e.c_out % n == 0]
    if possible == [1]:
        return
    chosen = control("groups", e.groups)

    def regroup(groups: int) -> None:
        lesson.attempt(lambda: editing.regroup(lesson.experiment, groups))

    st.segmented_control(
        say("Groups"),
        possible,
        key=chosen.key,
        format_func=lambda n: say("groups {n}", n=n),
        required=True,
        label_visibility="collapsed",
        on_change=chosen.telling(regroup),
    )


def kernel_ways(lesson: Lesson) -> None:
    """Make all kernels from the first, one click each."""

    def derive() -> None:
        way = st.session_state["way"]
        lesson.attempt(lambda: editing.derive(lesson.experiment, way))

    st.menu_button(
        say("Fill from K₀"),
        list(editing.WAYS),
        format_func=lambda way: say(editing.WAYS[way]),
        key="way",
        help=say("Make the kernels of all other outputs from that of the first."),
        on_click=derive,
    )


def number_field(
    lesson: Lesson, key: str, label: str, read: Read, ends: tuple[int, int], change: Change
) -> None:
    """Type or step one number of an experiment; ``change`` makes the one that it leads to."""

    def take(number: int) -> None:
        lesson.attempt(lambda: change(lesson.experiment, number))

    whole_number(key, label, lambda: read(lesson.experiment), ends, take)


def whole_number(
    key: str,
    label: str,
    read: Callable[[], int],
    ends: tuple[int, int],
    take: Callable[[int], None],
) -> None:
    """Type or step a number; the field shows what it is, so what ``take`` refuses goes back."""
    offer_number(key, Number(label, read, ends, take))
    field = control(key, read())
    st.number_input(label, *ends, key=field.key, width=FIELD, on_change=field.telling(take))
