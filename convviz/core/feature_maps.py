"""Feature maps of a picture: one layer of kernels, or two with ReLU and pooling between."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.arguments import Array, ExperimentError, Pair
from convviz.core.conv import conv2d
from convviz.core.experiment import Experiment
from convviz.core.pooling import pool2d

POOL = 2
"""Rows and columns of a pooling window, and its stride."""

LayerNumber = Literal[1, 2]


@dataclass(frozen=True, eq=False)
class Filters:
    """Kernels for a picture, without padding and with stride 1.

    first: (C_1, C_in, k_h, k_w); second: (C_2, C_1, k_h, k_w), None for one layer. Between the two
    ``relu`` makes negative numbers 0, and ``pool`` keeps the largest of every 2×2.
    """

    first: Array
    second: Array | None = None
    relu: bool = True
    pool: bool = True

    def weight(self, layer: LayerNumber) -> Array:
        """Kernels of a layer. Raises ExperimentError if there is none."""
        if layer == 1:
            return self.first
        if self.second is None:
            raise ExperimentError("These kernels have no second layer.")
        return self.second


def rectified(y: Array) -> Array:
    """Make negative numbers 0, as ReLU does: any shape."""
    return np.maximum(y, 0)


def between(filters: Filters, y: Array) -> Array:
    """What the second layer reads of the maps of the first: (C_1, H, W) -> (C_1, H', W')."""
    kept = rectified(y) if filters.relu else y
    return pool2d(kept, POOL) if filters.pool else kept


def maps(filters: Filters, x: ArrayLike, layer: LayerNumber) -> tuple[Array, Array]:
    """Give what a layer reads and the maps that it makes: (C, H, W) and (C', H', W').

    Integers give exact results. Raises ExperimentError, such as for a picture that is too small.
    """
    read = np.asarray(x)
    if layer == 2:
        read = between(filters, conv2d(read, filters.first))
    return read, conv2d(read, filters.weight(layer))


def responses(read: Array, kernel: Array) -> Array:
    """What every channel adds to one map: (C, H, W), (C, k_h, k_w) -> (C, H', W').

    Their sum over the channels is the map.
    """
    return conv2d(read, kernel[:, np.newaxis], groups=len(read))


def size(filters: Filters, picture: Pair, layer: LayerNumber) -> Pair:
    """Rows and columns of the maps of a layer, for a picture of (H, W)."""
    height, width = picture
    for number in range(1, layer + 1):
        if number == 2 and filters.pool:
            height, width = height // POOL, width // POOL
        k_h, k_w = filters.weight(1 if number == 1 else 2).shape[2:]
        height, width = height - k_h + 1, width - k_w + 1
    return height, width


def patch(filters: Filters, x: Array, layer: LayerNumber, place: Pair) -> Experiment:
    """Give the one window that a number of a map is made of, with all kernels of its layer.

    x: (C_in, H, W); place: row and column in the maps of the layer. Its output is (C', 1, 1), the
    numbers of the maps at that place. Only what it depends on is calculated. Raises ExperimentError
    if the place is in no map.
    """
    rows, cols = size(filters, (x.shape[1], x.shape[2]), layer)
    row, col = place
    if not (0 <= row < rows and 0 <= col < cols):
        raise ExperimentError(
            "There is no row {row}, column {col} in a map of {rows}×{cols}.",
            row=row,
            col=col,
            rows=rows,
            cols=cols,
        )
    weight = filters.weight(layer)
    k_h, k_w = weight.shape[2:]
    if layer == 1:
        return Experiment(x[:, row : row + k_h, col : col + k_w], weight)
    step = POOL if filters.pool else 1
    f_h, f_w = filters.first.shape[2:]
    top, left = row * step, col * step
    below = x[:, top : top + k_h * step + f_h - 1, left : left + k_w * step + f_w - 1]
    return Experiment(between(filters, conv2d(below, filters.first)), weight)
