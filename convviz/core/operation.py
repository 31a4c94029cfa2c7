"""What every operation says of itself: its tensors, and how each of its numbers comes about.

A cell is named by its tensor and its index: ``"x 0 1 2"`` is ``x[0, 1, 2]``. Pictures, the player,
the editor, what a screen reader says, tables and files are made from an `Operation`: what is
declared there is written nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, NamedTuple, Protocol, TypeVar

from convviz.core.arguments import Array
from convviz.words import term

T = TypeVar("T")

EDITABLE: Final = ("input", "weight", "bias")


class Tensor(NamedTuple):
    """How a tensor is called and used; its texts are terms.

    whole: all of it. part: the channel or kernel that a cell stands in, with the names of
    ``indices`` for what tells it; parts: for some values of the first of them. rows: whether the
    last two indices of a cell are its row and column. role: what can be edited (input, weight,
    bias), or what a step writes (output). letter: its symbol in formulas, tables and messages.
    walked: whether it is a stop of the Tab key. around: whether it lies around another tensor.
    """

    whole: str
    part: str = ""
    indices: tuple[str, ...] = ()
    parts: Mapping[str, str] = {}
    rows: bool = True
    role: Literal["", "input", "weight", "bias", "output"] = ""
    letter: str = ""
    walked: bool = False
    around: bool = False

    @property
    def editable(self) -> bool:
        """Whether its numbers can be changed: they are given, not calculated."""
        return self.role in EDITABLE


# What several operations have.
X: Final = Tensor("X", term("X channel {c}"), ("c",), role="input", letter="X", walked=True)
Y: Final = Tensor("Y", term("Y channel {o}"), ("o",), role="output", letter="Y", walked=True)
K: Final = Tensor(
    "K", term("K kernel {o}, channel {c}"), ("o", "c"), role="weight", letter="K", walked=True
)
SINGLE: Final = Tensor(
    term("The single kernel"),
    term("The single kernel {o}, channel {c}"),
    ("o", "c"),
    role="output",
    letter="K",
    walked=True,
)
ONCE: Final = Tensor(term("Y by the single kernel"))
PADDING: Final = Tensor(term("Padding"), rows=False, around=True)
TOTAL: Final = Tensor(term("Total"), rows=False)


class Term(NamedTuple):
    """One term of a number: the cells that are taken together, and the cell of what they make."""

    factors: tuple[str, ...]
    made: str


class Trace(Protocol):
    """How one number comes about, told in cells, in the order in which it is calculated."""

    @property
    def reads(self) -> tuple[str, ...]:
        """Cells of the input that it depends on; ``pad`` are those of the border around it."""

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is made of them one by one, such as products."""

    @property
    def partials(self) -> tuple[str, ...]:
        """What is put together at the end: partial sums, then the bias, if there are such."""

    @property
    def writes(self) -> tuple[str, ...]:
        """Cells of the output that hold the result."""

    @property
    def numbers(self) -> Mapping[str, float]:
        """The numbers that it makes, by cell: of its terms, its partial results and its result."""


class Cells(NamedTuple):
    """A `Trace` in so many words."""

    reads: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    partials: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    numbers: Mapping[str, float] = {}


class Form(NamedTuple):
    """What a formula writes before its terms, between two of them, and after the last."""

    before: str = ""
    between: str = " + "
    after: str = ""


@dataclass(frozen=True)
class Operation(Generic[T]):
    """An operation on values of one kind, such as a convolution on an Experiment.

    tensors: by the name that its cells begin with. given: the numbers that it starts from, by
    tensor; made: those that it calculates. steps: how each of its output numbers comes about, in
    order. replace: the value with other numbers in one of its tensors that can be edited, checked
    as a whole, which raises ExperimentError; None where there is none. form: how the terms of a
    number are put together.
    """

    tensors: Mapping[str, Tensor]
    given: Callable[[T], Mapping[str, Array]]
    made: Callable[[T], Mapping[str, Array]]
    steps: Callable[[T], Sequence[Trace]]
    replace: Callable[[T, str, Array], T] | None = None
    form: Callable[[T], Form] = lambda _: Form()

    def values(self, value: T) -> dict[str, Array]:
        """All numbers of a value by tensor: the given ones, then those that are calculated."""
        return {**self.given(value), **self.made(value)}


def cell(tensor: str, *index: int) -> str:
    """Name of a cell: ``cell("x", 0, 1, 2)`` is ``"x 0 1 2"``."""
    return " ".join((tensor, *map(str, index)))
