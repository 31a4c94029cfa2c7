"""Two kernels in a row and the single kernel that they make, on an input made for them."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convviz.core.arguments import Array, ExperimentError, Pair, integer, numbers
from convviz.core.conv import conv2d
from convviz.core.network import both_ways, composed
from convviz.words import say, term

MOST = 5  # rows and columns of a kernel
MOST_PADDING = 1
TOO_LARGE = term("{kernel} must be one table of at most {most}×{most} numbers, e.g. {example}.")


class Way(NamedTuple):
    """How a number of the input comes to an output number: through two weights.

    first, second: (row, column) of the weight in each kernel.
    """

    first: Pair
    second: Pair


class TwoKernels:
    """Two kernels in a row, one channel each, and the one that they make; all read-only.

    first, second: (k_h, k_w), whole numbers stay whole; padding: zeros on each side of the input
    and of the map between. x: (H, W), 0, 1, 2, … without padding, else all ones, so that what
    padding takes away can be seen; between: what the first makes of it; single: the one kernel;
    twice, once: the output of both kernels, and of the single one with all the padding at once.
    differs: where those two are not equal. Raises ExperimentError.
    """

    def __init__(self, first: ArrayLike, second: ArrayLike, padding: int = 0) -> None:
        self.first = _kernel(say("The first kernel"), first)
        self.second = _kernel(say("The second kernel"), second)
        self.padding = integer("padding", padding, at_least=0, at_most=MOST_PADDING)
        self.single = composed(self.first, self.second)
        height, width = (length + 2 - 2 * self.padding for length in self.single.shape)
        ones = np.ones((height, width), np.int64)
        self.x = ones if self.padding else np.arange(height * width).reshape(height, width)
        self.between = conv2d(self.x[None], self.first[None, None], padding=self.padding)[0]
        both = self.padding, self.padding
        self.twice, self.once = both_ways(self.x, self.first, self.second, both)
        self.differs = ~np.isclose(self.twice, self.once, rtol=1e-9, atol=1e-9)
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        """Whether another pair has the same kernels and padding."""
        if not isinstance(other, TwoKernels):
            return NotImplemented
        same = zip((self.first, self.second), (other.first, other.second), strict=True)
        return self.padding == other.padding and all(np.array_equal(*pair) for pair in same)

    def __hash__(self) -> int:
        """Equal pairs have equal hashes."""
        return hash((str(self.first.tolist()), str(self.second.tolist()), self.padding))

    @property
    def padded(self) -> Array:
        """The input with all the zeros that the single kernel reads."""
        return np.pad(self.x, 2 * self.padding)

    @property
    def padded_between(self) -> Array:
        """The map between with the zeros that the second kernel reads."""
        return np.pad(self.between, self.padding)

    def ways(self, row: int, column: int) -> Iterator[Way]:
        """The ways whose products add up to a weight of the single kernel."""
        k_h, k_w = self.first.shape
        for p, q in np.ndindex(*self.second.shape):
            if 0 <= row - p < k_h and 0 <= column - q < k_w:
                yield Way((row - p, column - q), (p, q))


def _kernel(name: str, values: ArrayLike) -> Array:
    """Check one kernel; whole numbers are kept as such, so that sums of them are exact."""
    kernel = numbers(name, values, ("k_h", "k_w"))
    if max(kernel.shape) > MOST:
        raise ExperimentError(TOO_LARGE, kernel=name, most=MOST, example="[[1, 2], [3, 4]]")
    return kernel.astype(np.int64) if np.array_equal(kernel, np.rint(kernel)) else kernel.copy()
