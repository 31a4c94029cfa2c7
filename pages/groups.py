"""Lesson: groups, depthwise and depthwise-separable convolution."""

from convviz.animation import animate
from convviz.conv import count_weights
from convviz.experiment import Experiment
from convviz.ui.controls import check_sizes, groups_control
from convviz.ui.page import Page, Shown, show
from convviz.ui.separable import (
    separable_field,
    separable_film,
    separable_toggle,
    separable_view,
)
from convviz.ui.state import Lesson
from convviz.words import Message, count, say, term

# The first is what a new visitor sees.
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


def draw(lesson: Lesson) -> Shown:
    """Both steps while they are asked for, else the groups."""
    return separable_film(lesson) or animate(lesson.experiment, "groups")


def tools(lesson: Lesson) -> None:
    """Controls that only this page has."""
    separable_toggle(lesson)
    groups_control(lesson)


show(
    Page(
        scene="groups",
        title=term("Groups"),
        sentence=term("Each output reads the input channels of its own group, and no others."),
        examples=EXAMPLES,
        sizes=("c_in", "c_out", "height", "width", "k_h", "k_w"),
        shapes=shapes,
        accept=any_groups,
        draw=draw,
        controls=separable_field,
        tools=tools,
        views=separable_view,
    )
)
