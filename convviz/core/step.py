"""The steps of a convolution, one output number at a time: what is read, multiplied and added."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from convviz.core.arguments import Array, ExperimentError, FloatArray, integer, is_sequence
from convviz.core.conv import windows_of
from convviz.core.experiment import Experiment
from convviz.words import say


@dataclass(frozen=True, eq=False)
class Step:
    """How one output number comes about: its windows, products and sums.

    position: (o, i, j) in the output; channels: the C_g input channels of its group.
    rows, cols: where the window lies in the padded input, k_h and k_w indices.
    windows, kernel, products: (C_g, k_h, k_w); channel_sums: (C_g,); all read-only.
    total: the sum over channel_sums plus bias.
    """

    position: tuple[int, int, int]
    channels: tuple[int, ...]
    rows: tuple[int, ...]
    cols: tuple[int, ...]
    windows: FloatArray
    kernel: FloatArray
    products: FloatArray
    channel_sums: FloatArray
    bias: float
    total: float


def step_at(experiment: Experiment, position: tuple[int, int, int]) -> Step:
    """Work out one output number; raises ExperimentError if position (o, i, j) is outside."""
    if not is_sequence(position) or len(position) != 3:
        raise ExperimentError("A position is three whole numbers (o, i, j).")
    o, i, j = (
        integer(say("Position {axis}", axis=axis), index, at_least=0, at_most=length - 1)
        for axis, index, length in zip("oij", position, experiment.output_shape, strict=True)
    )
    return _step(experiment, windows_of(experiment), (o, i, j))


def steps(experiment: Experiment) -> Iterator[Step]:
    """Go through all output numbers in the order o, i, j, padding the input once."""
    windows = windows_of(experiment)
    for position in np.ndindex(experiment.output_shape):
        yield _step(experiment, windows, position)


def _step(e: Experiment, windows: Array, position: tuple[int, ...]) -> Step:
    o, i, j = position
    kernel = e.weight[o]
    first = o // (e.c_out // e.groups) * len(kernel)
    window = windows[first : first + len(kernel), i, j]
    products = window * kernel + 0.0  # 0 * -1 is -0.0, which no cell should show
    channel_sums = products.sum(axis=(1, 2))
    for array in (products, channel_sums):
        array.setflags(write=False)
    bias = float(e.bias[o])
    (s_h, s_w), (d_h, d_w), (k_h, k_w) = e.stride, e.dilation, e.kernel_size
    return Step(
        position=(o, i, j),
        channels=tuple(range(first, first + len(kernel))),
        rows=tuple(range(i * s_h, i * s_h + d_h * (k_h - 1) + 1, d_h)),
        cols=tuple(range(j * s_w, j * s_w + d_w * (k_w - 1) + 1, d_w)),
        windows=window,
        kernel=kernel,
        products=products,
        channel_sums=channel_sums,
        bias=bias,
        total=float(channel_sums.sum()) + bias,
    )
