"""Experiment and Step to SVG: primitives, then one file a scene."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from convviz.core.experiment import Experiment
from convviz.core.step import Step
from convviz.drawing.picture import Layout, Shape, Sides, State
from convviz.drawing.scenes import geometry, groups, matrix, multi_input, multi_output, pointwise
from convviz.drawing.scenes.pooling import Pooling


class Scene(Protocol):
    """What the module of a scene offers."""

    def check(self, experiment: Experiment) -> None:
        """Raise ExperimentError where the scene can't show the experiment."""

    def order(self, shape: Shape) -> list[tuple[int, int, int]]:
        """Output positions (o, i, j) in the order of the lesson."""

    def stops(self, shape: Shape) -> dict[str, list[int]]:
        """Phases of a position at which each granularity stops."""

    def layout(self, shape: Shape) -> Layout:
        """Place and name every element."""

    def limits(self, experiment: Experiment, steps: Sequence[Step]) -> dict[str, float]:
        """Ends of the colour scales, by tensor."""

    def base(
        self,
        experiment: Experiment,
        steps: Sequence[Step],
        ends: Mapping[str, float],
        sides: Sides,
    ) -> State:
        """What stays from step to step."""

    def states(
        self, experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
    ) -> Iterator[State]:
        """What each position shows beside the base."""


SCENES: Mapping[str, Scene] = {
    "multi_input": multi_input,
    "multi_output": multi_output,
    "pointwise": pointwise,
    "matrix": matrix,
    "geometry": geometry,
    "groups": groups,
    "max_pooling": Pooling("max"),
    "average_pooling": Pooling("average"),
}
