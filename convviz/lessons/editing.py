"""Edits: an experiment and what a person did to it in, a new experiment out."""

from typing import Any

import numpy as np

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.convolution import CONVOLUTION
from convviz.core.experiment import Experiment
from convviz.lessons import cells
from convviz.words import term


def set_cell(experiment: Experiment, cell: str, text: str) -> Experiment:
    """Replace the number of one cell, named as in ``data-cell``, by what was typed.

    Raises ExperimentError if there is no such cell or the text is not a number that fits.
    """
    return cells.typed(CONVOLUTION, experiment, cell, text)


def paste(experiment: Experiment, cell: str, text: str) -> Experiment:
    """Fill a block of cells with pasted text, to the right and down from ``cell``.

    Several channels in the text fill consecutive channels. Raises ExperimentError if a number is
    not one, or the block reaches over the edge.
    """
    return cells.pasted(CONVOLUTION, experiment, cell, text)


def holds(experiment: Experiment, cell: str) -> bool:
    """Whether there is a cell of that name, as in ``data-cell``."""
    return cells.holds(CONVOLUTION, experiment, cell)


def resize(
    experiment: Experiment,
    *,
    c_in: int | None = None,
    c_out: int | None = None,
    height: int | None = None,
    width: int | None = None,
    k_h: int | None = None,
    k_w: int | None = None,
) -> Experiment:
    """Change sizes and keep the values that still fit.

    New rows and columns hold 0. A new channel is the one before plus 1, as in D2L's example; a new
    output has the kernel of the one before plus 1, and bias 0. Raises ExperimentError if the new
    sizes do not go together.
    """
    e = experiment
    (old_h, old_w), (old_kh, old_kw) = e.input_size, e.kernel_size
    groups = e.groups
    if c_in and 1 < groups == e.c_in:  # depthwise stays depthwise
        groups, c_out = c_in, c_out or c_in * (e.c_out // e.c_in)
    c_in, c_out = c_in or e.c_in, c_out or e.c_out
    _check_groups(groups, c_in, c_out)
    # Channels first: a new one repeats what is there, zeros of new rows excepted.
    x = with_channels(e.x, 0, c_in)
    weight = with_channels(with_channels(e.weight, 1, c_in // groups), 0, c_out)
    return e.replace(
        x=_with_size(x, height or old_h, width or old_w),
        weight=_with_size(weight, k_h or old_kh, k_w or old_kw),
        bias=np.concatenate([e.bias, np.zeros(c_out)])[:c_out],
        groups=groups,
    )


WAYS = {
    "plus": "K, K+1, K+2, …",
    "minus": "K, −K, 2K, −2K, …",
    "turned": term("K turned by a quarter each"),
    "single": term("K on one input channel each"),
    "zero": term("K, then only zeros to fill in"),
}


def derive(experiment: Experiment, way: str) -> Experiment:
    """Make the kernels of all further output channels from the first, in one of the ``WAYS``.

    "plus" is D2L's example. Raises ExperimentError if there is no such way, a quarter turn does
    not fit because the kernel is not square, or a weight gets too large.
    """
    first, count = experiment.weight[0], experiment.c_out
    if way == "turned" and first.shape[1] != first.shape[2]:
        k_h, k_w = first.shape[1:]
        raise ExperimentError(
            "A {k_h} × {k_w} kernel can't be turned: it has to be square.", k_h=k_h, k_w=k_w
        )
    match way:
        case "plus":
            kernels = [first + o for o in range(count)]
        case "minus":
            kernels = [first * (o // 2 + 1) * (-1) ** o for o in range(count)]
        case "turned":
            kernels = [np.rot90(first, o, axes=(1, 2)) for o in range(count)]
        case "single":
            channels = np.arange(len(first))[:, None, None]
            kernels = [first * (channels == o % len(first)) for o in range(count)]
        case "zero":
            kernels = [first, *[np.zeros_like(first)] * (count - 1)]
        case _:
            raise ExperimentError(
                "There is no way {way!r}: choose from {known}.", way=way, known=", ".join(WAYS)
            )
    return experiment.replace(weight=np.stack(kernels))


def move(
    experiment: Experiment,
    axis: int,
    *,
    stride: int | None = None,
    dilation: int | None = None,
    before: int | None = None,
    after: int | None = None,
) -> Experiment:
    """Change how the window moves along one axis, 0 for height and 1 for width.

    before, after: padding on the two sides. Raises ExperimentError if the result can't be.
    """
    e = experiment
    changes: dict[str, Any] = {}
    if stride is not None:
        changes["stride"] = _put(e.stride, axis, stride)
    if dilation is not None:
        changes["dilation"] = _put(e.dilation, axis, dilation)
    if before is not None or after is not None:
        first, last = e.pads[axis]
        sides = (first if before is None else before, last if after is None else after)
        changes["padding"] = _put(e.pads, axis, sides)
    return e.replace(**changes)


def _put(pair: tuple[Any, Any], index: int, value: object) -> tuple[Any, Any]:
    return (pair[0], value) if index else (value, pair[1])


def pooling(experiment: Experiment) -> Experiment:
    """Keep the input and the window of an experiment; the kernel becomes the average.

    Each channel then has its own kernel of equal weights that sum to 1. Padding that reaches over
    half the window is left out, and dilation too; a window that is then too large is cut.
    """
    e = experiment
    fits = all(max(sides) <= k // 2 for sides, k in zip(e.pads, e.kernel_size, strict=True))
    keep = fits and e.padding_mode == "zeros" and e.dilation == (1, 1)
    k_h, k_w = e.kernel_size if keep else np.minimum(e.kernel_size, e.input_size).tolist()
    weight = np.full((e.c_in, 1, k_h, k_w), 1 / (k_h * k_w))
    padding = e.pads if keep else 0
    return Experiment(x=e.x, weight=weight, stride=e.stride, padding=padding, groups=e.c_in)


def flip(experiment: Experiment) -> Experiment:
    """Turn every kernel slice by half a turn: cross-correlation with it is then convolution."""
    return experiment.replace(weight=experiment.weight[:, :, ::-1, ::-1])


def regroup(experiment: Experiment, groups: int) -> Experiment:
    """Let every output read the input channels of its group only.

    Slices of channels that it read before stay; for others its kernel is repeated. Raises
    ExperimentError if ``groups`` does not divide C_in and C_out.
    """
    e = experiment
    _check_groups(groups, e.c_in, e.c_out)
    before, after = e.c_in // e.groups, e.c_in // groups
    slices = [
        [
            # Place of channel c in the kernel as it was, or a repeated one.
            e.weight[o, (c - o * e.groups // e.c_out * before) % before]
            for c in range(o * groups // e.c_out * after, (o * groups // e.c_out + 1) * after)
        ]
        for o in range(e.c_out)
    ]
    return e.replace(weight=np.array(slices), groups=groups)


def _check_groups(groups: int, c_in: int, c_out: int) -> None:
    for axis, count in (("C_in", c_in), ("C_out", c_out)):
        if groups < 1 or count % groups:
            raise ExperimentError(
                "groups = {groups} must divide {axis} = {count}.",
                groups=groups,
                axis=axis,
                count=count,
            )


def with_channels(values: FloatArray, axis: int, count: int) -> FloatArray:
    """Keep ``count`` channels along an axis; a new one is the one before plus 1."""
    while values.shape[axis] < count:
        last = np.take(values, [-1], axis=axis)
        values = np.concatenate([values, last + 1], axis=axis)
    return np.take(values, range(count), axis=axis)


def _with_size(values: FloatArray, height: int, width: int) -> FloatArray:
    sized = np.zeros((*values.shape[:-2], height, width))
    kept = values[..., :height, :width]
    sized[..., : kept.shape[-2], : kept.shape[-1]] = kept
    return sized
