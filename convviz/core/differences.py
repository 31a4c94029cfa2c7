"""How an output number differs from that of the kernel before, at the same place."""

from typing import NamedTuple

import numpy as np

from convviz.core.arguments import ExperimentError
from convviz.core.step import Step


class Difference(NamedTuple):
    """Y[o] - Y[o-1] at one place: what the kernels and what the biases make of it.

    before, after: both output numbers; kernels: (K[o] - K[o-1]) ⋆ X there; biases: b[o] - b[o-1];
    shift: what each weight of K[o] is more than that of K[o-1], None where that is not one number;
    window: the sum of the window over all channels, so that kernels = shift * window.
    """

    before: float
    after: float
    kernels: float
    biases: float
    shift: float | None
    window: float

    @property
    def total(self) -> float:
        """By how much the output number is more than the one before."""
        return self.after - self.before


def window_sum(step: Step) -> float:
    """Add up the numbers that a window reads, over all channels.

    With K, K + 1, K + 2 as kernels, that is what each output number is more than the one before.
    """
    return float(step.windows.sum())


def difference(before: Step, after: Step) -> Difference:
    """Compare two outputs that read the same window, one after the other.

    Raises ExperimentError if they do not: other places, or other groups of channels.
    """
    if before.position[1:] != after.position[1:] or before.channels != after.channels:
        raise ExperimentError("Only outputs that read the same window are compared.")
    weights = after.kernel - before.kernel
    shift = float(weights.flat[0])
    return Difference(
        before=before.total,
        after=after.total,
        kernels=float((weights * after.windows).sum()),
        biases=after.bias - before.bias,
        shift=shift if np.all(weights == shift) else None,
        window=window_sum(after),
    )
