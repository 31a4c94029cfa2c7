"""What designs cost, count by count: the arithmetic with the numbers, then the number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Design
from convviz.core.operation import Cells, Tensor
from convviz.drawing.picture import Layout, State
from convviz.drawing.scenes import cost as drawing
from convviz.lessons.quantities import QUANTITIES
from convviz.playback.film import Film
from convviz.words import kept_by, say, term

GRANULARITIES = ("product", "channel", "window")
TENSORS: Final[Mapping[str, Tensor]] = {"count": Tensor(term("Counts"), rows=False)}
MOST = 5  # designs that can be read beside each other
NOT_SO_MANY = term("{count} designs can't be compared side by side: 1 to {most} can.")


@dataclass(frozen=True)
class CostAnimation(Film):
    """The counts of designs side by side, each also as a multiple of the measure's.

    designs: by their names, which are terms; measure: the number of the design that the others are
    measured by. granularity: "product" shows the arithmetic and the number one after the other,
    "channel" a design a step, "window" all of them. Raises ExperimentError.
    """

    designs: tuple[tuple[str, Design], ...]
    measure: int = 0
    granularity: str = "product"
    scene: str = field(default="cost", init=False)
    tensors = TENSORS

    def __post_init__(self) -> None:
        """Check that there is room."""
        if not 1 <= len(self.designs) <= MOST:
            raise ExperimentError(NOT_SO_MANY, count=len(self.designs), most=MOST)
        super().__post_init__()

    @property
    def _compared(self) -> drawing.Compared:
        return drawing.Compared(self.designs, self.measure)

    @property
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""
        return drawing.layout(drawing.sizes_of(self._compared))

    @property
    @kept_by
    def base(self) -> State:
        """What stays from step to step."""
        return drawing.base(self._compared)

    @property
    def stops(self) -> Mapping[str, list[int]]:
        """Phases of a position at which each granularity stops."""
        return drawing.stops(self._compared)

    @property
    def grains(self) -> dict[str, str]:
        """What each granularity is called."""
        return {"product": say("part"), "channel": say("design"), "window": say("count")}

    @property
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""
        names = say(", ").join(say(name) for name, _ in self.designs)
        return say("What it costs: {names}", names=names)

    @property
    def headline(self) -> str:
        """One line that says what is seen."""
        if len(self.designs) == 1:
            return say("What a design costs, count by count")
        return say("× and ÷: measured by {name}", name=say(self.designs[self.measure][0]))

    @property
    def steps(self) -> list[Cells]:
        """Every position writes a count; the last design's comes last."""
        last = len(self.designs) - 1
        return [Cells(writes=(drawing.count_name(n, last),)) for n in range(len(QUANTITIES))]

    def _states(self) -> Iterator[State]:
        return drawing.states(self._compared)

    def _told(self) -> dict[str, Any]:
        return {"outputs": 1, "labels": [say(each.label) for each in QUANTITIES], "fixed": True}
