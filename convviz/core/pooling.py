"""Pooling: each channel by itself, the largest or the average number of every window."""

import itertools

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.arguments import Array, ExperimentError, numbers, pair, show
from convviz.core.geometry import X_AXES, PaddingLike, PairLike, geometry

POOLING_MODES = ("max", "average")


def pool2d(
    x: ArrayLike,
    kernel: PairLike,
    *,
    mode: str = "max",
    stride: PairLike | None = None,
    padding: PaddingLike = 0,
) -> Array:
    """Pool one image as `torch.nn.functional.max_pool2d` and `avg_pool2d` do, after D2L 7.5.

    x: (C, H, W) -> (C, H', W'). kernel: an int or (k_h, k_w); stride: likewise, None for the kernel
    itself; padding: as in Experiment, and at most half the kernel on each side.
    mode: "max" never chooses padding and keeps the dtype; "average" counts padding as zeros, and
    makes float64 of integers and bools, float32 of float16. NaN and inf follow IEEE arithmetic.

    Raises ExperimentError.

    >>> pool2d([[[0, 1, 2], [3, 4, 5], [6, 7, 8]]], 2, stride=1).tolist()
    [[[4, 5], [7, 8]]]
    """
    image = numbers("x", x, X_AXES)
    k_h, k_w = pair("kernel", kernel, at_least=1)
    if not (isinstance(mode, str) and mode in POOLING_MODES):
        raise ExperimentError(
            "{name} must be one of {known}; not {value}.",
            name="mode",
            known=", ".join(POOLING_MODES),
            value=show(mode),
        )
    # The windows lie as those of a depthwise convolution.
    depthwise = (len(image), 1, k_h, k_w)
    stride = (k_h, k_w) if stride is None else stride
    g = geometry(image.shape, depthwise, stride, padding, groups=len(image))
    for axis, length, sides in zip(("k_h", "k_w"), (k_h, k_w), g.pads, strict=True):
        if max(sides) > length // 2:
            raise ExperimentError(
                "padding must be at most half the kernel, {half} for {axis} = {length}; "
                "not {value}.",
                half=length // 2,
                axis=axis,
                length=length,
                value=max(sides),
            )

    if mode == "max":
        # Every window holds a number of the image, so neither of these is ever chosen.
        neutral = -np.inf if image.dtype.kind == "f" else image.min()
    else:
        wide = np.promote_types(image.dtype, np.float32)
        image, neutral = image.astype(wide if image.dtype.kind == "f" else np.float64), 0.0
    padded = np.pad(image, ((0, 0), *g.pads), constant_values=neutral)
    combine = np.maximum if mode == "max" else np.add
    (s_h, s_w), (_, height, width) = g.stride, g.output_shape
    y: Array = np.full(g.output_shape, neutral, padded.dtype)
    with np.errstate(all="ignore"):
        # For each place in a window, what all windows hold there: (C, H', W').
        for u, v in itertools.product(range(k_h), range(k_w)):
            combine(y, padded[:, u::s_h, v::s_w][:, :height, :width], out=y)
        if mode == "average":
            y /= k_h * k_w
    return y
