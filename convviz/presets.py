"""Named experiments in teaching order; the tests hold every number they are known for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from convviz.experiment import Experiment, FloatArray
from convviz.words import term


@dataclass(frozen=True)
class Preset:
    """An experiment with a title for a chooser and one sentence on what to look for.

    Both texts are marked by `term`.
    """

    name: str
    title: str
    note: str
    experiment: Experiment

    @property
    def lecture(self) -> bool:
        """Tell whether a class sees it whole: at most three channels of at most 6 x 6."""
        return self.experiment.c_in <= 3 and max(self.experiment.input_size) <= 6


def _count(*shape: int) -> FloatArray:
    """Count 0, 1, 2 ... through a tensor of this shape."""
    return np.arange(np.prod(shape), dtype=np.float64).reshape(shape)


def _channels(*channels: ArrayLike) -> FloatArray:
    return np.stack([np.asarray(channel, dtype=np.float64) for channel in channels])


def _mix(*rows: ArrayLike) -> FloatArray:
    """Make 1×1 kernels (C_out, C_in, 1, 1) from one row of factors an output."""
    return _channels(*rows)[:, :, np.newaxis, np.newaxis]


def _one(kernel: ArrayLike) -> FloatArray:
    """Make one output from one channel: (1, 1, k_h, k_w)."""
    return _channels(_channels(kernel))


def _each(kernel: ArrayLike, channels: int) -> FloatArray:
    """Give each channel its own copy of a kernel: (channels, 1, k_h, k_w)."""
    return _channels(*[_channels(kernel)] * channels)


D2L_X = _channels(_count(3, 3), _count(3, 3) + 1)
D2L_K = _channels(_count(2, 2), _count(2, 2) + 1)
D2L_OUT = _channels(D2L_K, D2L_K + 1, D2L_K + 2)
EDGE_X = np.ones((6, 8))
EDGE_X[:, 2:6] = 0
THREE_X = _channels(
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
POOL_X = _channels(_count(4, 4), _count(4, 4) + 1)
SEPARABLE_X = _channels(_count(4, 4), np.ones((4, 4)), np.eye(4))
DEPTHWISE = _channels(np.ones((3, 3)), SOBEL_X, np.eye(3))
POINTWISE = np.array([[1.0, 0, 0], [0, 1, 0], [1, -1, 2], [0, 0, 1]])
POWERS = np.ones((4, 2, 2)) * [[[1]], [[10]], [[100]], [[1000]]]
FOUR = np.ones((4, 2, 2)) * [[[1]], [[2]], [[3]], [[4]]]


PRESETS = (
    Preset(
        "one_channel",
        term("One channel in, one out"),
        term("The window covers four numbers: 0*0 + 1*1 + 3*2 + 4*3 = 19."),
        Experiment([_count(3, 3)], _one(_count(2, 2))),
    ),
    Preset(
        "one_channel_flipped",
        term("The kernel turned upside down"),
        term(
            "Turning the kernel by half a turn gives what mathematics calls convolution: 5, not 19."
        ),
        Experiment([_count(3, 3)], _one([[3, 2], [1, 0]])),
    ),
    Preset(
        "edge",
        term("Find an upright edge"),
        term(
            "The answer is 1 where light turns to dark, -1 where dark turns to light, 0 elsewhere."
        ),
        Experiment([EDGE_X], _one([[1, -1]])),
    ),
    Preset(
        "edge_turned",
        term("The same kernel on a horizontal edge"),
        term("A kernel that compares left with right sees nothing when only up and down differ."),
        Experiment([EDGE_X.T], _one([[1, -1]])),
    ),
    Preset(
        "d2l_two_in",
        term("D2L: two channels in, one out"),
        term(
            "Each channel meets its own slice of the kernel, then the results are added: "
            "19 + 37 = 56."
        ),
        Experiment(D2L_X, [D2L_K]),
    ),
    Preset(
        "d2l_first_channel_off",
        term("D2L: the first channel switched off"),
        term("With zeros for channel 0 only the second channel is left: 37, not 56."),
        Experiment(D2L_X, [D2L_K * [[[0]], [[1]]]]),
    ),
    Preset(
        "colour_edge_unseen",
        term("A colour edge the sum cannot see"),
        term("Red falls by as much as blue rises, so -3 and +3 add up to 0 at the edge."),
        Experiment(RED_BLUE, [[PREWITT, PREWITT, PREWITT]]),
    ),
    Preset(
        "colour_edge_seen",
        term("A kernel that sees the colour edge"),
        term("With red and blue of opposite sign the two changes add up to -6."),
        Experiment(RED_BLUE, [[PREWITT, 0 * PREWITT, -PREWITT]]),
    ),
    Preset(
        "colour_edge_both",
        term("Brightness edge beside colour edge"),
        term("What the first output loses in its sum the second output keeps."),
        Experiment(RED_BLUE, [[PREWITT, PREWITT, PREWITT], [PREWITT, 0 * PREWITT, -PREWITT]]),
    ),
    Preset(
        "d2l_three_out",
        term("D2L: two channels in, three out"),
        term("Each output has its own kernel, 1 more than the one before: 56, 76, 96."),
        Experiment(D2L_X, D2L_OUT),
    ),
    Preset(
        "d2l_three_out_biases",
        term("D2L: three outputs, three biases"),
        term("There is one bias for each output: it is added to every number of that output only."),
        Experiment(D2L_X, D2L_OUT, [10, 0, -100]),
    ),
    Preset(
        "d2l_three_out_negative",
        term("D2L: three outputs, negative biases"),
        term("The biases push some numbers below 0, where a ReLU would cut them off."),
        Experiment(D2L_X, D2L_OUT, [-60, -100, -200]),
    ),
    Preset(
        "pointwise",
        term("1×1 kernel: three in, two out"),
        term("Each pixel is mixed from the channels at its own place and never sees a neighbour."),
        Experiment(THREE_X, _mix([1, 1, 1], [1, -1, 2])),
    ),
    Preset(
        "grey_709",
        term("Colour to grey (Rec. 709)"),
        term("Green counts most and blue least, and the three factors add up to 1."),
        Experiment(STRIPES, _mix(REC_709)),
    ),
    Preset(
        "grey_601",
        term("Colour to grey (Rec. 601)"),
        term(
            "The older factors make red and blue lighter and green darker than the newer ones do."
        ),
        Experiment(STRIPES, _mix(REC_601)),
    ),
    Preset(
        "grey_mean",
        term("Colour to grey (plain mean)"),
        term(
            "With equal factors red, green and blue become the same grey and cannot be told apart."
        ),
        Experiment(STRIPES, _mix([1 / 3, 1 / 3, 1 / 3])),
    ),
    Preset(
        "grey_sobel",
        term("Grey and edge in one kernel"),
        term("Making the picture grey and then looking for edges is one kernel with three slices."),
        Experiment(STRIPES, [np.multiply.outer(REC_709, SOBEL_X)]),
    ),
    Preset(
        "equal_sobel",
        term("The same edges with equal factors"),
        term("With equal factors the stripes look alike and every edge disappears."),
        Experiment(STRIPES, [[SOBEL_X, SOBEL_X, SOBEL_X]]),
    ),
    Preset(
        "identity",
        term("1×1 kernel that changes nothing"),
        term("Each output takes its own channel once and the others not at all."),
        Experiment(THREE_X, _mix(*np.eye(3))),
    ),
    Preset(
        "swap_red_blue",
        term("Swap red and blue"),
        term("The first output takes the last channel and the last output the first."),
        Experiment(STRIPES, _mix([0, 0, 1], [0, 1, 0], [1, 0, 0])),
    ),
    Preset(
        "identity_3x3",
        term("3×3 kernel that changes nothing"),
        term("A single 1 in the middle copies the number under it."),
        Experiment(THREE_X, np.multiply.outer(np.eye(3), IDENTITY), padding=1),
    ),
    Preset(
        "ycbcr",
        term("Colour to brightness and two hues"),
        term(
            "White, grey and black have brightness only, and another 1×1 kernel brings the "
            "colours back."
        ),
        Experiment(COLOURS, _mix(*YCBCR)),
    ),
    Preset(
        "ycbcr_back",
        term("Brightness and two hues back to colour"),
        term(
            "The inverse of the kernel before is a 1×1 kernel again: the colours come back, up to "
            "rounding."
        ),
        Experiment(
            np.einsum("oc,chw->ohw", np.array(YCBCR), COLOURS).round(6),
            _mix(*np.linalg.inv(np.array(YCBCR)).round(4) + 0.0),  # no −0
        ),
    ),
    Preset(
        "padding",
        term("Padding: a border of zeros"),
        term("A border of zeros lets the window stand over the rim, and the output grows to 4×4."),
        Experiment([_count(3, 3)], _one(_count(2, 2)), padding=1),
    ),
    Preset(
        "padding_stride",
        term("Padding with stride 3 down, 2 across"),
        term("The window skips positions, and only four of the sixteen numbers are left."),
        Experiment([_count(3, 3)], _one(_count(2, 2)), padding=1, stride=(3, 2)),
    ),
    Preset(
        "uneven_same_size",
        term("Unequal kernel that keeps the size"),
        term("A 5×3 kernel needs 2 rows above and below but only 1 column left and right."),
        Experiment([_count(8, 8)], _one(np.ones((5, 3))), padding=(2, 1)),
    ),
    Preset(
        "uneven_stride",
        term("Everything unequal"),
        term("Height and width follow the same rule with their own numbers, and 8×8 becomes 2×2."),
        Experiment([_count(8, 8)], _one(np.ones((3, 5))), padding=(0, 1), stride=(3, 4)),
    ),
    Preset(
        "stride_2",
        term("Stride 2 halves the size"),
        term(
            "The kernel copies the number under its middle, so you see which positions are visited."
        ),
        Experiment([_count(8, 8)], _one(IDENTITY), padding=1, stride=2),
    ),
    Preset(
        "checkers_stride",
        term("Stride 2 misses a pattern"),
        term("Every second number of the chessboard is 0, so the pattern disappears."),
        Experiment([CHECKERS], _one([[1]]), stride=2),
    ),
    Preset(
        "checkers_mean",
        term("The mean of a chessboard"),
        term("Every 2×2 window holds two zeros and two ones, so the mean is 0.5 everywhere."),
        Experiment([CHECKERS], _one(np.full((2, 2), 0.25))),
    ),
    Preset(
        "checkers_matched",
        term("A kernel made for a chessboard"),
        term("A kernel that looks like the pattern answers most strongly: -2 and 2 in turn."),
        Experiment([CHECKERS], _one([[1, -1], [-1, 1]])),
    ),
    Preset(
        "dilation_1",
        term("Dilation 1: nine numbers over 3x3"),
        term("The nine weights are spread over 3 rows and 3 columns."),
        Experiment([_count(8, 8)], _one(np.ones((3, 3)))),
    ),
    Preset(
        "dilation_2",
        term("Dilation 2: nine numbers over 5x5"),
        term("The nine weights are spread over 5 rows and 5 columns."),
        Experiment([_count(8, 8)], _one(np.ones((3, 3))), dilation=2),
    ),
    Preset(
        "dilation_3",
        term("Dilation 3: nine numbers over 7x7"),
        term("The nine weights are spread over 7 rows and 7 columns."),
        Experiment([_count(8, 8)], _one(np.ones((3, 3))), dilation=3),
    ),
    Preset(
        "ramp_dilation_1",
        term("An even slope seen with dilation 1"),
        term("The kernel compares numbers 2 columns apart, so every answer is 8."),
        Experiment([_count(8, 8) % 8], _one(SOBEL_X)),
    ),
    Preset(
        "ramp_dilation_2",
        term("An even slope seen with dilation 2"),
        term("The kernel compares numbers 4 columns apart, so every answer is 16."),
        Experiment([_count(8, 8) % 8], _one(SOBEL_X), dilation=2),
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
        Experiment([IMPULSE], _one(BOX), padding=1),
    ),
    Preset(
        "impulse_gauss",
        term("Blur one bright point softly"),
        term("The middle keeps the most and the corners get the least."),
        Experiment([IMPULSE], _one(GAUSS), padding=1),
    ),
    Preset(
        "impulse_kernel",
        term("One bright point prints the kernel"),
        term("The kernel 1 to 9 comes out upside down, from 9 to 1."),
        Experiment([IMPULSE / 9], _one(_count(3, 3) + 1), padding=1),
    ),
    Preset(
        "dark_border",
        term("Zeros around a picture darken its rim"),
        term("The picture is 4 everywhere, but windows over the rim take in zeros."),
        Experiment([np.full((4, 4), 4.0)], _one(BOX), padding=1),
    ),
    Preset(
        "sharpen",
        term("Sharpen a step"),
        term("The first output overshoots at the step, by just what the second output takes away."),
        Experiment([STEP], [[IDENTITY - LAPLACIAN], [LAPLACIAN]]),
    ),
    Preset(
        "average_pool",
        term("2×2 windows, one channel at a time"),
        term("Each channel has its own kernel and is never added to the other."),
        Experiment(POOL_X, _each(np.full((2, 2), 0.25), 2), stride=2, groups=2),
    ),
    Preset(
        "average_mixed",
        term("Averages that mix the channels"),
        term("A kernel over all channels adds them up, and both outputs become the same."),
        Experiment(POOL_X, np.full((2, 2, 2, 2), 0.25), stride=2),
    ),
    Preset(
        "average_d2l",
        term("D2L: 2×2 windows over 3×3"),
        term("Every window of four numbers gives one number."),
        Experiment([_count(3, 3)], _one(np.full((2, 2), 0.25))),
    ),
    Preset(
        "pool_padded",
        term("D2L: windows with padding and stride"),
        term(
            "Windows of 3×3 every 2 rows and columns, one row and column of padding on each side."
        ),
        Experiment(POOL_X, _each(np.full((3, 3), 1 / 9), 2), stride=2, padding=1, groups=2),
    ),
    Preset(
        "pool_uneven",
        term("D2L: height and width unlike"),
        term("Height and width each have a window size, a stride and a padding of their own."),
        Experiment(
            POOL_X,
            _each(np.full((2, 3), 1 / 6), 2),
            stride=(2, 3),
            padding=(0, 1),
            groups=2,
        ),
    ),
    Preset(
        "depthwise",
        term("Depthwise: a kernel for each channel"),
        term("Three channels in, three out, and no sum over channels anywhere."),
        Experiment(SEPARABLE_X, DEPTHWISE[:, np.newaxis], groups=3),
    ),
    Preset(
        "separable",
        term("Depthwise then 1×1, as one kernel"),
        term("Every slice is one of three patterns times a number: 39 numbers do the work of 108."),
        Experiment(SEPARABLE_X, np.einsum("oc,chw->ochw", POINTWISE, DEPTHWISE)),
    ),
    Preset(
        "groups_1",
        term("Four channels, groups = 1"),
        term("The digits show which of the four channels each output sees: 4 of them."),
        Experiment(POWERS, np.ones((4, 4, 1, 1))),
    ),
    Preset(
        "groups_2",
        term("Four channels, groups = 2"),
        term("The digits show which of the four channels each output sees: 2 of them."),
        Experiment(POWERS, np.ones((4, 2, 1, 1)), groups=2),
    ),
    Preset(
        "groups_4",
        term("Four channels, groups = 4"),
        term("The digits show which of the four channels each output sees: 1 of them."),
        Experiment(POWERS, np.ones((4, 1, 1, 1)), groups=4),
    ),
    Preset(
        "bottleneck_squeeze",
        term("Bottleneck: four channels to two"),
        term("The channels 1, 2, 3, 4 of a pixel become 3, 7: two sums are all that is kept."),
        Experiment(FOUR, _mix([1, 1, 0, 0], [0, 0, 1, 1])),
    ),
    Preset(
        "bottleneck_dense",
        term("The whole bottleneck as one 1×1 kernel"),
        term("The rows come in equal pairs, so this kernel knows only two different sums."),
        Experiment(FOUR, _mix([1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1])),
    ),
    Preset(
        "two_kernels_first",
        term("Two kernels in a row: the first"),
        term("Its output is the input of the next kernel."),
        Experiment([_count(5, 5)], _one([[1, 2], [3, 4]])),
    ),
    Preset(
        "two_kernels_as_one",
        term("The two kernels as one"),
        term("One 3×3 kernel gives at once what the two 2×2 kernels give one after the other."),
        Experiment([_count(5, 5)], _one([[1, 2, 0], [2, 4, 4], [-3, 2, 8]])),
    ),
    Preset(
        "two_mixes_as_one",
        term("Two 1×1 kernels as one"),
        term("Mixing three channels to two and then to three is one table of 3×3 factors."),
        Experiment(THREE_X, _mix([1, 1, -1], [2, 4, 0], [0, 3, 3])),
    ),
)


def presets() -> dict[str, Experiment]:
    """Return name -> Experiment, in teaching order."""
    return {preset.name: preset.experiment for preset in PRESETS}
