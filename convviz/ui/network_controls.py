"""The controls of a network: example, size, layers. What can't be is refused with the rule."""

from collections.abc import Callable

import streamlit as st

from convviz.core.network import MAX_LAYERS
from convviz.lessons.networks import EXAMPLES, MOST_SIZE, SETTINGS, NetworkDocument
from convviz.ui.choices import Examples, offer_examples
from convviz.ui.controls import whole_number
from convviz.ui.events import control, on_choice
from convviz.words import say

_STYLE = """<style>
.st-key-net_layer button { min-height: 2.5rem } /* as high as its neighbours */
@media (pointer: coarse) { .st-key-net_layer button { min-height: 46px } }
</style>"""


def network_example(lesson: NetworkDocument) -> None:
    """Choose one of the named networks; it opens at its first output cell."""
    example = control("network", lesson.example)
    titles = {name: say(example.title) for name, example in EXAMPLES.items()}
    offer_examples(Examples(titles, lambda: lesson.example, lesson.choose))
    st.selectbox(
        say("Example"),
        list(titles),
        format_func=titles.__getitem__,
        key=example.key,
        on_change=on_choice(example, EXAMPLES, lesson.choose),
        label_visibility="collapsed",
        width=330,
    )


def network_controls(lesson: NetworkDocument) -> None:
    """Type or step the size of the input, the number of layers, and the settings of each."""
    network = lesson.network
    whole_number(
        "net_size", say("Input size"), lambda: lesson.network.size[0], (1, MOST_SIZE), lesson.resize
    )
    whole_number(
        "net_layers",
        say("Number of layers"),
        lambda: lesson.network.last,
        (1, MAX_LAYERS),
        lesson.count_layers,
    )
    st.html(_STYLE)
    layer = control("net_layer", lesson.offered)

    def offer(chosen: int | None) -> None:  # None where the chosen one was clicked again
        lesson.layer = lesson.offered if chosen is None else chosen

    st.segmented_control(
        say("Settings of layer"),
        range(network.last),
        format_func=lambda number: str(number + 1),
        key=layer.key,
        on_change=layer.telling(offer),
    )
    for name, (label, least, most) in SETTINGS.items():
        whole_number(
            f"net_{name}", say(label), _reader(lesson, name), (least, most), _setter(lesson, name)
        )


def _reader(lesson: NetworkDocument, name: str) -> Callable[[], int]:
    return lambda: int(getattr(lesson.network.layers[lesson.offered], name)[0])


def _setter(lesson: NetworkDocument, name: str) -> Callable[[int], None]:
    return lambda value: lesson.set_layer(name, value)
