"""Feature maps as pictures: signed colours, or grey from the least to the greatest."""

from dataclasses import dataclass

import numpy as np

from convviz.core.arguments import Array
from convviz.drawing.bitmap import picture_url, shaded_url
from convviz.drawing.style import limit

FAST = 1  # of zlib: a large picture is shown at once, and travels a short way


@dataclass(frozen=True)
class Shade:
    """How numbers become colours, the same for all maps of a row.

    grey: whether ``least`` is black and ``most`` white; else blue is ``least``, near-white 0 and
    orange ``most``, which is its negative. root: whether a colour grows with the square root of
    the number, so that weak answers are seen beside a few strong ones.
    """

    least: float
    most: float
    grey: bool
    root: bool = False

    def url(self, values: Array) -> str:
        """Draw a map (H, W) as the address of a picture. No number is cut off."""
        if not self.grey:
            if self.root and self.most:
                values = np.sign(values) * np.sqrt(np.abs(values) / self.most)
                return shaded_url(values, 1.0, FAST)
            return shaded_url(values, self.most, FAST)
        span = self.most - self.least
        return picture_url((values - self.least) / span if span else 0.0 * values, FAST)


def shade(values: Array, *, grey: bool, root: bool = False) -> Shade:
    """Give the scale of maps: symmetric, or grey; what fits 0 to 255 keeps its brightness."""
    if not grey:
        end = limit(values)
        return Shade(-end, end, grey, root)
    least, most = float(values.min()), float(values.max())
    if least >= 0 and most <= 255:
        least, most = 0.0, 255.0
    return Shade(least, most, grey)


def colour_url(values: Array, scale: Shade) -> str:
    """Draw maps (3, H, W) as R, G and B by a grey scale."""
    span = scale.most - scale.least
    return picture_url((values - scale.least) / span if span else np.zeros(values.shape), FAST)
