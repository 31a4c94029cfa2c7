"""Examples of designs: pooling, depthwise and separable kernels, groups, bottlenecks."""

import numpy as np

from convviz.core.experiment import Experiment
from convviz.lessons.examples.preset import Preset
from convviz.lessons.examples.tensors import (
    DEPTHWISE,
    FOUR,
    POINTWISE,
    POOL_X,
    POWERS,
    SEPARABLE_X,
    THREE_X,
    counting,
    each,
    mixing,
    one,
)
from convviz.words import term

DESIGNS = (
    Preset(
        "average_pool",
        term("2×2 windows, one channel at a time"),
        term("Each channel has its own kernel and is never added to the other."),
        Experiment(POOL_X, each(np.full((2, 2), 0.25), 2), stride=2, groups=2),
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
        Experiment([counting(3, 3)], one(np.full((2, 2), 0.25))),
    ),
    Preset(
        "pool_padded",
        term("D2L: windows with padding and stride"),
        term(
            "Windows of 3×3 every 2 rows and columns, one row and column of padding on each side."
        ),
        Experiment(POOL_X, each(np.full((3, 3), 1 / 9), 2), stride=2, padding=1, groups=2),
    ),
    Preset(
        "pool_uneven",
        term("D2L: height and width unlike"),
        term("Height and width each have a window size, a stride and a padding of their own."),
        Experiment(
            POOL_X,
            each(np.full((2, 3), 1 / 6), 2),
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
        Experiment(FOUR, mixing([1, 1, 0, 0], [0, 0, 1, 1])),
    ),
    Preset(
        "bottleneck_dense",
        term("The whole bottleneck as one 1×1 kernel"),
        term("The rows come in equal pairs, so this kernel knows only two different sums."),
        Experiment(FOUR, mixing([1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1])),
    ),
    Preset(
        "two_kernels_first",
        term("Two kernels in a row: the first"),
        term("Its output is the input of the next kernel."),
        Experiment([counting(5, 5)], one([[1, 2], [3, 4]])),
    ),
    Preset(
        "two_kernels_as_one",
        term("The two kernels as one"),
        term("One 3×3 kernel gives at once what the two 2×2 kernels give one after the other."),
        Experiment([counting(5, 5)], one([[1, 2, 0], [2, 4, 4], [-3, 2, 8]])),
    ),
    Preset(
        "two_mixes_as_one",
        term("Two 1×1 kernels as one"),
        term("Mixing three channels to two and then to three is one table of 3×3 factors."),
        Experiment(THREE_X, mixing([1, 1, -1], [2, 4, 0], [0, 3, 3])),
    ),
)
