"""The steps of a convolution, one output number at a time: what is read, multiplied and added."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from convviz.core.arguments import Array, ExperimentError, FloatArray, integer, is_sequence
from convviz.core.conv import windows_of
from convviz.core.experiment import Experiment
from convviz.core.operation import Term, cell
from convviz.words import say


@dataclass(frozen=True, eq=False)
class Step:
    """How one output number comes about: its windows, products and sums.

    position: (o, i, j) in the output; channels: the C_g input channels of its group.
    rows, cols: where the window lies in the padded input, k_h and k_w indices.
    windows, kernel, products: (C_g, k_h, k_w); channel_sums: (C_g,); all read-only.
    total: the sum over channel_sums plus bias.
    inside: rows and columns of the padded input that are the input's own.

    `reads`, `terms`, `partials` and `writes` say the same in names of cells.
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
    inside: tuple[range, range]

    @property
    def reads(self) -> tuple[str, ...]:
        """Cells of the windows, in the order of their products: ``"x c i j"``.

        One of the border is ``"pad c row column"``, its place in the padded input.
        """
        return _window(self.channels, self.rows, self.cols, self.inside)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """For each product the number and the weight in it, and its own cell.

        A kernel counts the channels of its group, products go by the input's: of channel 2, the
        first of the second group, ``("x 2 0 0", "k 2 0 0 0")`` make ``"p 2 0 0"``.
        """
        o, (first, *_) = self.position[0], self.channels
        indices = np.ndindex(self.products.shape)
        return tuple(
            Term((read, cell("k", o, c, u, v)), cell("p", first + c, u, v))
            for read, (c, u, v) in zip(self.reads, indices, strict=True)
        )

    @property
    def partials(self) -> tuple[str, ...]:
        """Cells that add up to the total: the partial sum of each channel, then the bias."""
        return *(cell("sum", c) for c in self.channels), cell("b", self.position[0])

    @property
    def writes(self) -> tuple[str, ...]:
        """The cell of the total: ``"y o i j"``."""
        return (cell("y", *self.position),)

    @property
    def numbers(self) -> Mapping[str, float]:
        """The numbers that it makes, by cell: products, partial sums and total."""
        made = [term.made for term in self.terms]
        sums = [cell("sum", c) for c in self.channels]
        return {
            **dict(zip(made, self.products.ravel().tolist(), strict=True)),
            **dict(zip(sums, self.channel_sums.tolist(), strict=True)),
            cell("y", *self.position): self.total,
        }


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


@lru_cache(maxsize=1 << 12)  # every output without groups has the same windows
def _window(
    channels: tuple[int, ...],
    rows: tuple[int, ...],
    cols: tuple[int, ...],
    inside: tuple[range, range],
) -> tuple[str, ...]:
    own_rows, own_cols = inside
    places = [
        ("x", row - own_rows.start, col - own_cols.start)
        if row in own_rows and col in own_cols
        else ("pad", row, col)
        for row in rows
        for col in cols
    ]
    return tuple(cell(name, c, *at) for c in channels for name, *at in places)


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
    (height, width), ((top, _), (left, _)) = e.input_size, e.pads
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
        inside=(range(top, top + height), range(left, left + width)),
    )
