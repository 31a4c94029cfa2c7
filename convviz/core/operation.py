"""What every operation says of itself: how each of its numbers comes about, as names of cells.

A cell is named by its tensor and its index: ``"x 0 1 2"`` is ``x[0, 1, 2]``.
"""

from typing import NamedTuple, Protocol


class Term(NamedTuple):
    """One term of a number: the cells that are taken together, and the cell of what they make."""

    factors: tuple[str, ...]
    made: str


class Trace(Protocol):
    """How one number comes about, told in cells, in the order in which it is calculated."""

    @property
    def reads(self) -> tuple[str, ...]:
        """Cells of the input that it depends on, one for each term; ``pad`` are those around it."""

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is made of them one by one, such as products."""

    @property
    def partials(self) -> tuple[str, ...]:
        """What is put together at the end: partial sums, then the bias, if there are such."""

    @property
    def writes(self) -> tuple[str, ...]:
        """Cells of the output that hold the result."""


def cell(tensor: str, *index: int) -> str:
    """Name of a cell: ``cell("x", 0, 1, 2)`` is ``"x 0 1 2"``."""
    return " ".join((tensor, *map(str, index)))
