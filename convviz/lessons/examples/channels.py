"""Examples of channels: their sums, several outputs, 1×1 mixes."""

import numpy as np

from convviz.core.experiment import Experiment
from convviz.lessons.examples.preset import Preset
from convviz.lessons.examples.tensors import (
    COLOURS,
    D2L_K,
    D2L_OUT,
    D2L_X,
    EDGE_X,
    IDENTITY,
    PREWITT,
    REC_601,
    REC_709,
    RED_BLUE,
    SOBEL_X,
    STRIPES,
    THREE_X,
    YCBCR,
    counting,
    mixing,
    one,
)
from convviz.words import term

CHANNELS = (
    Preset(
        "one_channel",
        term("One channel in, one out"),
        term("The window covers four numbers: 0*0 + 1*1 + 3*2 + 4*3 = 19."),
        Experiment([counting(3, 3)], one(counting(2, 2))),
    ),
    Preset(
        "one_channel_flipped",
        term("The kernel turned upside down"),
        term(
            "Turning the kernel by half a turn gives what mathematics calls convolution: 5, not 19."
        ),
        Experiment([counting(3, 3)], one([[3, 2], [1, 0]])),
    ),
    Preset(
        "edge",
        term("Find an upright edge"),
        term(
            "The answer is 1 where light turns to dark, -1 where dark turns to light, 0 elsewhere."
        ),
        Experiment([EDGE_X], one([[1, -1]])),
    ),
    Preset(
        "edge_turned",
        term("The same kernel on a horizontal edge"),
        term("A kernel that compares left with right sees nothing when only up and down differ."),
        Experiment([EDGE_X.T], one([[1, -1]])),
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
        Experiment(THREE_X, mixing([1, 1, 1], [1, -1, 2])),
    ),
    Preset(
        "grey_709",
        term("Colour to grey (Rec. 709)"),
        term("Green counts most and blue least, and the three factors add up to 1."),
        Experiment(STRIPES, mixing(REC_709)),
    ),
    Preset(
        "grey_601",
        term("Colour to grey (Rec. 601)"),
        term(
            "The older factors make red and blue lighter and green darker than the newer ones do."
        ),
        Experiment(STRIPES, mixing(REC_601)),
    ),
    Preset(
        "grey_mean",
        term("Colour to grey (plain mean)"),
        term(
            "With equal factors red, green and blue become the same grey and cannot be told apart."
        ),
        Experiment(STRIPES, mixing([1 / 3, 1 / 3, 1 / 3])),
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
        Experiment(THREE_X, mixing(*np.eye(3))),
    ),
    Preset(
        "swap_red_blue",
        term("Swap red and blue"),
        term("The first output takes the last channel and the last output the first."),
        Experiment(STRIPES, mixing([0, 0, 1], [0, 1, 0], [1, 0, 0])),
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
        Experiment(COLOURS, mixing(*YCBCR)),
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
            mixing(*np.linalg.inv(np.array(YCBCR)).round(4) + 0.0),  # no −0
        ),
    ),
)
