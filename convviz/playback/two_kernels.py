"""Two kernels as one, step by step: the weights of the single kernel, then both outputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from convviz.core.operation import ONCE, PADDING, SINGLE, Cells, K, Tensor, X, Y
from convviz.core.receptive import NETWORK
from convviz.core.two_kernels import TwoKernels
from convviz.drawing.picture import Layout, State
from convviz.drawing.scenes import two_kernels as drawing
from convviz.playback.film import Film
from convviz.playback.wiring import Phases
from convviz.words import kept_by, say

GRANULARITIES = tuple(drawing.STOPS)
TENSORS: Final[Mapping[str, Tensor]] = {
    "x": X,
    "k": K,
    "map": NETWORK.tensors["map"],
    "e": SINGLE,
    "y": Y,
    "once": ONCE,
    "pad": PADDING,
}


@dataclass(frozen=True)
class KernelsAnimation(Film):
    """The single kernel that two in a row make, and what both ways give.

    granularity: "channel" shows a number in two steps, "window" in one.
    Raises ExperimentError if there is no such granularity.
    """

    two: TwoKernels
    granularity: str = "channel"
    scene: str = field(default="two_kernels", init=False)
    tensors = TENSORS
    stops = drawing.STOPS

    @property
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""
        return drawing.layout(drawing.sizes_of(self.two))

    @property
    @kept_by
    def base(self) -> State:
        """What stays from step to step."""
        return drawing.base(self.two)

    @property
    def grains(self) -> dict[str, str]:
        """What each granularity is called."""
        return {"channel": say("part"), "window": say("number")}

    @property
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""
        (k_h, k_w), (l_h, l_w), (rows, columns) = (
            each.shape for each in (self.two.first, self.two.second, self.two.single)
        )
        return say(
            "{first} and then {second}, and the single {third} kernel that they make",
            first=f"{k_h}×{k_w}",
            second=f"{l_h}×{l_w}",
            third=f"{rows}×{columns}",
        )

    @property
    def headline(self) -> str:
        """One line that says what is seen."""
        if self.two.padding:
            return say("Zeros between the two keep them apart at the border")
        return say("Two kernels in a row are one larger kernel")

    @cached_property
    def steps(self) -> list[Cells]:
        """What every position reads and writes."""
        return drawing.steps_of(self.two)

    @cached_property
    def phases(self) -> list[Phases]:
        """Cells that each phase of every position takes in: all that it reads."""
        return [(step.reads,) * len(drawing.STOPS["channel"]) for step in self.steps]

    def _states(self) -> Iterator[State]:
        return drawing.states(self.two)

    def _told(self) -> dict[str, Any]:
        return {"fixed": True}
