"""A picture is a layout filled with a state: both for a still, and for every frame of the player.

`fill` is the whole meaning of a state. The player does the same to the live document, and a test
compares the two at every step.
"""

import hashlib
import math
import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convviz.conv import output, sources
from convviz.experiment import Experiment
from convviz.style import LENGTH_AT_FULL_SIZE, LONGEST, TILES, brief, digits, exact, shorter
from convviz.style import tile as tile_of

State = Mapping[str, Any]
"""Slot name -> what it shows: ``[text, tile]`` or ``[text, tile, all digits, shorter, ...]`` of a
cell or chip, with the shorter texts for where the first would be too small to read,
``[x, y]`` of a pin, or ``[x, y, width, height]``, a string for what a label says on hover, for the
line of text or the address of the image that it is, and for the equation
``{"size": px, "tokens": [Token, ...]}``. A slot with None takes no part in the position: it is
empty and not active. Where the board shows a part of a tensor, ``view ...`` says its first column
and row: ``[column, row]``, or such from a phase on, ``[[phase, column, row], ...]``."""

NAMESPACE = "http://www.w3.org/2000/svg"
ET.register_namespace("", NAMESPACE)
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


@dataclass(frozen=True)
class Moment:
    """One step: the position, its output channel, and the phases covered (after, up to).

    places: where each position of the walk comes in it, from 0; the walk leaves out the others.
    """

    position: int
    output: int
    after: int
    upto: int
    places: Mapping[int, int]

    @property
    def place(self) -> int:
        """Where the position comes in the walk."""
        return self.places.get(self.position, -1)


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
        START,
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


def fill(layout: Layout, state: State, moment: Moment, active: Collection[str]) -> str:
    """Draw the still of one moment as the inside of an SVG element; ``active`` names its inputs."""
    root = ET.fromstring(f'<svg xmlns="{NAMESPACE}">{layout.body}</svg>')
    product = _product(root, moment)
    for element in root.iter():
        current = str(moment.output)
        mine = current in element.get("data-output", current).split()
        kinds = element.get("class", "").split()
        if "only" in kinds and not mine:
            element.set("data-off", "")
        if mine and _in_turn(element.get("data-turn", ""), moment):
            element.set("data-lit", "")
        name = element.get("data-cell") or element.get("data-slot")
        if name is None:
            continue
        phase = int(element.get("data-phase", 0))
        place = _place(element, moment)
        # What belongs to another output channel does not wait for this one's phases.
        reached = (place, phase if mine else 0) <= (moment.place, moment.upto)
        value = None if "late" in kinds and not reached else state.get(name)
        _fill(element, value, moment, product)
        if "place" in kinds and value is None:
            element.set("data-off", "")
        now = mine and place == moment.place and moment.after < phase <= moment.upto
        if (now and state.get(name, "") is not None) or name in active:
            element.set("data-active", "")
        if product and (name in active or (now and "factor" in kinds)):
            element.set("data-product", "")
    return "".join(ET.tostring(element, encoding="unicode") for element in root)


def _product(root: ET.Element, moment: Moment) -> int:
    """Phase of the product that a moment is, 0 where it is more than one, or none."""
    one = moment.upto if moment.upto - moment.after == 1 else 0
    factors = (each for each in root.iter() if "factor" in each.get("class", "").split())
    return one if any(int(each.get("data-phase", 0)) == one for each in factors) else 0


def _in_turn(turn: str, moment: Moment) -> bool:
    """Whether a moment covers a phase of a turn, which is first and last phase, once or more."""
    ends = [int(phase) for phase in turn.split()]
    spans = zip(ends[::2], ends[1::2], strict=True)
    return any(first <= moment.upto and moment.after < last for first, last in spans)


def _place(element: ET.Element, moment: Moment) -> float:
    """Where in the walk an element comes: where the position does that it belongs to, if to one."""
    if whole := element.get("data-whole"):
        return int(whole)
    since = element.get("data-since")
    if since and moment.position - int(since) not in moment.places:
        return math.inf
    born = element.get("data-born")
    if every := element.get("data-every"):
        first = moment.position - moment.position % int(every)
        born = str(first + int(element.get("data-output", 0)))
    return moment.place if born is None else moment.places.get(int(born), math.inf)


def _fill(element: ET.Element, value: Any, moment: Moment, product: int) -> None:
    if value is None:
        return
    if isinstance(value, str) and "bitmap" in element.get("class", ""):
        element.set("href", value)
    elif isinstance(value, str) and "said" in element.get("class", ""):
        element.text = value
    elif isinstance(value, str):
        _set_tip(element, value)
    elif isinstance(value, dict):
        _write_equation(element, value, moment, product)
    elif isinstance(value[0], str):
        _write_number(element, *value)
    else:
        for box in element:
            for attribute, length in zip(("x", "y", "width", "height"), value, strict=False):
                box.set(attribute, f"{length:g}")


def _write_number(element: ET.Element, text: str, tile: int, full: str = "", *_: str) -> None:
    box, leaf = element[0], element[1]
    box.set("fill", TILES[tile])
    leaf.text = text
    if len(text) > LENGTH_AT_FULL_SIZE:
        leaf.set("data-length", str(len(text)))
    if full:
        _set_tip(element, full)


def _set_tip(element: ET.Element, text: str) -> None:
    ET.SubElement(element, f"{{{NAMESPACE}}}title").text = text


def _write_equation(
    element: ET.Element, value: Mapping[str, Any], moment: Moment, product: int
) -> None:
    element.set("font-size", str(value["size"]))
    for text, first, last, ink, mark, line_break in value["tokens"]:
        if first <= moment.upto and (not last or moment.upto < last):
            span = ET.SubElement(element, f"{{{NAMESPACE}}}tspan")
            span.text = text
            for attribute, content in (("class", ink), ("data-mark", mark)):
                if content:
                    span.set(attribute, str(content))
            if mark and mark == product:
                span.set("data-product", "")
            if line_break:
                span.set("x", "0")
                span.set("dy", "1.3em")
