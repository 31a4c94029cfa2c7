"""Choices of a question: the truth among what named mistakes make of the same numbers.

Every choice is another number than the others, as it is written; a mistake that gives the truth by
chance is not among them. Fewer than three choices are hardly a question: let a number be typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from convviz.core.arguments import Shape
from convviz.core.experiment import Experiment
from convviz.core.misread import Answer
from convviz.core.step import step_at
from convviz.formats.numerals import number
from convviz.lessons.mistakes import ALL, Mistake, Position, sum_of

MOST: Final = 4


@dataclass(frozen=True)
class Choice:
    """One choice. answer: a number, several, or a shape; mistake: what makes it, or None."""

    answer: Answer | Shape
    mistake: Mistake | None = None

    @property
    def written(self) -> tuple[str, ...]:
        """The numbers as people read them, for a page to join: ``("19", "37")``."""
        parts = self.answer if isinstance(self.answer, tuple) else (self.answer,)
        return tuple(map(number, parts))


Believed = Callable[[Mistake], Answer | Shape | None]


def total_choices(
    experiment: Experiment, position: Position, most: int = MOST
) -> tuple[Choice, ...]:
    """Ask for output number (o, i, j).

    Raises ExperimentError if the position is outside, as those below do.

    >>> from convviz.lessons.presets import presets
    >>> made = total_choices(presets()["d2l_two_in"], (0, 0, 0))
    >>> sorted(" and ".join(each.written) for each in made)
    ['19 and 37', '28', '44', '56']
    """
    truth = step_at(experiment, position).total
    return mixed(truth, lambda each: each.answer(experiment, position), most, position)


def sum_choices(
    experiment: Experiment, position: Position, channel: int, most: int = MOST
) -> tuple[Choice, ...]:
    """Ask for the partial sum of an input channel that the output number reads."""
    truth = sum_of(step_at(experiment, position), channel)
    if truth is None:
        return ()

    def believed(mistake: Mistake) -> float | None:
        step = mistake.step(experiment, position)
        return None if step is None else sum_of(step, channel)

    return mixed(truth, believed, most, (*position, channel))


def shape_choices(
    experiment: Experiment,
    most: int = MOST,
    first: Sequence[str] = (),
    among: Sequence[Mistake] = ALL,
) -> tuple[Choice, ...]:
    """Ask for the output shape (C_out, H', W'); first: names of mistakes that suit best here."""
    shape = experiment.output_shape
    return mixed(
        shape, lambda each: each.output_shape(experiment), most, experiment.x.shape, first, among
    )


def map_choices(experiment: Experiment, most: int = MOST) -> tuple[Choice, ...]:
    """Ask for the number of output channels."""

    def believed(mistake: Mistake) -> int | None:
        shape = mistake.output_shape(experiment)
        return None if shape is None else shape[0]

    return mixed(experiment.c_out, believed, most, experiment.weight.shape)


def weight_choices(experiment: Experiment, most: int = MOST) -> tuple[Choice, ...]:
    """Ask for the number of weights."""
    count = experiment.weight.size
    return mixed(count, lambda each: each.weight_count(experiment), most, experiment.weight.shape)


def bias_choices(experiment: Experiment, most: int = MOST) -> tuple[Choice, ...]:
    """Ask for the number of biases."""
    count = experiment.c_out
    return mixed(count, lambda each: each.bias_count(experiment), most, experiment.weight.shape)


def mixed(
    truth: Answer | Shape,
    believed: Believed,
    most: int,
    asked: Shape,
    first: Sequence[str] = (),
    among: Sequence[Mistake] = ALL,
) -> tuple[Choice, ...]:
    """Put the truth among the likeliest mistakes; the same question has the same order.

    believed: what a mistake makes of the same, None if it does not apply. asked: numbers that tell
    the question from others. first: names of mistakes that come before those likelier.
    """
    right = Choice(truth)
    choices = {right.written: right}
    for choice in _wrong(believed, sorted(among, key=lambda each: each.name not in first)):
        if len(choices) == most:
            break
        choices.setdefault(choice.written, choice)
    mixed = [*choices.values()]
    Random(f"{asked} {right.written}").shuffle(mixed)
    return tuple(mixed)


def _wrong(believed: Believed, among: Sequence[Mistake]) -> Iterator[Choice]:
    for mistake in among:
        answer = believed(mistake)
        if answer is not None:
            yield Choice(answer, mistake)
