"""How numbers and channels look: colours, the symmetric scale, room for digits, the SVG style."""

from functools import lru_cache
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import ArrayLike

from convviz.formats.numerals import MINUS, number
from convviz.words import say

# Blue for negative, near-white at zero, orange for positive: black digits stay readable on all
# seven, and a value and its negative stay apart for every common colour vision.
TILES = ("#6BACE0", "#9CC7EA", "#CCE2F4", "#F7F7F7", "#FCE0BF", "#F8C07E", "#F0A04C")

# At least 4.5 : 1 on the background of their theme.
CHANNELS = (
    *("#0B7A5B", "#A1308F", "#5B3FC4", "#A65A00"),
    *("#1D5FC0", "#5F6B00", "#007088", "#8A4038"),
)
CHANNELS_DARK = (
    *("#45CDA2", "#E88FD8", "#AC9BFF", "#F2A65A"),
    *("#7DB3FF", "#C3CC4F", "#5CCBE0", "#E39A90"),
)
ACCENT = "#D1005B"
ACCENT_ON_TILES = "#A30047"  # of outlines that have no white halo: 3 : 1 on every tile
INK, INK_DARK = "#15181E", "#ECEEF2"
PAPER = {False: "#FFFFFF", True: "#0F1216"}  # in the light and the dark theme, as in player.css
QUIET, QUIET_DARK = "#5B6472", "#A9B1BE"

LENGTH_AT_FULL_SIZE = 2  # characters that a tile takes at full size; longer ones are set smaller
ROOM = 2.7  # digits of the full size that fill a tile and leave room for the pin around it
DIGITS = 0.44  # size of the digits of a tile, as a share of its side
FILLED, AIRY = 0.8, 0.5  # the most and the least while presenting, as shares of its height
INSET = 0.86  # size of a marked tile, as a share of what it usually is
DARK_MARK = ".cell[data-marked]>rect,.cell[data-product]>rect{outline:3px solid #ECEEF2}"
EASY = 1.5  # widths of a tile, as a share of its digits: in narrower ones two figures are narrower
ROW, CHIP_ROW = 1.4, 4.0  # widths of a tile, and sizes of a chip's digits, that a row of them fills
LEAST = 24  # px: no text is smaller while presenting
LAST_ROW = 45  # px: size of digits while presenting
SHOWN = {"label": 34, "tag": 30, "name": 30, "aside": 25, "cell text.source": 24}
FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", "PingFang SC", '
    '"Microsoft YaHei", sans-serif'
)


def limit(*values: ArrayLike) -> float:
    """Largest magnitude in all ``values`` together: the two ends of their symmetric scale.

    Returns 0.0 where there is nothing but zeros.
    """
    return max((float(np.abs(v).max()) for v in map(np.asarray, values) if v.size), default=0.0)


def tile(value: float, end: float) -> int:
    """Index into ``TILES`` of a value on the symmetric scale from ``-end`` to ``end``."""
    return 3 if end == 0 else 3 + round(3 * value / end)


def scale(name: str, end: float) -> str:
    """Say what the colours of a tensor reach from and to."""
    if not end:
        return say("{name}: all zero", name=name)
    ends = {"least": number(-end), "most": number(end)}
    return say("{name}: colours from {least} to {most}", name=name, **ends)


def digits(side: float) -> int:
    """How many significant digits can be read in a tile of this side."""
    return 4 if side >= 40 else 3 if side >= 32 else 2


# Advance widths in em of DejaVu Sans, the widest of the faces in FONT: what fits in it fits in all.
_ADVANCE = {" ": 0.32, ".": 0.32, ",": 0.32, "·": 0.32, "(": 0.39, ")": 0.39, "[": 0.39, "]": 0.39}
_ADVANCE |= dict.fromkeys("+=≈" + MINUS, 0.84) | {"…": 1.0}


@lru_cache(maxsize=1 << 14)
def text_width(text: str) -> float:
    """Width of one line of text in em, on the safe side of every face in ``FONT``."""
    return sum(_ADVANCE.get(c, 1.0 if east_asian_width(c) in "WF" else 0.64) for c in text)


