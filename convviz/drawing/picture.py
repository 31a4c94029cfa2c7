"""A picture is a layout filled with a state: both for a still, and for every frame of the player.

`fill` is the whole meaning of a state. The player does the same to the live document, and a test
compares the two at every step.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.conv import output, sources
from convviz.core.experiment import Experiment
from convviz.drawing.style import digits
from convviz.drawing.style import tile as tile_of
from convviz.formats.numerals import LONGEST, brief, exact, shorter

State = Mapping[str, Any]
"""Slot name -> what it shows: ``[text, tile]`` or ``[text, tile, all digits, shorter, ...]`` of a
cell or chip, with the shorter texts for where the first would be too small to read,
``[x, y]`` of a pin, or ``[x, y, width, height]``, a string for what a label says on hover, for the
line of text or the address of the image that it is, and for the equation
``{"size": px, "tokens": [Token, ...]}``. A slot with None takes no part in the position: it is
empty and not active. Where the board shows a part of a tensor, ``view ...`` says its first column
and row: ``[column, row]``, or such from a phase on, ``[[phase, column, row], ...]``."""

LARGE = 60.0  # side of a tile that has room for all the digits a cell may have


class Lengths(NamedTuple):
    """Characters of the longest number of X, K, the products, Y and the biases."""

    x: int
    k: int
    p: int
    y: int
    b: int


@dataclass(frozen=True)
class Shape:
    """All that a layout may depend on: sizes and how long numbers are, never the numbers."""

    c_in: int
    size: tuple[int, int]
    pads: tuple[tuple[int, int], tuple[int, int]]
    kernel: tuple[int, int]
    reach: tuple[int, int]
    """Cells from the first to the last that a window covers, the holes of dilation included."""
    output: tuple[int, int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    groups: int
    padding_mode: str
    lengths: Lengths

    @classmethod
    def of(cls, experiment: Experiment) -> "Shape":
        """Shape of an experiment."""
        (k_h, k_w), (d_h, d_w) = experiment.kernel_size, experiment.dilation
        return cls(
            c_in=experiment.c_in,
            size=experiment.input_size,
            pads=experiment.pads,
            kernel=(k_h, k_w),
            reach=(d_h * (k_h - 1) + 1, d_w * (k_w - 1) + 1),
            output=experiment.output_shape,
            stride=experiment.stride,
            dilation=experiment.dilation,
            groups=experiment.groups,
            padding_mode=experiment.padding_mode,
            lengths=lengths(experiment),
        )

    @property
    def padded(self) -> tuple[int, int]:
        """Height and width of the input with its padding."""
        (top, bottom), (left, right) = self.pads
        return self.size[0] + top + bottom, self.size[1] + left + right

    @property
    def end(self) -> int:
        """Phase of the total: one after the last product."""
        return self.c_in // self.groups * self.terms + 1

    def inputs(self, o: int) -> range:
        """Input channels that output channel o reads: those of its group."""
        count = self.c_in // self.groups
        first = o * self.groups // self.output[0] * count
        return range(first, first + count)

    def outputs(self, c: int) -> list[int]:
        """Output channels that read input channel c."""
        return [o for o in range(self.output[0]) if c in self.inputs(o)]

    @property
    def terms(self) -> int:
        """How many products one input channel adds to one output number."""
        return self.kernel[0] * self.kernel[1]

    def site(self, row: int, column: int) -> str:
        """Name of the input cell at a place of the padded input, with ``*`` for its channel."""
        i, j = row - self.pads[0][0], column - self.pads[1][0]
        inside = 0 <= i < self.size[0] and 0 <= j < self.size[1]
        return f"x * {i} {j}" if inside else f"pad * {row} {column}"

    def sites(self) -> list[str]:
        """Names of all input cells of a channel, row by row over the padded input."""
        height, width = self.padded
        return [self.site(row, column) for row in range(height) for column in range(width)]

    def origins(self) -> list[str | None]:
        """Name of the input cell that each of the `sites` repeats, None inside and for zeros."""
        rows, columns = (
            sources(size, sides, self.padding_mode)
            for size, sides in zip(self.size, self.pads, strict=True)
        )
        places = [(row, column) for row in rows for column in columns]
        return [
            f"x * {i} {j}" if site.startswith("pad") and min(i, j) >= 0 else None
            for site, (i, j) in zip(self.sites(), places, strict=True)
        ]


@lru_cache(maxsize=64)
def lengths(experiment: Experiment) -> Lengths:
    """How long the numbers of an experiment are, as far as a tile shows them."""
    x, k = np.unique(experiment.x), np.unique(experiment.weight)
    # Any input number may meet any weight: it costs little, and a product is rarely longer.
    with np.errstate(all="ignore"):
        products = np.multiply.outer(x, k)
    tensors = x, k, products[np.isfinite(products)], output(experiment), experiment.bias
    return Lengths(*map(_longest, tensors))


def _longest(values: ArrayLike) -> int:
    longest = 1
    for value in np.unique(values).tolist():
        longest = max(longest, len(brief(value)))
        if longest >= LONGEST:
            break
    return longest


class Seen(NamedTuple):
    """Rows and columns that are seen at once of X, of a kernel and of Y; None where all are."""

    x: tuple[int, int] | None = None
    k: tuple[int, int] | None = None
    y: tuple[int, int] | None = None


WHOLE = Seen()


@dataclass(frozen=True)
class Sides:
    """Side of the tiles of the input, of the kernels and products, and of the output."""

    x: float
    k: float
    y: float
    seen: Seen = field(default=WHOLE, kw_only=True)
    """How much of each tensor the board shows at once."""

    @property
    def least(self) -> float:
        """Side of the smallest tile."""
        return min(self.x, self.k, self.y)


@dataclass(frozen=True)
class Layout:
    """Every element of a scene, placed once and named, with nothing filled in yet."""

    body: str
    size: tuple[float, float]
    narrow: tuple[float, float]
    sides: Sides
    """Sides of the tiles in the units of ``size``; the player keeps the smallest large enough to
    hit."""

    @cached_property
    def key(self) -> str:
        """Name of these elements, by which a stage knows that it holds them already."""
        return hashlib.sha256(self.body.encode()).hexdigest()[:16]

    @cached_property
    def slots(self) -> list[str]:
        """Names of all cells, and of all else that has one, in the order of the elements."""
        return list(dict.fromkeys(re.findall(r' data-(?:cell|slot)="([^"]+)', self.body)))

    @cached_property
    def tensors(self) -> list[str]:
        """Names of the tensors whose cells are placed, and of all else that has a name."""
        return list(dict.fromkeys(name.split(" ")[0] for name in self.slots))


@dataclass(frozen=True)
class Moment:
    """One step: the position, its output channel, and the phases covered (after, up to).

    places: where each position of the walk comes in it, from 0; the walk leaves out the others.
    Two walks start alike.
    """

    position: int
    output: int
    after: int
    upto: int
    places: Mapping[int, int] = field(compare=False)

    @property
    def place(self) -> int:
        """Where the position comes in the walk."""
        return self.places.get(self.position, -1)

    @property
    def next(self) -> int:
        """The position, or at the start the one that comes first."""
        return next(iter(self.places), 0) if self.position < 0 else self.position


START = Moment(-1, -1, 0, 0, {})
"""Step 0: before the first position, with nothing computed and no output channel in work."""


def moments(
    stops: Sequence[int], outputs: Sequence[int], walk: Sequence[int] | None = None
) -> list[Moment]:
    """The start, and all steps of a granularity that stops at these phases of every position.

    outputs: the output channel of every position; walk: the positions that are gone through, in
    order, by default all.
    """
    pairs = list(zip((0, *stops), stops, strict=False))
    places = {
        position: n for n, position in enumerate(range(len(outputs)) if walk is None else walk)
    }
    return [
        replace(START, places=places),
        *(
            Moment(position, outputs[position], after, upto, places)
            for position in places
            for after, upto in pairs
        ),
    ]


def cell_value(value: float, end: float, side: float = LARGE) -> list[str | int]:
    """What a tile of a side shows of a value on the scale from ``-end`` to ``end``."""
    value = float(value)
    shown, full, tile = brief(value, digits(side)), exact(value), tile_of(value, end)
    forms = shorter(value, shown)
    return [shown, tile] if shown == full and not forms else [shown, tile, full, *forms]


def slot_name(tensor: str, index: tuple[int, ...]) -> str:
    """Name of a cell as in ``data-cell``: tensor name and index, ``"x 0 1 2"``."""
    return " ".join((tensor, *map(str, index)))
