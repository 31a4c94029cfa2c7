"""The network of a visitor: in the session, where it survives a change of page, and in the URL."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.core.network import MAX_LAYERS, Layer, Network
from convviz.playback.receptive_field import GRANULARITIES
from convviz.ui.arrival import by_address
from convviz.ui.visit import instead
from convviz.words import Message, say, term

KEY = "convviz_network"
MOST_SIZE = 12
MOST_PADDED = 18  # rows of a map with its padding, as on the other pages
SETTINGS: Final[Mapping[str, tuple[str, int, int]]] = {  # label, least, most
    "kernel_size": (term("Kernel k"), 1, 7),
    "stride": (term("Stride s"), 1, 4),
    "padding": (term("Padding p"), 0, 3),
    "dilation": (term("Dilation d"), 1, 4),
}
_LAYER = re.compile(r"k([1-7])s([1-4])p([0-3])d([1-4])")


class Example(NamedTuple):
    """A named network with one sentence on what to look for."""

    title: str
    note: str
    network: Network


EXAMPLES: Final[Mapping[str, Example]] = {
    "two": Example(
        term("Two 3×3"),
        term(
            "Two 3×3 kernels in a row see 5×5 of the input, not 6×6: the second adds only the two "
            "cells at its ends. Click an output cell."
        ),
        Network(7, [Layer(3), Layer(3)]),
    ),
    "three": Example(
        term("Three 3×3"),
        term(
            "Three 3×3 kernels see 7×7, with 27 weights instead of 49. The middle counts most: "
            "more paths lead from it to the output."
        ),
        Network(7, [Layer(3), Layer(3), Layer(3)]),
    ),
    "one": Example(
        term("One 5×5"),
        term("One 5×5 kernel sees as much as two 3×3, but every cell in one way only."),
        Network(7, [Layer(5)]),
    ),
    "stride": Example(
        term("3×3 with stride 2, then 3×3"),
        term("After a stride of 2 each step of the next kernel counts double: 7×7."),
        Network(9, [Layer(3, stride=2), Layer(3)]),
    ),
    "dilated": Example(
        term("Dilation 1, 2, 4"),
        term(
            "With dilation 1, 2, 4 the field about doubles each time, and no cell in it is left "
            "out: 15×15 would be seen, more than there is."
        ),
        Network(
            12,
            [
                Layer(3, padding=1),
                Layer(3, padding=2, dilation=2),
                Layer(3, padding=3, dilation=4),
            ],
        ),
    ),
    "padded": Example(
        term("Padded twice"),
        term(
            "With padding the size stays, but a cell at the border sees zeros, also between the "
            "layers: there two 3×3 are not one 5×5."
        ),
        Network(5, [Layer(3, padding=1), Layer(3, padding=1)]),
    ),
}
HOME = "two"


@dataclass
class NetworkLesson:
    """What one visitor sees; ``opened`` counts the times that the place was set from outside."""

    network: Network
    example: str = HOME
    layer: int = 0  # the one whose settings are offered
    step: int = 0
    granularity: str = "window"
    opened: int = 0
    notice: Message | None = None
    unsaved: bool = False  # the address says something else

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be, unless it has been there already."""
        plain = self.network == EXAMPLES[HOME].network
        return {
            "id": self.opened,
            "step": self.step,
            "granularity": self.granularity,
            # What the address of a page just entered says, if it says nothing yet.
            "entry": {} if plain else write(self.network),
            "link": write(self.network),
            "plain": plain,
        }

    @property
    def note(self) -> str:
        """What to look for in the example, as long as it is the example."""
        example = EXAMPLES[self.example]
        return say(example.note) if self.network == example.network else ""

    def choose(self, name: str) -> None:
        """Open an example at its first cell."""
        self.example, self.notice, self.step = name, None, 0
        self.network = EXAMPLES[name].network
        self.layer = min(self.layer, self.network.last - 1)
        self.opened += 1
        self.unsaved = True

    def attempt(self, make: Callable[[], Network]) -> None:
        """Take what ``make`` gives; where it can't be shown, keep the network and say why."""
        self.notice = None
        try:
            made = make()
            check_shown(made)
        except ExperimentError as error:
            self.notice = error.message
            return
        self.network = made
        self.unsaved = True
        self.layer = min(self.layer, made.last - 1)

    def resize(self, size: int) -> None:
        """Set height and width of the input."""
        self.attempt(lambda: Network(size, self.network.layers))

    def count_layers(self, count: int) -> None:
        """Drop the last layers, or add some of 3×3."""
        kept = self.network.layers[:count]
        self.attempt(lambda: Network(self.network.size, [*kept, *[Layer()] * (count - len(kept))]))
        self.layer = self.network.last - 1

    def set_layer(self, setting: str, value: int) -> None:
        """Change one setting of the layer that is offered, along both axes."""
        layers = list(self.network.layers)
        settings = {name: getattr(layers[self.layer], name) for name in SETTINGS}
        layers[self.layer] = Layer(**{**settings, setting: value})
        self.attempt(lambda: Network(self.network.size, layers))


