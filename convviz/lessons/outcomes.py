"""What is asked of changed sizes before it is seen: the output shape, the maps, or the weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from convviz.core.arguments import Shape
from convviz.core.experiment import Experiment
from convviz.core.misread import Answer
from convviz.lessons.choices import Choice, map_choices, shape_choices, weight_choices
from convviz.lessons.lesson import Lesson
from convviz.lessons.mistakes import ALL, Mistake
from convviz.lessons.pooled import ALL_POOLED
from convviz.lessons.questions import Question, enough, written
from convviz.words import Message, later

# The mistakes that suit a change best, by what of an experiment it changes.
ABOUT: Final = {
    "stride": ("no_stride", "rounded_up"),
    "dilation": ("dilation_as_gap",),
    "pads": ("padding_in_all", "no_padding"),
}
Believed = Callable[[Mistake], Answer | Shape | None]


def outcome(lesson: Lesson, before: Experiment, after: Experiment) -> Question | None:
    """Ask for the first of these that sizes change: H′ and W′, C_out, the number of weights.

    None if they change none of them. Pooling has no weights, and its maps are those of the input.

    >>> from convviz.lessons.course import LESSONS
    >>> from convviz.lessons.presets import presets
    >>> before = presets()["padding"]
    >>> asked = outcome(LESSONS["geometry"], before, before.replace(stride=2))
    >>> str(asked.text), asked.truth
    ('What is the output shape (C_out, H′, W′) now?', (1, 2, 2))
    """
    e, pools, about = after, lesson.name == "pooling", _about(before, after)
    among = ALL_POOLED if pools else ALL
    if e.output_shape[1:] != before.output_shape[1:] or (pools and e.c_out != before.c_out):
        text = (
            later("What is the output shape (C, H′, W′) now?")
            if pools
            else later("What is the output shape (C_out, H′, W′) now?")
        )
        return _asked(
            text,
            e.output_shape,
            shape_choices(e, first=about, among=among),
            lambda each: each.output_shape(e),
            shape,
            about,
            among,
        )
    if e.c_out != before.c_out:
        text = later("How many feature maps come out now?")
        return _asked(
            text, e.c_out, map_choices(e), lambda each: (each.output_shape(e) or (None,))[0]
        )
    if not pools and e.weight.size != before.weight.size:
        text = later("How many weights are there now?")
        return _asked(text, e.weight.size, weight_choices(e), lambda each: each.weight_count(e))
    return None


def shape(answer: Answer | Shape) -> str:
    """Write a shape as the page does: ``(3, 2, 2)``."""
    parts = answer if isinstance(answer, tuple) else (answer,)
    return f"({', '.join(map(written, parts))})"


def _about(before: Experiment, after: Experiment) -> list[str]:
    changed = [part for part in ABOUT if getattr(before, part) != getattr(after, part)]
    return [name for part in changed for name in ABOUT[part]]


def _asked(
    text: Message,
    truth: float | Shape,
    choices: tuple[Choice, ...],
    believed: Believed,
    write: Callable[[Answer | Shape], str] = written,
    first: Sequence[str] = (),
    among: Sequence[Mistake] = ALL,
) -> Question:
    def recognise(answer: Answer) -> tuple[Mistake, ...]:
        known = [each for each in among if believed(each) == answer]
        return tuple(sorted(known, key=lambda each: each.name not in first))

    return Question(text, truth, enough(choices), recognise, write=write)
