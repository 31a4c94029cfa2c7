"""1×1 convolution, a fully connected layer at every pixel."""

import numpy as np

from convviz.core.conv import count_weights
from convviz.core.experiment import Experiment
from convviz.core.matrices import ungrouped
from convviz.lessons.lesson import Lesson
from convviz.lessons.limits import check_sizes, groups_note
from convviz.lessons.numbers import all_sizes
from convviz.words import Message, count, later, say, term

ROUNDING = term(
    "Fractions round, and the two ways may add in another order: last digits can differ. "
    "D2L's own check fails for one float32 seed in ten."
)

EXAMPLES = (
    "pointwise",
    "grey_709",
    "grey_601",
    "ycbcr",
    "ycbcr_back",
    "swap_red_blue",
    "identity",
    "groups_1",
    "groups_2",
    "groups_4",
    "bottleneck_squeeze",
    "bottleneck_dense",
    "two_mixes_as_one",
)


def one_by_one(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep the input; of larger kernels keep the sum of each slice, which is a 1×1 kernel."""
    check_sizes(experiment)
    e, note = experiment, None
    if e.groups != 1:
        e, note = ungrouped(e), groups_note(e)
    if (e.kernel_size, e.stride, e.pads) == ((1, 1), (1, 1), ((0, 0), (0, 0))):
        return e, note
    weight = np.clip(e.weight.sum(axis=(2, 3), keepdims=True), -1e6, 1e6)
    kept = Experiment(x=e.x, weight=weight, bias=e.bias)
    summed = later(
        "This page shows 1×1 kernels: each slice became one weight, the sum of its numbers; "
        "stride and padding are off."
    )
    return kept, later("{first} {second}", first=note, second=summed) if note else summed


def shapes(experiment: Experiment) -> str:
    """Live count, and what a 1×1 convolution keeps and changes."""
    c_out, c_in = experiment.weight.shape[:2]
    weights = count("{n} weight", "{n} weights", count_weights(experiment.weight.shape))
    height, width = experiment.input_size
    biases = count("{n} bias", "{n} biases", c_out)
    learned = f"{weights} + {biases}"
    said = (
        say("{learned}; one input channel: each output is only scaled", learned=learned)
        if c_in == 1
        else say(
            "{learned}; height and width stay {height} × {width}, channels {c_in} → {c_out}",
            learned=learned,
            height=height,
            width=width,
            c_in=c_in,
            c_out=c_out,
        )
    )
    whole = all(np.array_equal(a, np.rint(a)) for a in (experiment.x, experiment.weight))
    return said if whole else f"{said}  \n{say(ROUNDING)}"


LESSON = Lesson(
    name="pointwise",
    title=term("1×1 convolution"),
    sentence=term(
        "It looks at one pixel at a time and mixes its channels: "
        "a fully connected layer at every pixel."
    ),
    examples=EXAMPLES,
    numbers=all_sizes("c_in", "c_out", "height", "width"),
    shapes=shapes,
    accept=one_by_one,
)
