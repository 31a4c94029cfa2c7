"""How colours are measured: contrast as WCAG counts it, differences as CIEDE2000 does."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

WHITE: Final = np.full(3, 255.0)
ROOM: Final = 15.0  # contrast of white to black on a projector in a lit classroom


def rgb(colour: str) -> Floats:
    """Red, green and blue, 0 to 255, of ``#D1005B`` or ``rgb(209, 0, 91)``."""
    if colour.startswith("#"):
        return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)
    numbers = [float(number) for number in re.findall(r"[\d.]+", colour)]
    assert colour.startswith("rgb") and numbers[3:] in ([], [1.0]), f"not opaque: {colour}"
    return np.array(numbers[:3])


def linear(colour: ArrayLike) -> Floats:
    """Light of sRGB values 0 to 255, shape (..., 3) to the same, 0 to 1."""
    share = np.asarray(colour, dtype=float) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: ArrayLike) -> Floats:
    """Relative luminance as WCAG defines it, shape (..., 3) to (...)."""
    return np.asarray(linear(colour) @ (0.2126, 0.7152, 0.0722))


def contrast(one: ArrayLike, other: ArrayLike, flare: float = 0.05) -> float:
    """Contrast of two colours, at least 1; flare: light that lies over both, 0.05 for WCAG."""
    lights = sorted((float(luminance(one)) + flare, float(luminance(other)) + flare))
    return lights[1] / lights[0]


def room_flare(room: float = ROOM) -> float:
    """Light that lies over a projected picture where white to black is ``room`` : 1."""
    return 1 / (room - 1)


def lab(colour: ArrayLike) -> Floats:
    """CIELAB under D65, shape (..., 3) to the same."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.072175],
            [0.0193339, 0.119192, 0.9503041],
        ]
    )
    share = linear(colour) @ to_xyz.T / to_xyz.sum(axis=1)
    x, y, z = np.moveaxis(
        np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29), -1, 0
    )
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def cie76(one: ArrayLike, other: ArrayLike) -> float:
    """Difference of two colours: their distance in CIELAB."""
    return float(np.linalg.norm(lab(one) - lab(other)))


def ciede2000(one: ArrayLike, other: ArrayLike) -> float:
    """Difference of two colours by CIEDE2000, weights 1 (Sharma, Wu and Dalal 2005)."""
    return ciede2000_lab(lab(one), lab(other))


def ciede2000_lab(one: ArrayLike, other: ArrayLike) -> float:
    """CIEDE2000 of two colours given in CIELAB."""
    (l1, a1, b1), (l2, a2, b2) = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    grey = _chroma_share((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    a1, a2 = a1 * (1.5 - grey / 2), a2 * (1.5 - grey / 2)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    colourless = c1 * c2 == 0
    turn = 0.0 if colourless else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if colourless else h1 + turn / 2
    d_l, d_c = l2 - l1, c2 - c1
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    angles = np.radians([hue - 30, 2 * hue, 3 * hue + 6, 4 * hue - 63])
    t = 1 + np.array([-0.17, 0.24, 0.32, -0.2]) @ np.cos(angles)
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    blue = np.exp(-(((hue % 360 - 275) / 25) ** 2))
    twist = -np.sin(np.radians(60 * blue)) * 2 * _chroma_share(chroma)
    parts = d_l / s_l, d_c / s_c, d_h / s_h
    return float(np.sqrt(np.square(parts).sum() + twist * parts[1] * parts[2]))


def _chroma_share(chroma: float) -> float:
    return float(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
