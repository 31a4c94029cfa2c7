"""A wrong rule beside the right one: two films of one output number, opened where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from convviz.core import misread
from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.misread import Combine
from convviz.core.step import Step, step_at
from convviz.drawing.picture import Moment
from convviz.lessons.mistakes import Mistake, Position
from convviz.lessons.parting import parting
from convviz.lessons.questions import written
from convviz.playback.animation import Animation, animate
from convviz.playback.predicting import cut
from convviz.words import say


@dataclass(frozen=True)
class MisreadAnimation(Animation):
    """A film in which a mistake puts the partial sums together.

    Where it leaves several numbers there is no total to be shown.
    """

    combine: Combine | None = None

    @cached_property
    def steps(self) -> Sequence[Step]:
        """How each output number comes about by the mistake."""
        made: Sequence[Step] = super().steps
        if self.combine is None:
            return made
        totals = [self.combine(step) for step in made]
        return [
            step if isinstance(total, tuple) else replace(step, total=total)
            for step, total in zip(made, totals, strict=True)
        ]


def beside(mistake: Mistake, experiment: Experiment, position: Position) -> dict[str, Any] | None:
    """Give both films of output number (o, i, j) as data, in the language in use.

    text: where they part. step: at which product, or at which phase else, they do. right, wrong:
    each with its title, its number, its data for the player, and its last step. None if the mistake
    has no number there, or no picture. Raises ExperimentError if the position is outside.
    """
    right, wrong = step_at(experiment, position), mistake.step(experiment, position)
    other = misread.believed(experiment, mistake.rule) if mistake.rule else experiment
    text = parting(mistake, experiment, position)
    if wrong is None or other is None or text is None:
        return None
    answer = mistake.combine(wrong) if mistake.combine else wrong.total
    try:
        films = (
            animate(_alone(experiment, right), granularity="product"),
            MisreadAnimation(_alone(other, wrong), "multi_input", "product", mistake.combine),
        )
    except ExperimentError:
        return None
    ends = [film.stops["window"][-1] for film in films]
    if isinstance(answer, tuple):
        ends[1] -= 1
    titles = say("By the rule"), say(mistake.title)
    shown = [
        {
            "title": title,
            "number": written(number),
            "data": _told(film, position, end),
            "last": end,
        }
        for title, number, film, end in zip(titles, (right.total, answer), films, ends, strict=True)
    ]
    return {
        "text": str(text),
        "step": _phase(right, mistake.where(experiment, position), ends[0]),
        "right": shown[0],
        "wrong": shown[1],
    }


def _alone(e: Experiment, step: Step) -> Experiment:
    """Make the experiment of one output channel, with the input channels that it reads."""
    o = step.position[0]
    channels = list(step.channels)
    return e.replace(x=e.x[channels], weight=e.weight[[o]], bias=e.bias[[o]], groups=1)


def _told(film: Animation, position: Position, end: int) -> dict[str, Any]:
    """Give a film as data, with the numbers of one position alone."""
    at = film.positions.index((0, *position[1:]))
    return cut(film, Moment(at, 0, 0, end, {at: 0}))


def _phase(step: Step, where: Sequence[int] | None, end: int) -> int:
    """Give the phase of a product (c, u, v), or of the end of channel (c,); else the last one."""
    _, k_h, k_w = step.products.shape
    match where:
        case (c, u, v):
            return int((c * k_h + u) * k_w + v + 1)
        case (c,):
            return int((c + 1) * k_h * k_w)
        case _:
            return end
