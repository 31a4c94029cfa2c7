"""Two kernels as one, step by step: the weights of the single kernel, then both outputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from convviz.core.arguments import ExperimentError
from convviz.core.two_kernels import TwoKernels
from convviz.drawing.picture import Layout, Moment, State
from convviz.drawing.scenes import two_kernels as drawing
from convviz.playback.animation import NO_GRANULARITY, Film
from convviz.words import kept_by, say

GRANULARITIES = tuple(drawing.STOPS)


@dataclass(frozen=True)
class KernelsAnimation(Film):
    """The single kernel that two in a row make, and what both ways give.

    granularity: "channel" shows a number in two steps, "window" in one.
    Raises ExperimentError if there is no such granularity.
    """

    two: TwoKernels
    granularity: str = "channel"
    scene: str = field(default="two_kernels", init=False)

    def __post_init__(self) -> None:
        """Check the name."""
        if self.granularity not in GRANULARITIES:
            raise ExperimentError(
                NO_GRANULARITY, name=self.granularity, known=", ".join(GRANULARITIES)
            )

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
    def stops(self) -> Mapping[str, list[int]]:
        """Phases of a position at which each granularity stops."""
        return drawing.STOPS

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

    @property
    def _outputs(self) -> list[int]:
        return [0] * len(drawing.positions(self.two))

    def _states(self) -> Iterator[State]:
        return drawing.states(self.two)

    def _inputs(self, moment: Moment) -> set[str]:
        if moment.after == moment.upto:
            return set()
        sites = drawing.sites(self.two)
        return {sites[place] for place in drawing.reads(self.two)[moment.position]}

    def _told(self) -> dict[str, Any]:
        return {
            "sites": drawing.sites(self.two),
            "reads": drawing.reads(self.two),
            "inputs": [[0]],
            "reading": drawing.STOPS["channel"],
            "fixed": True,
        }
