"""Colours of the style, by calculation: what the screen shows is measured in tests/browser."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.drawing import style
from tests.colours import WHITE, ciede2000, ciede2000_lab, contrast, lab, luminance, rgb, room_flare

BLACK = np.zeros(3)
APART = 15.0  # CIEDE2000


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [  # pairs 1, 17, 19, 25, 28 and 33 of the data that Sharma, Wu and Dalal published
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_counted_as_published(
    one: tuple[float, ...], other: tuple[float, ...], difference: float
) -> None:
    assert ciede2000_lab(one, other) == pytest.approx(difference, abs=5e-5)
    assert ciede2000_lab(other, one) == pytest.approx(difference, abs=5e-5)


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, BLACK, room_flare()) == pytest.approx(15)
    assert contrast(rgb("#777777"), WHITE) == pytest.approx(4.478, abs=1e-3)
    assert lab(WHITE) == pytest.approx([100, 0, 0], abs=1e-3)
    assert luminance(rgb("rgb(255, 0, 0)")) == pytest.approx(0.2126)


@pytest.mark.parametrize("tile", style.TILES)
def test_digits_and_outlines_are_seen_on_every_tile(tile: str) -> None:
    assert contrast(BLACK, rgb(tile)) >= 8.6
    assert contrast(BLACK, rgb(tile), room_flare()) >= 6.3
    assert contrast(rgb(style.ACCENT_ON_TILES), rgb(tile)) >= 3
    assert contrast(rgb(style.INK), rgb(tile)) >= 3


def test_the_outline_of_the_step_is_seen_on_its_halo() -> None:
    assert contrast(rgb(style.ACCENT), WHITE) >= 3


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
def test_a_value_and_its_negative_are_apart(share: float) -> None:
    blue, orange = (style.TILES[style.tile(sign * share, 1)] for sign in (-1, 1))
    assert ciede2000(rgb(blue), rgb(orange)) >= (21 if share == 1 else APART)


@pytest.mark.parametrize(
    ("colours", "backgrounds"),
    [
        ((*style.CHANNELS, style.INK, style.QUIET), ("#FFFFFF", "#FDF0F6", "#FAFBFC")),
        ((*style.CHANNELS_DARK, style.INK_DARK, style.QUIET_DARK), ("#0F1216", "#12151B")),
    ],
)
def test_channels_and_words_are_read_on_their_theme(
    colours: tuple[str, ...], backgrounds: tuple[str, ...]
) -> None:
    for background in backgrounds:
        for colour in colours:
            assert contrast(rgb(colour), rgb(background)) >= 4.5, (colour, background)