def svg_css(dark: bool = False, scope: str = ".convviz") -> str:
    """Style of the drawn elements: the same rules in the browser, in a notebook and in a file."""
    ink, quiet = (INK_DARK, QUIET_DARK) if dark else (INK, QUIET)
    line, hollow = ("#4A5361", "#171B21") if dark else ("#C9D0DA", "#FAFBFC")
    lift = "#3A1526" if dark else "#FDF0F6"
    unseen = "#262D37" if dark else "#EDF0F4"
    rules = [
        f"text{{font-family:{FONT};fill:{ink};font-variant-numeric:tabular-nums}}",
        ".cell text,.chip text{fill:#000;font-weight:600;text-anchor:middle;"
        "dominant-baseline:central}",
        *(f'text[data-length="{n}"]{{font-size:{ROOM / n:.0%}}}' for n in range(3, 13)),
        f".late>rect:not([fill]),.cell>rect:not([fill]){{fill:{hollow};stroke:{line};"
        "stroke-dasharray:3 3}",
        f".unseen>rect:not([fill]){{fill:{unseen};stroke:none}}",
        ".strip.pad>rect:not([fill]){stroke:none}",
        f".border>rect{{fill:none;stroke:{ink};stroke-width:3}}",
        f".chip>rect[fill]{{stroke:{ink};stroke-width:3}}",
        f".result.chip>rect[fill]{{stroke:{ACCENT};stroke-width:4}}",
        ".label,.result{font-weight:700}",
        f".note,.sign{{fill:{quiet}}}",
        f".wire{{fill:none;stroke:{quiet};stroke-width:2}}",
        ".thin.wire{stroke-width:1;opacity:.6}",
        f".knob{{fill:none;stroke:{quiet};stroke-width:2}}",
        f".tip{{fill:{quiet}}}",
        f".pin{{fill:none;stroke:{ACCENT};stroke-width:5}}",
        ".halo{fill:none;stroke:#FFF;stroke-width:9}",
        ".pad text{font-weight:400}",
        ".pad>rect{stroke:#8A93A1;stroke-dasharray:2 3}",
        ".cell text.source{font-size:10px;font-weight:400;dominant-baseline:auto}",
        f".tap{{fill:none;stroke:{ACCENT_ON_TILES};stroke-width:3}}",
        ".cell>.unread{stroke:#000;stroke-width:1.5}",
        f".dot{{fill:{ink};stroke:{ink};stroke-width:1.5}}",
        ".dot.skip{fill:none}",
        f".bite{{fill:{'#FF5C9E' if dark else ACCENT};font-weight:600}}",
        ".equation{white-space:pre}",
        "[data-off]{display:none}",
        ".strip text{display:none}",
        ".bitmap{image-rendering:pixelated}",
        ".rim>rect{fill:none}",
        f".rim[data-active]>rect{{fill:{ACCENT}}}",
        ".turn>rect{fill:none}",
        f".turn[data-active]>rect{{stroke:{ACCENT};stroke-width:3}}",
        f".rule{{stroke:{line};stroke-width:1}}",
        f".good{{fill:{CHANNELS_DARK[0] if dark else CHANNELS[0]};font-weight:600}}",
        f".lift>rect{{fill:{lift};stroke:{ACCENT};stroke-width:3}}",
        # What is in work is lit: its lines, its signs, its outlines.
        f".wire[data-turn]:not([data-lit]){{stroke:{quiet};stroke-width:2}}",
        f".wire[data-lit]{{stroke:{ink};stroke-width:4}}",
        f".knob[data-lit]{{stroke:{ink};stroke-width:3}}",
        f".sign[data-lit],.tip[data-lit]{{fill:{ink}}}",
        ".border[data-lit]>rect{stroke-width:5}",
        ".shape{font-weight:600}",
        ".board{display:none}",
        ".phone{display:none}",
    ]
    for channel, colour in enumerate(CHANNELS_DARK if dark else CHANNELS):
        rules += [
            f".c{channel}.label,.ink{channel}{{fill:{colour};color:{colour}}}",
            f".c{channel}.border>rect,.c{channel}.chip>rect[fill]{{stroke:{colour}}}",
            f".c{channel}.wire{{stroke:{colour};stroke-width:3}}",
            f".c{channel}.wire[data-lit]{{stroke:{colour};stroke-width:4}}",
            f".c{channel}.sign[data-lit],.c{channel}.tip[data-lit]{{fill:{colour}}}",
        ]
    # What is pointed at, and the product that a step is, are marked alike.
    rules += [
        "[data-marked]>rect,[data-product]>rect,.chip[data-marked]>rect[fill]"
        f"{{stroke:{INK};stroke-width:4;stroke-dasharray:none}}",
        ".cell[data-marked]>rect,.cell[data-product]>rect"  # within the outline of the window
        f"{{transform:scale({INSET});transform-box:fill-box;transform-origin:center}}",
        *([DARK_MARK] if dark else []),
        ".rim[data-product]>rect{stroke:none}",
        "tspan[data-marked],span[data-marked],tspan[data-product],span[data-product]"
        "{text-decoration:underline 3px}",
    ]
    return "\n".join(f"{_scoped(rule, scope)}" for rule in rules)


