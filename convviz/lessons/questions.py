"""What is asked of a step before it is seen: the partial sum, or the number, that it brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from convviz.core.arguments import Shape
from convviz.core.experiment import Experiment
from convviz.core.misread import Answer
from convviz.core.operation import Trace
from convviz.core.pooling import PoolingStep
from convviz.core.step import Step
from convviz.formats.numerals import exact, number
from convviz.lessons.choices import Choice, sum_choices, total_choices
from convviz.lessons.exercises.exercise import read_answer, same
from convviz.lessons.mistakes import Mistake, recognised, recognised_sum
from convviz.lessons.pooled import pooled_choices, recognised_pooled
from convviz.words import Message, later, say

LEAST: Final = 3  # choices; with fewer a number is typed
BETWEEN: Final = str.maketrans("()[]×,，", "       ")  # what stands around the sizes of a shape


@dataclass(frozen=True, eq=False)
class Question:
    """Asks for one number, or for a shape.

    truth: what it is. choices: the truth and what mistakes make of it; none where it is typed.
    recognise: gives the mistakes that make another answer. position: the output number that it is
    about, where there are mistakes. write: how people read an answer.
    """

    text: Message
    truth: float | Shape
    choices: tuple[Choice, ...] = ()
    recognise: Callable[[Answer], tuple[Mistake, ...]] = lambda answer: ()
    position: tuple[int, int, int] | None = None
    write: Callable[[Answer | Shape], str] = lambda answer: written(answer)

    def answered(self, given: str | int) -> Choice:
        """Take an answer: the number of a choice, or what was typed; its mistake is None if right.

        Raises ExperimentError if it is neither.
        """
        if isinstance(given, int) and 0 <= given < len(self.choices):
            return self.choices[given]
        typed = str(given)
        if isinstance(self.truth, tuple):
            typed = typed.translate(BETWEEN)
        answer = read_answer(typed)
        known = () if self.is_right(answer) else self.recognise(answer)
        return Choice(answer, next(iter(known), None))

    def is_right(self, answer: Answer) -> bool:
        """Whether an answer is the number, or the shape."""
        truth = self.truth
        return answer == truth if isinstance(truth, tuple) else same(answer, truth)


def question(
    experiment: Experiment, step: Trace, after: int, upto: int, end: int
) -> Question | None:
    """Ask for what a step brings that covers the phases after one up to another; None if nothing.

    end: the phase of the output number. The total is not asked for where it is the one partial sum
    that stands there already.

    >>> from convviz.core.step import step_at
    >>> from convviz.lessons.presets import presets
    >>> d2l = presets()["d2l_two_in"]
    >>> asked = question(d2l, step_at(d2l, (0, 0, 0)), 8, 9, 9)
    >>> str(asked.text), sorted(written(choice.answer) for choice in asked.choices)
    ('Which number comes to Y[0,0]?', ['19 and 37', '28', '44', '56'])
    """
    if isinstance(step, Step):
        return _of_convolution(experiment, step, after, upto, end)
    if not isinstance(step, PoolingStep) or upto != end:
        return None
    return Question(
        _which(step.writes[0], stacked=True),
        step.result,
        enough(pooled_choices(experiment, step)),
        lambda answer: recognised_pooled(experiment, step, answer),
    )


def _of_convolution(e: Experiment, step: Step, after: int, upto: int, end: int) -> Question | None:
    position, terms = step.position, step.products[0].size
    if upto == end:
        if after >= terms and len(step.channels) == 1 and not step.bias:
            return None
        return Question(
            _which(step.writes[0], stacked=e.c_out > 1),
            step.total,
            enough(total_choices(e, position)),
            lambda answer: recognised(e, position, answer),
            position,
        )
    index, rest = divmod(upto, terms)
    if rest or not index:
        return None
    channel = step.channels[index - 1]
    return Question(
        later("What is the partial sum of input channel {c}?", c=channel),
        float(step.channel_sums[index - 1]),
        enough(sum_choices(e, position, channel)),
        lambda answer: (
            () if isinstance(answer, tuple) else recognised_sum(e, position, channel, answer)
        ),
        position,
    )


def written(answer: Answer | tuple[int, ...]) -> str:
    """Write a number, or several, as a sentence has them: whole ones with all their digits."""
    parts = answer if isinstance(answer, tuple) else (answer,)
    numbers = [exact(each) if float(each).is_integer() else number(each) for each in parts]
    if len(numbers) == 1:
        return numbers[0]
    return say("{first} and {last}", first=say(", ").join(numbers[:-1]), last=numbers[-1])


def enough(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Give choices if they make a question; none if a number is rather typed."""
    return choices if len(choices) >= LEAST else ()


def _which(name: str, *, stacked: bool) -> Message:
    tensor, *index = name.split(" ")
    at = index if stacked else index[1:]
    return later("Which number comes to {cell}?", cell=f"{tensor.upper()}[{','.join(at)}]")
