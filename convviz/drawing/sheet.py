"""All kernels of a layer side by side, one dot a weight."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from convviz.core.arguments import Array
from convviz.drawing.style import TILES

MOST_DOTS: Final = 2**20
WIDE: Final = 220  # dots across that outputs are put beside each other for
_APART: Final = 2  # dots between two outputs, beside the one after every kernel
_STOPS: Final = np.array([list(bytes.fromhex(colour.lstrip("#"))) for colour in TILES])


class Sheet(NamedTuple):
    """Dots (rows, columns, RGBA), clear between kernels; how many outputs, slices are drawn; scale.

    end: the colours reach from -end to end, and what is beyond has the colour of the end.
    """

    dots: npt.NDArray[np.uint8]
    outputs: int
    slices: int
    end: float


def sheet(weight: Array) -> Sheet:
    """Draw kernels (C_out, C_in, k_h, k_w) in the colours of the tiles.

    The slices of an output stand side by side; outputs follow each other from left to right, then
    below. The first ones are drawn where there are more than fit in ``MOST_DOTS``. One weight of a
    hundred may be beyond the ends of the scale: a single large one leaves the others colour.
    """
    k_h, k_w = weight.shape[2] + 1, weight.shape[3] + 1
    room = MOST_DOTS // (k_h * k_w)
    slices = min(weight.shape[1], max(room // min(len(weight), 512), 1))
    outputs = min(len(weight), max(room // slices, 1))
    drawn = np.nan_to_num(weight[:outputs, :slices].astype(np.float64), posinf=0, neginf=0)
    end = float(np.quantile(np.abs(drawn), 0.99)) or float(np.abs(drawn).max()) or 1.0
    at = (np.clip(drawn / end, -1, 1) + 1) / 2 * (len(_STOPS) - 1)

    width = slices * k_w + _APART
    across = max(1, min(outputs, WIDE // width))
    down = -(-outputs // across)
    cells = np.zeros((down * across, slices, k_h, k_w, 4), np.uint8)
    inside = cells[:outputs, :, :-1, :-1]
    for channel in range(3):
        inside[..., channel] = np.rint(np.interp(at, range(len(_STOPS)), _STOPS[:, channel]))
    inside[..., 3] = 255
    rows = cells.transpose(0, 2, 1, 3, 4).reshape(down, across, k_h, slices * k_w, 4)
    dots = np.zeros((down, k_h, across, width, 4), np.uint8)
    dots[:, :, :, : slices * k_w] = rows.transpose(0, 2, 1, 3, 4)
    whole = dots.reshape(down * k_h, across * width, 4)
    return Sheet(whole[:-1, : -1 - _APART], outputs, slices, end)
