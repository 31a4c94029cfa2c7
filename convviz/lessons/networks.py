"""Networks to look at receptive fields in: examples, what an address says of one, its changes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from convviz.core.arguments import ExperimentError
from convviz.core.network import MAX_LAYERS, Layer, Network
from convviz.lessons.document import Document, Text
from convviz.words import say, term

TITLE = term("Receptive field")
SENTENCE = term("What of the input does one output cell see? Click an output cell.")
JUMP = term("total stride: product of the  \nstrides before a layer")
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


def example_of(network: Network) -> str:
    """Name of the example that a network is, else of the first one."""
    names = (name for name, each in EXAMPLES.items() if each.network == network)
    return next(names, HOME)


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


def resized(network: Network, size: int) -> Network:
    """Give a network with another height and width of its input."""
    return _shown(Network(size, network.layers))


def counted(network: Network, count: int) -> Network:
    """Drop the last layers, or add some of 3×3."""
    kept = network.layers[:count]
    return _shown(Network(network.size, [*kept, *[Layer()] * (count - len(kept))]))


def set_up(network: Network, layer: int, setting: str, value: int) -> Network:
    """Change one of the ``SETTINGS`` of a layer, along both axes."""
    layers = list(network.layers)
    settings = {name: getattr(layers[layer], name) for name in SETTINGS}
    layers[layer] = Layer(**{**settings, setting: value})
    return _shown(Network(network.size, layers))


def _shown(network: Network) -> Network:
    check_shown(network)
    return network


class Shown(NamedTuple):
    """A network, and the example that it is or was made from."""

    network: Network
    example: str = HOME


def _read(query: Mapping[str, str]) -> Shown:
    network = read(query.get("layers", ""), query.get("size", ""))
    return Shown(network, example_of(network))


TEXT: Final = Text(
    names=("layers", "size"),
    home=Shown(EXAMPLES[HOME].network),
    write=lambda shown: write(shown.network),
    read=_read,
)


@dataclass
class NetworkDocument(Document[Shown]):
    """The network that one visitor has open; ``layer`` is the one whose settings are offered."""

    layer: int = 0

    @classmethod
    def begin(cls) -> Self:
        """Open the first example."""
        return cls(TEXT.home, TEXT, granularity="window", granularities=("product", "window"))

    @property
    def network(self) -> Network:
        """The network that is shown."""
        return self.value.network

    @property
    def example(self) -> str:
        """The example that it is, or was made from."""
        return self.value.example

    @property
    def plain(self) -> bool:
        """Whether it is the network of an address that names none."""
        return self.network == self.text.home.network

    @property
    def note(self) -> str:
        """What to look for in the example, as long as it is the example."""
        example = EXAMPLES[self.example]
        return say(example.note) if self.network == example.network else ""

    @property
    def can(self) -> list[str]:
        """Which of undo, redo and reset would change something."""
        changed = self.network != EXAMPLES[self.example].network
        return [*super().can, *(["reset"] if changed else [])]

    @property
    def offered(self) -> int:
        """The layer whose settings are offered, of those that there are."""
        return min(self.layer, self.network.last - 1)

    def reset(self) -> None:
        """Go back to the network of the example."""
        self.take(Shown(EXAMPLES[self.example].network, self.example))

    def choose(self, name: str) -> None:
        """Open an example at its first cell."""
        self.notice = None
        self.take(Shown(EXAMPLES[name].network, name))
        self.place(0, self.granularity)

    def change(self, make: Callable[[], Network]) -> None:
        """Take what ``make`` gives; where it can't be shown, keep the network and say why."""
        self.try_take(lambda: Shown(make(), self.example))

    def resize(self, size: int) -> None:
        """Set height and width of the input."""
        self.change(lambda: resized(self.network, size))

    def count_layers(self, count: int) -> None:
        """Drop the last layers, or add some of 3×3."""
        self.change(lambda: counted(self.network, count))
        self.layer = self.network.last - 1

    def set_layer(self, setting: str, value: int) -> None:
        """Change one setting of the layer that is offered, along both axes."""
        self.change(lambda: set_up(self.network, self.offered, setting, value))