def room(length: int) -> float:
    """Width of a tile on the board in which the last row can read a number of that length."""
    if length <= LENGTH_AT_FULL_SIZE:
        return 0.66 * length * LAST_ROW
    return length * _narrow(length) * LAST_ROW / ROW


def _narrow(length: int) -> float:
    """How narrow the figures of a number are set on the board, so that they may be taller."""
    return 1.0 if length <= LENGTH_AT_FULL_SIZE else 0.72


def board_css(scope: str = ".convviz.onboard") -> str:
    """Style of the same elements while presenting, in pixels of a 1920×1080 screen.

    Each part tells its scale and its stretch and the size of its tiles (`primitives.Shown`).
    Names have one size, whatever their tiles; digits are as large as the last row needs, or more
    in large tiles, as far as they fit.
    """
    rules = [
        ".board{display:inline}",
        ".lined .phone{display:inline}",
        ".line .place{display:none}",
        "[data-beyond]{visibility:hidden}",
        ".overview text,.overview .rim{display:none}",
        "[data-seen] .strip text{display:inline}",
        "[data-seen] .late>rect{vector-effect:non-scaling-stroke}",
        "[data-seen]>.border>rect{rx:calc(6px / var(--scale) / var(--stretch));"
        "ry:calc(6px / var(--scale))}",
        ".dot{transform:scaleX(calc(1 / var(--stretch, 1)));transform-box:fill-box;"
        "transform-origin:center}",
        ".pin,.halo,.border>rect,.wire,.lift>rect{vector-effect:non-scaling-stroke}",
        ".halo{stroke-width:10}",
        ".differs{vector-effect:non-scaling-stroke;stroke-width:4}",
        *(f".{kind}{{font-size:calc({size}px / var(--scale))}}" for kind, size in SHOWN.items()),
        # Wide tiles, not wide letters.
        "text{transform:scaleX(calc(1 / var(--stretch, 1)));transform-box:fill-box;"
        "transform-origin:left}",
        "text[text-anchor=end]{transform-origin:right}",
        "text[text-anchor=middle],.cell>text,.chip>text{transform-origin:center}",
        f".cell>text{{font-weight:500;{_digits(1)};transform:scaleX(calc("
        f"min(1, var(--wide) / {EASY * LAST_ROW:g}) / var(--stretch, 1)))}}",
        ".cell>text:not([data-length]){letter-spacing:-.05em}",
        ".cell.pad>text:not([data-length]){letter-spacing:-.12em}",  # −∞ is wider than two figures
        ".mute .cell>text{display:none}",
    ]
    for length in range(LENGTH_AT_FULL_SIZE + 1, 13):
        narrow = min(1.0, max(0.66, CHIP_ROW / length))
        rules += [
            f'.cell>text[data-length="{length}"]{{{_digits(length)};'
            f"transform:scaleX(calc({_narrow(length)} / var(--stretch, 1)))}}",
            f'.chip>text[data-length="{length}"]{{transform:scaleX({narrow:.2f});'
            f"font-size:{min(1.0, CHIP_ROW / narrow / length):.0%}}}",
        ]
    return "\n".join(_scoped(rule, scope) for rule in rules)


CLASSES = {"wide": "", "narrow": "narrow", "present": "onboard"}
"""What a picture is called in the rules of its arrangement."""


def arranged_css(arrangement: str, scope: str = ".convviz") -> str:
    """Style of the drawn elements that one arrangement adds to `svg_css`."""
    if arrangement == "narrow":
        return "\n" + _scoped(".phone:not([data-off]){display:inline}", f"{scope}.narrow")
    if arrangement == "present":
        return "\n" + board_css(f"{scope}.onboard")
    return ""


def _digits(length: int) -> str:
    """Size of digits in their tile, for a number of a length."""
    limits = [f"{FILLED} * var(--high)", f"max({AIRY} * var(--high), {LAST_ROW})"]
    if length > LENGTH_AT_FULL_SIZE:
        limits.append(f"{ROW / _narrow(length) / length:.3f} * var(--wide)")
    return f"font-size:calc(min({', '.join(limits)}) / var(--scale) * 1px)"


def _scoped(rule: str, scope: str) -> str:
    selectors, body = rule.split("{", 1)
    return ",".join(f"{scope} {selector}" for selector in selectors.split(",")) + "{" + body
