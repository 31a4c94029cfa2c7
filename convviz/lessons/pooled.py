"""Named mistakes of pooling: what somebody makes of a window who took it for something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from convviz.core import misread
from convviz.core.experiment import Experiment
from convviz.core.misread import Answer
from convviz.core.pooling import Pooling, PoolingStep
from convviz.lessons.choices import MOST, Choice, mixed
from convviz.lessons.mistakes import Mistake, mistakes
from convviz.words import term

Rule = Callable[[Pooling, PoolingStep], float | None]


def _averaged(pooling: Pooling, step: PoolingStep) -> float | None:
    return float(step.window.mean()) if pooling.mode == "max" else None


def _largest(pooling: Pooling, step: PoolingStep) -> float | None:
    return float(step.window[step.inside].max()) if pooling.mode == "average" else None


def _added(pooling: Pooling, step: PoolingStep) -> float:
    return float(step.window.sum())


def _of_all_channels(pooling: Pooling, step: PoolingStep) -> float:
    _, i, j = step.position
    return float(pooling.output[:, i, j].sum())


def _stride_1(pooling: Pooling, step: PoolingStep) -> float:
    return float(replace(pooling, stride=(1, 1)).output[step.position])


def _without_padding(pooling: Pooling, step: PoolingStep) -> float | None:
    return float(step.window[step.inside].mean()) if pooling.mode == "average" else None


# The likeliest first. Sizes that are read wrong are read as those of a convolution.
_RULES: Final[tuple[tuple[Mistake, Rule | None], ...]] = (
    (
        Mistake(
            "channels_pooled",
            term("The channels are added, as a convolution does"),
            term("A convolution adds what it finds in all channels, so pooling seems to do so."),
            term("Pooling keeps channels apart: as many come out as go in."),
            shape=lambda e: (1, *e.output_shape[1:]),
        ),
        _of_all_channels,
    ),
    (
        Mistake(
            "average_for_maximum",
            term("The average is taken instead of the largest number"),
            term("Both kinds of pooling make one number of a window."),
            term("Maximum pooling keeps the largest number of the window as it is."),
        ),
        _averaged,
    ),
    (
        Mistake(
            "maximum_for_average",
            term("The largest number is taken instead of the average"),
            term("Both kinds of pooling make one number of a window."),
            term("Average pooling adds all numbers of the window and divides by how many it has."),
        ),
        _largest,
    ),
    (
        Mistake(
            "window_added",
            term("The numbers of the window are only added"),
            term("A convolution adds its products and divides by nothing."),
            term("Pooling keeps the largest number, or divides the sum by the size of the window."),
        ),
        _added,
    ),
    (
        Mistake(
            "stride_of_one",
            term("The window is moved by one cell"),
            term("The window of a convolution mostly moves so."),
            term("The stride says how far; in pooling it is mostly the window's own size."),
        ),
        _stride_1,
    ),
    (
        Mistake(
            "padding_left_out",
            term("The padding is left out of the average"),
            term("It holds no number of the input."),
            term("Padding counts as zeros here: the sum is divided by the size of the window."),
        ),
        _without_padding,
    ),
    *(
        (mistakes()[name], None)
        for name in ("no_stride", "padding_in_all", "no_padding", "rounded_up")
    ),
)
ALL_POOLED: Final = tuple(mistake for mistake, _ in _RULES)
_BY_NAME: Final[Mapping[str, Rule | None]] = {mistake.name: rule for mistake, rule in _RULES}


def pooled_choices(
    experiment: Experiment, step: PoolingStep, most: int = MOST
) -> tuple[Choice, ...]:
    """Ask for the number that a window gives."""
    made = Pooling.of(experiment, step.mode)
    return mixed(
        step.result,
        lambda each: _answer(each, made, step),
        most,
        step.position,
        among=ALL_POOLED,
    )


def recognised_pooled(
    experiment: Experiment, step: PoolingStep, answer: Answer
) -> tuple[Mistake, ...]:
    """Give the mistakes that make a wrong number of a window, the likeliest first."""
    made = Pooling.of(experiment, step.mode)
    return tuple(each for each in ALL_POOLED if misread.same(_answer(each, made, step), answer))


def _answer(mistake: Mistake, pooling: Pooling, step: PoolingStep) -> float | None:
    rule = _BY_NAME[mistake.name]
    wrong = None if rule is None else rule(pooling, step)
    return None if misread.same(wrong, step.result) else wrong
