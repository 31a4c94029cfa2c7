"""Tensors that one can compute by hand: small whole numbers, never all alike."""

from __future__ import annotations

from random import Random

import numpy as np

from convviz.core.arguments import FloatArray
from convviz.core.experiment import Experiment

LEAST, MOST = -2, 3  # of a weight


def small(
    rng: Random,
    *,
    c_in: int,
    c_out: int = 1,
    size: int = 3,
    kernel: int = 2,
    bias: bool = False,
    moves: bool = False,
) -> Experiment:
    """Draw an experiment of digits; moves: with padding, or a stride, or both."""
    padding, stride = (rng.choice([(1, 1), (0, 2), (1, 2)])) if moves else (0, 1)
    return Experiment(
        whole(rng, (c_in, size + (stride > 1), size + (stride > 1)), 0, 9),
        whole(rng, (c_out, c_in, kernel, kernel), LEAST, MOST),
        whole(rng, (c_out,), -5, 5) if bias else None,
        stride=stride,
        padding=padding,
    )


def whole(rng: Random, shape: tuple[int, ...], least: int, most: int) -> FloatArray:
    """Draw whole numbers from least to most, of which at least one is not 0."""
    while True:
        values = np.array([rng.randint(least, most) for _ in range(int(np.prod(shape)))], float)
        if values.any():
            return values.reshape(shape)
