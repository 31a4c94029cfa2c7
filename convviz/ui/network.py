"""The network of a visitor: in the session, where it survives a change of page, and in the URL."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.core.network import Layer, Network
from convviz.lessons.networks import EXAMPLES, HOME, SETTINGS, check_shown, example_of, read, write
from convviz.playback.receptive_field import GRANULARITIES
from convviz.ui.arrival import by_address
from convviz.ui.visit import instead
from convviz.words import Message, say

KEY = "convviz_network"


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
    started.example = example_of(started.network)
    step, granularity = query.get("step", ""), query.get("g")
    started.granularity = granularity if granularity in GRANULARITIES else "window"
    steps = len(started.network.cells) * (
        started.network.last + 1 if started.granularity == "product" else 1
    )
    started.step = int(step) if re.fullmatch(r"[0-9]{1,6}", step) else 0
    started.step = min(started.step, steps)
    return started
