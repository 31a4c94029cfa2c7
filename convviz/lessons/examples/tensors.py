"""Tensors that several examples are made of, and short ways to write others."""

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.arguments import FloatArray


def counting(*shape: int) -> FloatArray:
    """Count 0, 1, 2 ... through a tensor of this shape."""
    return np.arange(np.prod(shape), dtype=np.float64).reshape(shape)


def stacked(*channels: ArrayLike) -> FloatArray:
    """Stack channels, or kernels: one more axis in front."""
    return np.stack([np.asarray(channel, dtype=np.float64) for channel in channels])


def mixing(*rows: ArrayLike) -> FloatArray:
    """Make 1×1 kernels (C_out, C_in, 1, 1) from one row of factors an output."""
    return stacked(*rows)[:, :, np.newaxis, np.newaxis]


def one(kernel: ArrayLike) -> FloatArray:
    """Make one output from one channel: (1, 1, k_h, k_w)."""
    return stacked(stacked(kernel))


def each(kernel: ArrayLike, channels: int) -> FloatArray:
    """Give each channel its own copy of a kernel: (channels, 1, k_h, k_w)."""
    return stacked(*[stacked(kernel)] * channels)


D2L_X = stacked(counting(3, 3), counting(3, 3) + 1)
D2L_K = stacked(counting(2, 2), counting(2, 2) + 1)
D2L_OUT = stacked(D2L_K, D2L_K + 1, D2L_K + 2)
EDGE_X = np.ones((6, 8))
EDGE_X[:, 2:6] = 0
THREE_X = stacked(
    [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
    [[9, 8, 7], [6, 5, 4], [3, 2, 1]],
    np.indices((3, 3)).sum(0) % 2,
)
PREWITT = np.array([[-1.0, 0, 1]] * 3)
SOBEL_X = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
SOBEL_Y = SOBEL_X.T
IDENTITY = np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]])
BOX = np.ones((3, 3)) / 9
GAUSS = np.outer([1, 2, 1], [1, 2, 1]) / 16
LAPLACIAN = np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]])
REC_709 = (0.2126, 0.7152, 0.0722)
REC_601 = (0.299, 0.587, 0.114)
YCBCR = (REC_601, (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
RED_BLUE = np.zeros((3, 5, 6))
RED_BLUE[0, :, :3] = RED_BLUE[2, :, 3:] = 1
STRIPES = np.zeros((3, 4, 6))
STRIPES[0, :, :2] = STRIPES[1, :, 2:4] = STRIPES[2, :, 4:] = 1
# Red, green and blue over white, grey and black.
GREYS = [1, 0.5, 0]
COLOURS = np.array([[[1, 0, 0], GREYS], [[0, 1, 0], GREYS], [[0, 0, 1], GREYS]])
STEP = np.where(np.arange(6) < 3, 0.0, 10.0) * np.ones((6, 1))
DIAGONAL = np.triu(np.full((6, 6), 10.0), 1)
IMPULSE = np.zeros((5, 5))
IMPULSE[2, 2] = 9
CHECKERS = np.indices((6, 6)).sum(0) % 2
POOL_X = stacked(counting(4, 4), counting(4, 4) + 1)
SEPARABLE_X = stacked(counting(4, 4), np.ones((4, 4)), np.eye(4))
DEPTHWISE = stacked(np.ones((3, 3)), SOBEL_X, np.eye(3))
POINTWISE = np.array([[1.0, 0, 0], [0, 1, 0], [1, -1, 2], [0, 0, 1]])
POWERS = np.ones((4, 2, 2)) * [[[1]], [[10]], [[100]], [[1000]]]
FOUR = np.ones((4, 2, 2)) * [[[1]], [[2]], [[3]], [[4]]]
