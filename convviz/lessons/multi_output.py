"""Multiple output channels, one full set of kernel slices for each."""

from convviz.core.conv import count_weights
from convviz.core.experiment import Experiment
from convviz.lessons.lesson import Lesson
from convviz.lessons.limits import without_groups
from convviz.lessons.numbers import all_sizes
from convviz.words import count, term

EXAMPLES = (
    "d2l_three_out",
    "d2l_three_out_biases",
    "d2l_three_out_negative",
    "colour_edge_both",
    "sobel",
    "sobel_diagonal",
    "sharpen",
    "average_mixed",
    "identity_3x3",
    "separable",
)


def shapes(experiment: Experiment) -> str:
    """Live count of what is learned, and the shape of the input."""
    c_out, c_in, k_h, k_w = experiment.weight.shape
    weights = count(
        "{n} weight ({product})",
        "{n} weights ({product})",
        count_weights(experiment.weight.shape),
        product=f"{c_out} · {c_in} · {k_h} · {k_w}",
    )
    biases = count("{n} bias", "{n} biases", c_out)
    return f"X (C_in, H, W) = {experiment.x.shape}  \n{weights} + {biases}"


LESSON = Lesson(
    name="multi_output",
    title=term("Multiple output channels"),
    sentence=term(
        "One full set of kernel slices for each output channel: sum over the inputs, "
        "stack over the outputs."
    ),
    examples=EXAMPLES,
    numbers=all_sizes("c_in", "c_out", "height", "width", "k_h", "k_w"),
    shapes=shapes,
    accept=without_groups,
)