def check_shown(network: Network) -> None:
    """Raise ExperimentError for a network that is larger than the page draws."""
    for number in range(network.last + 1):
        most = max(network.padded(number))
        if most > MOST_PADDED:
            told = {"rows": most, "most": MOST_PADDED}
            if number == 0:
                raise ExperimentError(
                    "The input would have {rows} rows, padding included: "
                    "at most {most} can be shown.",
                    **told,
                )
            raise ExperimentError(
                "Map {number} would have {rows} rows, padding included: "
                "at most {most} can be shown.",
                number=number,
                **told,
            )


def write(network: Network) -> dict[str, str]:
    """Write a network of square kernels as it stands in the address."""
    layers = (
        f"k{layer.kernel_size[0]}s{layer.stride[0]}p{layer.padding[0]}d{layer.dilation[0]}"
        for layer in network.layers
    )
    return {"layers": ".".join(layers), "size": str(network.size[0])}


def read(layers: str, size: str) -> Network:
    """Read what `write` wrote; any other text raises ExperimentError."""
    found = [_LAYER.fullmatch(part) for part in layers[:100].split(".")]
    if not 1 <= len(found) <= MAX_LAYERS or not all(found) or len(layers) > 100:
        raise ExperimentError(
            "This link is broken: its layers must look like k3s1p0d1.k3s1p0d1, kernel 1 to 7, "
            "stride 1 to 4, padding 0 to 3, dilation 1 to 4, at most {most} of them.",
            most=MAX_LAYERS,
        )
    if not re.fullmatch(r"[1-9]|1[0-2]", size):
        raise ExperimentError(
            "This link is broken: its size must be from 1 to {most}.", most=MOST_SIZE
        )
    made = Network(int(size), [Layer(*map(int, match.groups())) for match in found if match])
    check_shown(made)
    return made


def network_lesson() -> NetworkLesson:
    """Find the visitor's network, or start one from the address, else with the first example."""
    if KEY not in st.session_state:
        st.session_state[KEY] = _start()
    current: NetworkLesson = st.session_state[KEY]
    if by_address() and "layers" in st.query_params:
        opened = current.opened + 1
        st.session_state[KEY] = current = _start()
        current.opened = opened
    return current


def save(current: NetworkLesson) -> None:
    """Write the network into the address if it says something else."""
    said = write(current.network)
    found = {name: st.query_params.get(name) for name in said}
    # The address of a page just entered is written by the browser: Back is then one step, not two.
    entered = set(found.values()) == {None} and not current.unsaved
    current.unsaved = False
    if entered or found == said:
        return
    if "layers" not in st.query_params:  # come from another page, or for the first time
        said |= {"step": str(current.step), "g": current.granularity}
    st.query_params.update(said)


def _start() -> NetworkLesson:
    query = st.query_params
    started = NetworkLesson(EXAMPLES[HOME].network)
    if "layers" in query or "size" in query:
        try:
            started.network = read(query.get("layers", ""), query.get("size", ""))
        except ExperimentError as error:
            started.notice = instead(error)
    names = (name for name, each in EXAMPLES.items() if each.network == started.network)
    started.example = next(names, HOME)
    step, granularity = query.get("step", ""), query.get("g")
    started.granularity = granularity if granularity in GRANULARITIES else "window"
    steps = len(started.network.cells) * (
        started.network.last + 1 if started.granularity == "product" else 1
    )
    started.step = int(step) if re.fullmatch(r"[0-9]{1,6}", step) else 0
    started.step = min(started.step, steps)
    return started
