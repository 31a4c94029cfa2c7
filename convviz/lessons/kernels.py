"""Two kernels in a row: examples, what an address says of a pair, its changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Self

import numpy as np

from convviz.core.arguments import Array, ExperimentError
from convviz.core.two_kernels import MOST, TOO_LARGE, TwoKernels
from convviz.formats.numbers import parse_block
from convviz.formats.numerals import exact
from convviz.lessons.document import Document, Text
from convviz.words import say, term

LABELS = {"first": term("First kernel"), "second": term("Second kernel")}
NAMES = {"first": term("The first kernel"), "second": term("The second kernel")}
ADDRESS = (*LABELS, "around")
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


def read_kernel(name: str, text: str) -> Array:
    """Read one typed kernel, (k_h, k_w); raises ExperimentError."""
    try:
        channels = np.array(parse_block(text))
    except ExperimentError as error:
        raise ExperimentError("{what}: {error}", what=name, error=error) from error
    if len(channels) != 1:
        raise ExperimentError(
            TOO_LARGE, kernel=name, most=MOST, example=text_of(EXAMPLES[HOME].two.first)
        )
    kernel: Array = channels[0]
    return kernel


def write(two: TwoKernels) -> dict[str, str]:
    """Write kernels as they stand in the address."""
    said = {name: text_of(getattr(two, name)).replace(" ", "") for name in LABELS}
    return said | ({"around": str(two.padding)} if two.padding else {})


def read(query: Mapping[str, str]) -> TwoKernels:
    """Read what `write` wrote; any other text raises ExperimentError."""
    texts = [query.get(name, "") for name in LABELS]
    around = query.get("around", "0")
    if max(map(len, texts)) > LONGEST or around not in ("0", "1"):
        raise ExperimentError("This link is broken: it holds no two kernels.")
    return made_of(query, int(around))


def made_of(texts: Mapping[str, str], padding: int) -> TwoKernels:
    """Read two typed kernels, ``first`` and ``second``; raises ExperimentError."""
    first, second = (read_kernel(say(NAMES[name]), texts.get(name, "")) for name in LABELS)
    return TwoKernels(first, second, padding)


def text_of(kernel: Array) -> str:
    """Write a kernel (k_h, k_w) as it is typed."""
    rows = (", ".join(exact(value).replace("−", "-") for value in row) for row in kernel.tolist())
    return f"[{', '.join(f'[{row}]' for row in rows)}]"


class Shown(NamedTuple):
    """A pair of kernels, and the example that it is or was made from."""

    two: TwoKernels
    example: str = HOME


def _read(query: Mapping[str, str]) -> Shown:
    two = read(query)
    return Shown(two, next((name for name, e in EXAMPLES.items() if e.two == two), HOME))


TEXT: Final = Text(
    names=ADDRESS,
    home=Shown(EXAMPLES[HOME].two),
    write=lambda shown: write(shown.two),
    read=_read,
)


@dataclass
class KernelsDocument(Document[Shown]):
    """The kernels that one visitor has open; another pair is shown from its first step on.

    typed: what stands in the fields and could not be read.
    """

    typed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begin(cls) -> Self:
        """Open the first example."""
        return cls(TEXT.home, TEXT, granularities=("channel", "window"))

    @property
    def two(self) -> TwoKernels:
        """The kernels that are shown."""
        return self.value.two

    @property
    def example(self) -> str:
        """The example that they are, or were made from."""
        return self.value.example

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be; an address without these kernels stands for a network."""
        entry = {"entry": self.said, "plain": False}
        return {**super().view, **entry, "id": f"kernels {self.opened}"}

    @property
    def note(self) -> str:
        """What to look for in the example, as long as it is the example."""
        example = EXAMPLES[self.example]
        return say(example.note) if example.two == self.two else ""

    @property
    def can(self) -> list[str]:
        """Which of undo, redo and reset would change something."""
        changed = self.two != EXAMPLES[self.example].two
        return [*super().can, *(["reset"] if changed else [])]

    @property
    def fields(self) -> dict[str, str]:
        """What stands in the fields of the two kernels."""
        return {name: text_of(getattr(self.two, name)) for name in LABELS} | self.typed

    def restart(self) -> None:
        """Show the kernels from the first step on."""
        self.typed, self.notice = {}, None
        self.place(0, self.granularity)

    def undo(self) -> None:
        """Go back to the kernels before the last change."""
        super().undo()
        self.restart()

    def redo(self) -> None:
        """Take the last undo back."""
        super().redo()
        self.restart()

    def reset(self) -> None:
        """Go back to the kernels of the example."""
        self.choose(self.example)

    def choose(self, name: str) -> None:
        """Open an example."""
        self.take(Shown(EXAMPLES[name].two, name))
        self.restart()

    def pad(self, around: bool) -> None:
        """Put zeros around the input and the map between, or take them away."""
        two = TwoKernels(self.two.first, self.two.second, int(around))
        self.take(Shown(two, self.example))
        self.restart()

    def type(self, name: str, text: str) -> None:
        """Take a typed kernel; where it can't be, keep the kernels, the text, and say why."""
        texts = self.fields | {name: text}
        if self.try_take(lambda: Shown(made_of(texts, self.two.padding), self.example)):
            self.restart()
        self.typed = texts
