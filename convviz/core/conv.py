"""The arithmetic: convolution, its steps one output number at a time, shapes and counts."""

import itertools
import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from convviz.core.arguments import Array, ExperimentError, Pair, Shape, bias_numbers, numbers, shape
from convviz.core.experiment import Experiment
from convviz.core.geometry import (
    WEIGHT_AXES,
    X_AXES,
    PaddingLike,
    Pads,
    PairLike,
    geometry,
    padded_size,
)

# Patches repeat the image k_h * k_w times, so they are copied in blocks of at most so many numbers
# (2 MiB of float64; one patch, if that is larger): memory stays bounded for any image. At every
# size measured this is within about a tenth of the best speed: smaller blocks make the matrix
# products too narrow, and from 2**22 on the system hands out and takes back each block's memory.
BLOCK_SIZE = 2**18
NUMPY_PAD_MODES = {"zeros": "constant", "replicate": "edge", "circular": "wrap"}


def conv2d(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Array:
    """Cross-correlate one image with every kernel, as `torch.nn.functional.conv2d` does.

    x: (C_in, H, W); weight: (C_out, C_in/groups, k_h, k_w); bias: (C_out,) -> (C_out, H', W').
    Integers and bools give exact int64, floats keep NumPy's common dtype (float16 becomes float32),
    and NaN and inf follow IEEE arithmetic. The other arguments are those of Experiment.

    Raises ExperimentError, also when an integer result may not fit int64.
    """
    image, kernels = numbers("x", x, X_AXES), numbers("weight", weight, WEIGHT_AXES)
    g = geometry(image.shape, kernels.shape, stride, padding, dilation, groups, padding_mode)
    biases = bias_numbers(bias, len(kernels))
    compute, result = _dtypes(image, kernels, biases)
    image, kernels = image.astype(compute, copy=False), kernels.astype(compute, copy=False)

    k_h, k_w = kernels.shape[2:]
    windows = _windows(pad(image, g.pads, g.padding_mode), (k_h, k_w), g.stride, g.dilation)
    c_out, height, width = g.output_shape
    matrices = kernels.reshape(g.groups, c_out // g.groups, -1)
    biases = biases.astype(result).reshape(g.groups, -1, 1)
    y = np.empty((g.groups, c_out // g.groups, height * width), result)
    # So many places of the window are computed at once: some rows, or a piece of one.
    places = max(1, BLOCK_SIZE // windows[:, 0, 0].size)
    cols = min(width, places)
    rows = places // cols
    with np.errstate(all="ignore"):
        for top, left in itertools.product(range(0, height, rows), range(0, width, cols)):
            # (C_in, rows, cols, k_h, k_w) -> (groups, C_in/groups * k_h * k_w, rows * cols):
            # copied along the rows of the image, and not at all for 1 x 1 with stride 1.
            block = windows[:, top : top + rows, left : left + cols].transpose(0, 3, 4, 1, 2)
            start = top * width + left
            sums = y[:, :, start : start + block[0, 0, 0].size]
            columns = (g.groups, matrices.shape[2], -1)
            # No name for the patches: it would keep them while the next ones are made. "unsafe"
            # lets floats that hold whole numbers be written as integers.
            np.matmul(matrices, block.reshape(columns), out=sums, casting="unsafe")
            sums += biases
    return y.reshape(g.output_shape)


def corr2d(x: ArrayLike, k: ArrayLike) -> Array:
    """Cross-correlate one channel: (H, W), (k_h, k_w) -> (H', W'), after D2L 7.2."""
    image, kernel = numbers("x", x, ("H", "W")), numbers("k", k, ("k_h", "k_w"))
    y: Array = conv2d(image[np.newaxis], kernel[np.newaxis, np.newaxis])[0]
    return y


def corr2d_multi_in(X: ArrayLike, K: ArrayLike) -> Array:
    """Add up the channels: (C_in, H, W), (C_in, k_h, k_w) -> (H', W'), after D2L 7.4.1."""
    kernel = numbers("K", K, ("C_in", "k_h", "k_w"))
    y: Array = conv2d(X, kernel[np.newaxis])[0]
    return y


def corr2d_multi_in_out(X: ArrayLike, K: ArrayLike) -> Array:
    """Do so once an output: (C_in, H, W), (C_out, C_in, k_h, k_w) -> (C_out, H', W'), D2L 7.4.2."""
    return conv2d(X, K)


def corr2d_multi_in_out_1x1(X: ArrayLike, K: ArrayLike) -> Array:
    """Mix the channels of each pixel by one matrix product, after D2L 7.4.3.

    X: (C_in, H, W); K: (C_out, C_in, 1, 1); result: (C_out, H, W). Raises ExperimentError.
    """
    image, kernels = numbers("X", X, X_AXES), numbers("K", K, WEIGHT_AXES)
    if kernels.shape[1:] != (len(image), 1, 1):
        raise ExperimentError(
            "K must be (C_out, C_in, 1, 1) with C_in = {c_in}; its shape is {shape}.",
            c_in=len(image),
            shape=kernels.shape,
        )
    compute, result = _dtypes(image, kernels, bias_numbers(None, len(kernels)))
    pixels = image.reshape(len(image), -1).astype(compute)
    matrix = kernels.reshape(len(kernels), -1).astype(compute)
    with np.errstate(all="ignore"):
        product: Array = matrix @ pixels
    return product.reshape(len(kernels), *image.shape[1:]).astype(result, copy=False)


def output(experiment: Experiment) -> Array:
    """Y of an experiment, (C_out, H', W')."""
    e = experiment
    return conv2d(
        *(e.x, e.weight, e.bias),
        stride=e.stride,
        padding=e.pads,
        dilation=e.dilation,
        groups=e.groups,
        padding_mode=e.padding_mode,
    )


def windows_of(experiment: Experiment) -> Array:
    """View every window of an experiment, padding included: (C_in, H', W', k_h, k_w), read-only."""
    e = experiment
    return _windows(pad(e.x, e.pads, e.padding_mode), e.kernel_size, e.stride, e.dilation)


def pad(x: Array, pads: Pads, padding_mode: str = "zeros") -> Array:
    """Pad x (C, H, W) to (C, top + H + bottom, left + W + right); raises ExperimentError."""
    padded_size(x.shape[1:], pads, padding_mode)
    if pads == ((0, 0), (0, 0)):
        return x
    mode = NUMPY_PAD_MODES.get(padding_mode, padding_mode)
    # NumPy's types know the modes as literals only; `padded_size` has checked the name.
    return np.pad(x, ((0, 0), *pads), mode=mode)  # type: ignore[call-overload, no-any-return] # mode: checked


def sources(length: int, sides: Pair, padding_mode: str) -> list[int]:
    """Row (or column) of the input that each padded one repeats; -1 where it is zeros.

    length: of the input along this axis; sides: padding before and after.
    """
    index = np.arange(length)
    if padding_mode == "zeros":
        return list(map(int, np.pad(index, sides, constant_values=-1)))
    padded = pad(index[np.newaxis, :, np.newaxis], (sides, (0, 0)), padding_mode)
    return list(map(int, padded.flat))


def starts(count: int, stride: int) -> range:
    """Places along one axis of the padded input where the windows of ``count`` outputs start."""
    return range(0, count * stride, stride)


def taps(count: int, kernel: int, stride: int, dilation: int) -> set[int]:
    """Places along one axis of the padded input that some window reads, its holes left out."""
    return {start + dilation * u for start in starts(count, stride) for u in range(kernel)}


def output_shape(
    x_shape: Shape,
    weight_shape: Shape,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> tuple[int, int, int]:
    """Return (C_out, H', W') for shapes (C_in, H, W) and (C_out, C_in/groups, k_h, k_w).

    Raises ExperimentError, as the convolution itself would.
    """
    return geometry(
        x_shape, weight_shape, stride, padding, dilation, groups, padding_mode
    ).output_shape


def count_weights(weight_shape: Shape, *, bias: bool = False) -> int:
    """Count the learned numbers: C_out * C_in/groups * k_h * k_w, and C_out biases if any."""
    c_out, *kernel = shape("weight", weight_shape, WEIGHT_AXES)
    return c_out * (math.prod(kernel) + bias)


def count_multiplications(weight_shape: Shape, output_size: Pair) -> int:
    """Count the products: each weight is used once at each of the H' * W' positions."""
    height, width = shape("output", output_size, ("H'", "W'"))
    return count_weights(weight_shape) * height * width


def count_additions(weight_shape: Shape, output_size: Pair, *, bias: bool = False) -> int:
    """Count the additions: n products need n - 1, and one more with a bias; D2L 7.4 exercise 2."""
    height, width = shape("output", output_size, ("H'", "W'"))
    c_out, *kernel = shape("weight", weight_shape, WEIGHT_AXES)
    return c_out * height * width * (math.prod(kernel) - 1 + bias)


def _dtypes(x: Array, weight: Array, bias: Array) -> tuple[np.dtype, np.dtype]:
    """Choose the dtype to compute in and the one to return."""
    common = np.result_type(x, weight, bias)
    if common.kind == "f" and all(a.dtype.kind != "f" for a in (x, weight, bias)):
        common = np.dtype(np.int64)  # uint64 with int64: NumPy would give up exactness
    if common.kind == "f":
        wide = np.promote_types(common, np.float32)
        return wide, wide
    terms = math.prod(weight.shape[1:])
    largest = _largest(x) * _largest(weight) * terms + _largest(bias)
    if largest >= 2**63:
        raise ExperimentError(
            "The result may reach {largest}, too large for a 64-bit integer; use floats.",
            largest=largest,
        )
    # Below 2**53 float64 is exact, and BLAS far faster than NumPy's integer product.
    return np.dtype(np.float64 if largest < 2**53 else np.int64), np.dtype(np.int64)


def _largest(a: Array) -> int:
    """Return the largest absolute value as a Python integer, which cannot overflow."""
    return max(int(a.max()), -int(a.min()))


def _windows(padded: Array, kernel_size: Pair, stride: Pair, dilation: Pair) -> Array:
    """View every window of a padded input (C, H, W): (C, H', W', k_h, k_w), read-only."""
    extent = tuple(d * (k - 1) + 1 for d, k in zip(dilation, kernel_size, strict=True))
    (s_h, s_w), (d_h, d_w) = stride, dilation
    return sliding_window_view(padded, extent, axis=(1, 2))[:, ::s_h, ::s_w, ::d_h, ::d_w]
