"""Lesson: multiple input channels, one output channel."""

from convviz.experiment import Experiment
from convviz.ui.controls import check_sizes
from convviz.ui.page import Page, show
from convviz.words import Message, later, term

# The first is what a new visitor sees.
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


show(
    Page(
        scene="multi_input",
        title=term("Multiple input channels"),
        sentence=term(
            "Every channel has its own kernel slice. Their sums are added into one number. "
            "Click a number of X, K or b to change it."
        ),
        examples=EXAMPLES,
        sizes=("c_in", "height", "width", "k_h", "k_w"),
        shapes=shapes,
        accept=one_output,
    )
)
