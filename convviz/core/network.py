"""Convolutions in a row: what of the input an output cell sees, and the one kernel they equal."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.arguments import Array, ExperimentError, Pair, integer, is_sequence, numbers, pair
from convviz.core.conv import conv2d
from convviz.core.geometry import WEIGHT_AXES, PairLike, geometry
from convviz.words import say

MAX_LAYERS = 3
IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, init=False)
class Layer:
    """One convolution of a network: how its kernel moves, without the numbers in it.

    kernel_size, stride, padding, dilation: an int or a pair (height, width); padding is per side.
    Raises ExperimentError.
    """

    kernel_size: Pair
    stride: Pair
    padding: Pair
    dilation: Pair

    def __init__(
        self,
        kernel_size: PairLike = 3,
        stride: PairLike = 1,
        padding: PairLike = 0,
        dilation: PairLike = 1,
    ) -> None:
        # A frozen dataclass only blocks assignment; its own dictionary is where values go.
        vars(self).update(
            kernel_size=pair("kernel_size", kernel_size, at_least=1),
            stride=pair("stride", stride, at_least=1),
            padding=pair("padding", padding, at_least=0),
            dilation=pair("dilation", dilation, at_least=1),
        )

    @property
    def growth(self) -> Pair:
        """Cells from the first to the last that the kernel reads, less one: d (k - 1)."""
        (k_h, k_w), (d_h, d_w) = self.kernel_size, self.dilation
        return d_h * (k_h - 1), d_w * (k_w - 1)


class Field(NamedTuple):
    """What a cell sees of a map before it, by the formula, as if the map had no border.

    size: its receptive field in cells; jump: how far apart the fields of neighbours are; start:
    where the field of cell (0, 0) begins, negative in the padding. All (rows, columns).
    """

    size: Pair
    jump: Pair
    start: Pair


class Region(NamedTuple):
    """Rows and columns of a map that one output cell sees.

    rows, columns: by the formula, which may lie outside the map; inside: what of them is in it.
    """

    rows: range
    columns: range
    inside: tuple[range, range]


@dataclass(frozen=True, init=False)
class Network:
    """One to three convolutions in a row, one channel each.

    size: (H, W) of the input, or one int for both; layers: first to last. Map 0 is the input, map
    l is what layer l - 1 gives; sizes: (H, W) of every map. Raises ExperimentError, with the layer
    that can't be.
    """

    size: Pair
    layers: tuple[Layer, ...]
    sizes: tuple[Pair, ...] = field(init=False)

    def __init__(self, size: PairLike, layers: tuple[Layer, ...] | list[Layer]) -> None:
        if not is_sequence(layers) or not 1 <= len(layers) <= MAX_LAYERS:
            raise ExperimentError("A network here has 1 to {most} layers.", most=MAX_LAYERS)
        sizes = [pair("size", size, at_least=1)]
        for number, layer in enumerate(layers, 1):
            if not isinstance(layer, Layer):
                raise ExperimentError("Layer {number} must be a Layer.", number=number)
            try:
                made = geometry(
                    (1, *sizes[-1]),
                    (1, 1, *layer.kernel_size),
                    *(layer.stride, layer.padding, layer.dilation),
                )
            except ExperimentError as error:
                raise ExperimentError(
                    "Layer {number}: {reason}", number=number, reason=error
                ) from error
            sizes.append(made.output_shape[1:])
        vars(self).update(size=sizes[0], layers=tuple(layers), sizes=tuple(sizes))

    @property
    def last(self) -> int:
        """Number of the last map."""
        return len(self.layers)

    @property
    def cells(self) -> list[Pair]:
        """Places (i, j) of the last map, row by row."""
        return [(i, j) for i, j in np.ndindex(*self.sizes[-1])]

    def padding(self, number: int) -> Pair:
        """Rows and columns of zeros on each side of a map; none around the last."""
        return self.layers[number].padding if number < self.last else (0, 0)

    def padded(self, number: int) -> Pair:
        """Height and width of a map with the zeros around it."""
        (height, width), (p_h, p_w) = self.sizes[number], self.padding(number)
        return height + 2 * p_h, width + 2 * p_w

    def field(self, number: int) -> Field:
        """What a cell of a map sees of the input."""
        return receptive_field(self.layers[:number])

    def terms(self, axis: int) -> list[Pair]:
        """The terms of r = 1 + Σ d (k - 1) · jump along an axis: (d (k - 1), jump) of each layer.

        The jump of a layer is the product of the strides before it.
        """
        return [
            (layer.growth[axis], self.field(number).jump[axis])
            for number, layer in enumerate(self.layers)
        ]

    def region(self, number: int, cell: Pair) -> Region:
        """What a cell of the last map sees of a map; raises ExperimentError if it is not there."""
        places = self._cell(cell)
        size, jump, start = receptive_field(self.layers[number:])
        rows, columns = (
            range(b + i * j, b + i * j + r)
            for i, r, j, b in zip(places, size, jump, start, strict=True)
        )
        height, width = self.sizes[number]
        inside = (
            range(max(0, rows.start), max(0, min(height, rows.stop))),
            range(max(0, columns.start), max(0, min(width, columns.stop))),
        )
        return Region(rows, columns, inside)

    def paths(self, number: int, cell: Pair) -> IntArray:
        """How many ways lead from each cell of a map to a cell of the last one, (H, W).

        It is how much the output cell changes with each of them where all weights are 1: the
        kernels of ones made one, cut off at the borders. Raises ExperimentError.
        """
        (height, width), (top, left) = self.sizes[number], self.padding(number)
        return self.padded_paths(number, cell)[top : top + height, left : left + width]

    def padded_paths(self, number: int, cell: Pair) -> IntArray:
        """The same with the zeros around the map, where ways end that come from nothing."""
        i, j = self._cell(cell)
        rows, columns = _ways(self, 0, i)[number], _ways(self, 1, j)[number]
        return np.outer(rows, columns)

    def reads(self, cell: Pair) -> int:
        """Count the cells of the input that a cell of the last map depends on."""
        return int(np.count_nonzero(self.paths(0, cell)))

    def _cell(self, cell: Pair) -> Pair:
        height, width = self.sizes[-1]
        i, j = pair("cell", cell, at_least=0)
        return (
            integer(say("Row of the cell"), i, at_least=0, at_most=height - 1),
            integer(say("Column of the cell"), j, at_least=0, at_most=width - 1),
        )


def receptive_field(layers: tuple[Layer, ...]) -> Field:
    """Receptive field of layers in a row, after Araujo et al. 2019 and Dumoulin and Visin 2016.

    r_l = r_{l-1} + d_l (k_l - 1) j_{l-1}, j_l = j_{l-1} s_l, start_l = start_{l-1} - p_l j_{l-1}.
    """
    size, jump, start = [1, 1], [1, 1], [0, 0]
    for layer in layers:
        for axis in (0, 1):
            size[axis] += layer.growth[axis] * jump[axis]
            start[axis] -= layer.padding[axis] * jump[axis]
            jump[axis] *= layer.stride[axis]
    return Field((size[0], size[1]), (jump[0], jump[1]), (start[0], start[1]))


@lru_cache(maxsize=1 << 12)
def _ways(network: Network, axis: int, place: int) -> tuple[IntArray, ...]:
    """Ways to one row (or column) of the last map from those of every map, zeros around included.

    Windows are rectangles, so ways of rows and ways of columns multiply.
    """
    last = np.zeros(network.sizes[-1][axis], np.int64)
    last[place] = 1
    ways = [last]
    for number in reversed(range(network.last)):
        layer = network.layers[number]
        stride, dilation, side = layer.stride[axis], layer.dilation[axis], layer.padding[axis]
        after = ways[0]
        if number + 1 < network.last:
            around = network.padding(number + 1)[axis]
            after = after[around : len(after) - around]
        before = np.zeros(network.sizes[number][axis] + 2 * side, np.int64)
        for tap in range(layer.kernel_size[axis]):
            first = dilation * tap
            before[first : first + stride * (len(after) - 1) + 1 : stride] += after
        ways.insert(0, before)
    for way in ways:
        way.setflags(write=False)
    return tuple(ways)


def composed(kernel1: ArrayLike, kernel2: ArrayLike, stride1: PairLike = 1) -> Array:
    """The single kernel that equals two in a row without padding: their full convolution.

    kernel1: (k_h, k_w), or (M, C, k_h, k_w); kernel2: the same, or (O, M, l_h, l_w); stride1: that
    of the first. E[o, c] = Σ_m kernel2[o, m] * kernel1[m, c], (k + (l - 1) stride1) a side, moved
    by the product of both strides. Integers stay exact. After D2L 7.4 exercise 1.
    Raises ExperimentError.
    """
    flat = np.ndim(kernel1) == 2 and np.ndim(kernel2) == 2
    if flat:
        kernel1, kernel2 = np.asarray(kernel1)[None, None], np.asarray(kernel2)[None, None]
    first = numbers("kernel1", kernel1, WEIGHT_AXES)
    second = numbers("kernel2", kernel2, WEIGHT_AXES)
    if len(first) != second.shape[1]:
        raise ExperimentError(
            "kernel2 reads {read} channels, but kernel1 gives {given}.",
            read=second.shape[1],
            given=len(first),
        )
    s_h, s_w = pair("stride1", stride1, at_least=1)
    l_h, l_w = second.shape[2:]
    spread = np.zeros((*second.shape[:2], (l_h - 1) * s_h + 1, (l_w - 1) * s_w + 1), second.dtype)
    spread[:, :, ::s_h, ::s_w] = second
    # conv2d does not flip: a flipped kernel over a padded one is their full convolution.
    turned = first.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1]
    k_h, k_w = first.shape[2:]
    single = np.stack([conv2d(each, turned, padding=(k_h - 1, k_w - 1)) for each in spread])
    return single[0, 0] if flat else single


def both_ways(
    x: ArrayLike, kernel1: ArrayLike, kernel2: ArrayLike, padding: Pair = (0, 0)
) -> tuple[Array, Array]:
    """Two kernels in a row, and the single kernel that they make: (H', W') each.

    x: (H, W); kernel1, kernel2: (k_h, k_w); padding: around x and around the map between, per side;
    the single kernel gets the sum. Without padding both agree; with it they differ where a window
    of the second kernel reaches the zeros around the map between. Raises ExperimentError.
    """
    image, first, second = (np.asarray(value) for value in (x, kernel1, kernel2))
    (p_1, p_2), single = padding, composed(first, second)
    between = conv2d(image[None], first[None, None], padding=p_1)
    twice = conv2d(between, second[None, None], padding=p_2)
    once = conv2d(image[None], single[None, None], padding=p_1 + p_2)
    return twice[0], once[0]
