"""Multiple input channels, one output channel."""

from convviz.core.experiment import Experiment
from convviz.lessons.lesson import Lesson
from convviz.lessons.limits import check_sizes
from convviz.lessons.numbers import all_sizes
from convviz.words import Message, later, term

EXAMPLES = (
    "d2l_two_in",
    "d2l_first_channel_off",
    "colour_edge_unseen",
    "colour_edge_seen",
    "grey_709",
    "grey_sobel",
    "one_channel",
    "edge",
)


def one_output(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep what this page shows of an experiment: its first output channel, without groups."""
    check_sizes(experiment)
    if experiment.c_out == 1:
        return experiment, None
    first = experiment.weight.shape[1]
    kept = experiment.replace(
        x=experiment.x[:first], weight=experiment.weight[:1], bias=experiment.bias[:1], groups=1
    )
    return kept, later("This page shows the first of the {n} output channels.", n=experiment.c_out)


def shapes(experiment: Experiment) -> str:
    """Live shapes with the names of their axes."""
    x, k, y = experiment.x.shape, experiment.weight.shape[1:], experiment.output_shape[1:]
    return f"X (C_in, H, W) = {x} ⋆  \nK (C_in, k_h, k_w) = {k} → Y (H′, W′) = {y}"


LESSON = Lesson(
    name="multi_input",
    title=term("Multiple input channels"),
    sentence=term(
        "Every channel has its own kernel slice. Their sums are added into one number. "
        "Click a number of X, K or b to change it."
    ),
    examples=EXAMPLES,
    numbers=all_sizes("c_in", "height", "width", "k_h", "k_w"),
    shapes=shapes,
    accept=one_output,
)
