"""Groups, depthwise and depthwise-separable convolution."""

from convviz.core.conv import count_weights
from convviz.core.experiment import Experiment
from convviz.lessons.lesson import Lesson
from convviz.lessons.limits import check_sizes
from convviz.lessons.numbers import all_sizes
from convviz.words import Message, count, say, term

EXAMPLES = (
    "groups_2",
    "groups_1",
    "groups_4",
    "depthwise",
    "average_pool",
    "d2l_three_out",
)


def any_groups(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep all of an experiment."""
    check_sizes(experiment)
    return experiment, None


def shapes(experiment: Experiment) -> str:
    """Live count, beside that of a standard convolution of the same sizes."""
    e = experiment
    c_out, c_group, k_h, k_w = e.weight.shape
    weights, full = count_weights(e.weight.shape), c_out * e.c_in * k_h * k_w
    here = count(
        "{n} weight ({product})",
        "{n} weights ({product})",
        weights,
        product=f"{c_out} · {c_group} · {k_h} · {k_w}",
    )
    product = f"{c_out} · {e.c_in} · {k_h} · {k_w}"
    there = say("without groups: {n} ({product})", n=full, product=product)
    return f"{here}  \n{there}"


LESSON = Lesson(
    name="groups",
    title=term("Groups"),
    sentence=term("Each output reads the input channels of its own group, and no others."),
    examples=EXAMPLES,
    numbers=all_sizes("c_in", "c_out", "height", "width", "k_h", "k_w"),
    shapes=shapes,
    accept=any_groups,
)
