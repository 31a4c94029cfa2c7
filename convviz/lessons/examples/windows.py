"""Examples of windows: padding, stride, dilation, and what known kernels see."""

import numpy as np

from convviz.core.experiment import Experiment
from convviz.lessons.examples.preset import Preset
from convviz.lessons.examples.tensors import (
    BOX,
    CHECKERS,
    DIAGONAL,
    GAUSS,
    IDENTITY,
    IMPULSE,
    LAPLACIAN,
    SOBEL_X,
    SOBEL_Y,
    STEP,
    counting,
    one,
)
from convviz.words import term

WINDOWS = (
    Preset(
        "padding",
        term("Padding: a border of zeros"),
        term("A border of zeros lets the window stand over the rim, and the output grows to 4×4."),
        Experiment([counting(3, 3)], one(counting(2, 2)), padding=1),
    ),
    Preset(
        "padding_stride",
        term("Padding with stride 3 down, 2 across"),
        term("The window skips positions, and only four of the sixteen numbers are left."),
        Experiment([counting(3, 3)], one(counting(2, 2)), padding=1, stride=(3, 2)),
    ),
    Preset(
        "uneven_same_size",
        term("Unequal kernel that keeps the size"),
        term("A 5×3 kernel needs 2 rows above and below but only 1 column left and right."),
        Experiment([counting(8, 8)], one(np.ones((5, 3))), padding=(2, 1)),
    ),
    Preset(
        "uneven_stride",
        term("Everything unequal"),
        term("Height and width follow the same rule with their own numbers, and 8×8 becomes 2×2."),
        Experiment([counting(8, 8)], one(np.ones((3, 5))), padding=(0, 1), stride=(3, 4)),
    ),
    Preset(
        "stride_2",
        term("Stride 2 halves the size"),
        term(
            "The kernel copies the number under its middle, so you see which positions are visited."
        ),
        Experiment([counting(8, 8)], one(IDENTITY), padding=1, stride=2),
    ),
    Preset(
        "checkers_stride",
        term("Stride 2 misses a pattern"),
        term("Every second number of the chessboard is 0, so the pattern disappears."),
        Experiment([CHECKERS], one([[1]]), stride=2),
    ),
    Preset(
        "checkers_mean",
        term("The mean of a chessboard"),
        term("Every 2×2 window holds two zeros and two ones, so the mean is 0.5 everywhere."),
        Experiment([CHECKERS], one(np.full((2, 2), 0.25))),
    ),
    Preset(
        "checkers_matched",
        term("A kernel made for a chessboard"),
        term("A kernel that looks like the pattern answers most strongly: -2 and 2 in turn."),
        Experiment([CHECKERS], one([[1, -1], [-1, 1]])),
    ),
    Preset(
        "dilation_1",
        term("Dilation 1: nine numbers over 3x3"),
        term("The nine weights are spread over 3 rows and 3 columns."),
        Experiment([counting(8, 8)], one(np.ones((3, 3)))),
    ),
    Preset(
        "dilation_2",
        term("Dilation 2: nine numbers over 5x5"),
        term("The nine weights are spread over 5 rows and 5 columns."),
        Experiment([counting(8, 8)], one(np.ones((3, 3))), dilation=2),
    ),
    Preset(
        "dilation_3",
        term("Dilation 3: nine numbers over 7x7"),
        term("The nine weights are spread over 7 rows and 7 columns."),
        Experiment([counting(8, 8)], one(np.ones((3, 3))), dilation=3),
    ),
    Preset(
        "ramp_dilation_1",
        term("An even slope seen with dilation 1"),
        term("The kernel compares numbers 2 columns apart, so every answer is 8."),
        Experiment([counting(8, 8) % 8], one(SOBEL_X)),
    ),
    Preset(
        "ramp_dilation_2",
        term("An even slope seen with dilation 2"),
        term("The kernel compares numbers 4 columns apart, so every answer is 16."),
        Experiment([counting(8, 8) % 8], one(SOBEL_X), dilation=2),
    ),
    Preset(
        "sobel",
        term("Two edge kernels on an upright step"),
        term("The first output sees the step from left to right, the second sees nothing."),
        Experiment([STEP], [[SOBEL_X], [SOBEL_Y]]),
    ),
    Preset(
        "sobel_diagonal",
        term("Two edge kernels on a slanted step"),
        term("Both outputs answer equally strongly, with opposite signs."),
        Experiment([DIAGONAL], [[SOBEL_X], [SOBEL_Y]]),
    ),
    Preset(
        "impulse_box",
        term("Blur one bright point"),
        term("The point of 9 is shared out evenly over nine cells."),
        Experiment([IMPULSE], one(BOX), padding=1),
    ),
    Preset(
        "impulse_gauss",
        term("Blur one bright point softly"),
        term("The middle keeps the most and the corners get the least."),
        Experiment([IMPULSE], one(GAUSS), padding=1),
    ),
    Preset(
        "impulse_kernel",
        term("One bright point prints the kernel"),
        term("The kernel 1 to 9 comes out upside down, from 9 to 1."),
        Experiment([IMPULSE / 9], one(counting(3, 3) + 1), padding=1),
    ),
    Preset(
        "dark_border",
        term("Zeros around a picture darken its rim"),
        term("The picture is 4 everywhere, but windows over the rim take in zeros."),
        Experiment([np.full((4, 4), 4.0)], one(BOX), padding=1),
    ),
    Preset(
        "sharpen",
        term("Sharpen a step"),
        term("The first output overshoots at the step, by just what the second output takes away."),
        Experiment([STEP], [[IDENTITY - LAPLACIAN], [LAPLACIAN]]),
    ),
)
