"""Kernel size, stride, padding and dilation, and the output size that they lead to."""

from convviz.core.experiment import Experiment
from convviz.lessons.lesson import Lesson
from convviz.lessons.limits import check_sizes
from convviz.lessons.numbers import dilation, padding, size, stride
from convviz.words import Message, later, term

AXES = tuple(
    (
        size(length),
        size(k),
        stride(axis),
        dilation(axis),
        padding(axis, "before"),
        padding(axis, "after"),
    )
    for axis, (length, k) in enumerate((("height", "k_h"), ("width", "k_w")))
)

EXAMPLES = (
    "padding",
    "padding_stride",
    "stride_2",
    "uneven_same_size",
    "uneven_stride",
    "dilation_1",
    "dilation_2",
    "dilation_3",
    "ramp_dilation_1",
    "ramp_dilation_2",
    "checkers_stride",
    "checkers_mean",
    "checkers_matched",
    "edge",
    "edge_turned",
    "one_channel",
    "impulse_kernel",
    "impulse_box",
    "impulse_gauss",
    "dark_border",
)


def one_channel(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep the first input channel, and the slice of the first kernel that reads it."""
    check_sizes(experiment)
    e = experiment
    if (e.c_in, e.c_out) == (1, 1):
        return e, None
    kept = e.replace(x=e.x[:1], weight=e.weight[:1, :1], bias=e.bias[:1], groups=1)
    return kept, later("This page shows the first input channel and its first kernel slice.")


def shapes(experiment: Experiment) -> str:
    """Nothing: the picture has the formula with all sizes in it."""
    return ""


LESSON = Lesson(
    name="geometry",
    title=term("Padding, stride, dilation"),
    sentence=term(
        "Where the window may stand, and so how large the output gets; "
        "height and width each have their own numbers."
    ),
    examples=EXAMPLES,
    numbers=(*AXES[0], *AXES[1]),
    shapes=shapes,
    accept=one_channel,
)
