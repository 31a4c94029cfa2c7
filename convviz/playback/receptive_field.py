"""What of the input an output cell sees, one output cell after another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from convviz.core.network import Network
from convviz.core.receptive import NETWORK, FieldStep, field_steps
from convviz.drawing.picture import Layout, State
from convviz.drawing.scenes import receptive_field as drawing
from convviz.playback.film import Film
from convviz.playback.wiring import Phases
from convviz.words import kept_by, say

# What a step covers goes by the names that all lessons share; here they are called otherwise.
GRANULARITIES = ("product", "window")


@dataclass(frozen=True)
class FieldAnimation(Film):
    """The receptive field of every output cell of a network.

    granularity: "product" goes back one map a step, "window" shows an output cell a step.
    Raises ExperimentError if there is no such granularity.
    """

    network: Network
    granularity: str = "window"
    scene: str = field(default="receptive_field", init=False)
    tensors = NETWORK.tensors

    @property
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""
        return drawing.layout(self.network)

    @property
    @kept_by
    def base(self) -> State:
        """What stays from step to step."""
        return drawing.base(self.network)

    @property
    def stops(self) -> dict[str, list[int]]:
        """Phases of a position at which each granularity stops."""
        return drawing.stops(self.network)

    @property
    def grains(self) -> dict[str, str]:
        """What each granularity is called."""
        return {"product": say("map"), "window": say("cell")}

    @property
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""
        sizes = " → ".join(f"{height}×{width}" for height, width in self.network.sizes)
        return say("Receptive field of an output cell through {sizes}", sizes=sizes)

    @property
    def headline(self) -> str:
        """One line that says what is seen."""
        return say("What one output cell sees of the input")

    @cached_property
    def steps(self) -> list[FieldStep]:
        """What each output cell sees."""
        return field_steps(self.network)

    def _states(self) -> Iterator[State]:
        return drawing.states(self.network)

    @cached_property
    def phases(self) -> list[Phases]:
        """Cells that each phase of every position takes in: map by map, back to the input."""
        return [((), *(tuple(each) for each in step.maps)) for step in self.steps]

    def _told(self) -> dict[str, Any]:
        return {"cell": max(self.layout.sides.least, drawing.TARGET), "fixed": True}
