"""The numbers of an experiment that a lesson lets people step: each says how it is read and set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from convviz.core.experiment import Experiment
from convviz.lessons import editing
from convviz.lessons.limits import (
    DILATION,
    MOST_DILATION,
    MOST_PADDING,
    MOST_STRIDE,
    SIDES,
    SIZES,
    STRIDE,
    sizes,
)
from convviz.words import Message, later, term

Ends = tuple[int, int]


@dataclass(frozen=True)
class Number:
    """A number of an experiment that can be typed or stepped.

    ends: the least and the most that are offered; ``change`` makes the experiment in which it is
    another number, or raises ExperimentError.
    """

    name: str
    label: Message
    read: Callable[[Experiment], int]
    ends: Callable[[Experiment], Ends]
    change: Callable[[Experiment, int], Experiment]


def size(
    name: str,
    also: Callable[[Experiment], Experiment] = lambda e: e,
    label: str | None = None,
) -> Number:
    """Give one of the ``SIZES``; ``also`` finishes the resized experiment."""
    usual, most = SIZES[name]
    return Number(
        name,
        later(label or usual),
        lambda e: sizes(e)[name],
        lambda e: (1, most),
        lambda e, number: also(editing.resize(e, **{name: number})),
    )


def all_sizes(*names: str) -> Sequence[Number]:
    """Give several of the ``SIZES``."""
    return tuple(map(size, names))


def stride(axis: int) -> Number:
    """Give the step of the window along an axis, 0 for height and 1 for width."""
    return Number(
        f"stride {'hw'[axis]}",
        later(STRIDE, axis="hw"[axis]),
        lambda e: e.stride[axis],
        lambda e: (1, MOST_STRIDE),
        lambda e, number: editing.move(e, axis, stride=number),
    )


def dilation(axis: int) -> Number:
    """Give the distance of the window's cells along an axis."""
    return Number(
        f"dilation {'hw'[axis]}",
        later(DILATION, axis="hw"[axis]),
        lambda e: e.dilation[axis],
        lambda e: (1, MOST_DILATION),
        lambda e, number: editing.move(e, axis, dilation=number),
    )


def padding(axis: int, side: str) -> Number:
    """Give the padding "before", above or to the left, or "after", below or to the right."""
    which = ("before", "after").index(side)
    return Number(
        f"{side} {'hw'[axis]}",
        later(SIDES[axis][which]),
        lambda e: e.pads[axis][which],
        lambda e: (0, MOST_PADDING),
        lambda e, number: editing.move(e, axis, **{side: number}),
    )


def padding_of_pooling(axis: int) -> Number:
    """Give the padding of both sides: at most half a window, as pooling has it."""
    return Number(
        f"padding {'hw'[axis]}",
        later(term("Padding p_{axis}"), axis="hw"[axis]),
        lambda e: e.pads[axis][0],
        lambda e: (0, e.kernel_size[axis] // 2),
        lambda e, number: editing.move(e, axis, before=number, after=number),
    )
