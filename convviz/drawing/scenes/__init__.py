"""Experiment and Step to SVG: primitives, then one file a scene."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from convviz.core.experiment import Experiment
from convviz.core.operation import Tensor, Trace
from convviz.drawing.picture import Layout, Shape, Sides, State
from convviz.drawing.scenes import geometry, groups, matrix, multi_input, multi_output, pointwise
from convviz.drawing.scenes.pooling import Pooling

S = TypeVar("S", bound=Trace)
"""The steps of the operation that a scene shows, such as `Step` of a convolution."""


class Scene(Protocol[S]):
    """What the module of a scene offers."""

    @property
    def tensors(self) -> Mapping[str, Tensor]:
        """Declarations of what it draws, by the names that cells begin with."""

    def steps_of(self, experiment: Experiment) -> Sequence[S]:
        """How each output number comes about."""

    def check(self, experiment: Experiment) -> None:
        """Raise ExperimentError where the scene can't show the experiment."""

    def order(self, shape: Shape) -> list[tuple[int, int, int]]:
        """Output positions (o, i, j) in the order of the lesson."""

    def stops(self, shape: Shape) -> dict[str, list[int]]:
        """Phases of a position at which each granularity stops."""

    def layout(self, shape: Shape) -> Layout:
        """Place and name every element."""

    def limits(self, experiment: Experiment, steps: Sequence[S]) -> dict[str, float]:
        """Ends of the colour scales, by tensor."""

    def base(
        self,
        experiment: Experiment,
        steps: Sequence[S],
        ends: Mapping[str, float],
        sides: Sides,
    ) -> State:
        """What stays from step to step."""

    def states(
        self, experiment: Experiment, steps: Sequence[S], ends: Mapping[str, float]
    ) -> Iterator[State]:
        """What each position shows beside the base."""


SCENES: Mapping[str, Scene[Any]] = {
    "multi_input": multi_input,
    "multi_output": multi_output,
    "pointwise": pointwise,
    "matrix": matrix,
    "geometry": geometry,
    "groups": groups,
    "max_pooling": Pooling("max"),
    "average_pooling": Pooling("average"),
}
