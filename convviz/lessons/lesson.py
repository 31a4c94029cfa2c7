"""What one lesson is: what it is called, what it begins with, what it can show, what can be set."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from convviz.core.experiment import Experiment
from convviz.lessons.numbers import Number
from convviz.words import Message

Accept = Callable[[Experiment], tuple[Experiment, Message | None]]
"""Fits an experiment to a lesson and says what it changed, or raises ExperimentError."""

Options = Mapping[str, str]
# What a page adds to an experiment, by name; the first value is what is not said.
OPTIONS: Final[Mapping[str, Sequence[str]]] = {
    "pooling": ("max", "average"),
    "kernel": ("as it is", "flipped"),
}


def option(options: Options, name: str) -> str:
    """What is chosen of one of the ``OPTIONS``."""
    return options.get(name, OPTIONS[name][0])


@dataclass(frozen=True)
class Lesson:
    """One lesson of an experiment.

    Title and sentence are terms: what they say is asked for where they are shown. The first of the
    examples, names of presets, is what a new visitor sees. ``shapes`` gives the live line of
    shapes, and ``scene`` the name of the drawing, which may depend on the options.
    """

    name: str
    title: str
    sentence: str
    examples: Sequence[str]
    numbers: Sequence[Number]
    shapes: Callable[[Experiment], str]
    accept: Accept
    scene_of: Callable[[Options], str] | None = None

    def scene(self, options: Options) -> str:
        """Name of the drawing."""
        return self.scene_of(options) if self.scene_of else self.name
