"""A convolution, then a 1×1 one, step by step, and the one standard kernel beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.operation import ONCE, PADDING, SINGLE, Cells, K, Tensor, X, Y
from convviz.core.separable import Separable
from convviz.drawing.picture import Layout, State
from convviz.drawing.scenes import separable as drawing
from convviz.drawing.scenes.receptive_field import TARGET
from convviz.playback.film import Film
from convviz.playback.wiring import Phases
from convviz.words import kept_by, say, term

GRANULARITIES = tuple(drawing.STOPS)
TENSORS: Final[Mapping[str, Tensor]] = {
    "x": X,
    "k": K,
    "first": Tensor(
        term("Maps of the first step"), term("Map {m} of the first step"), ("m",), walked=True
    ),
    "mix": Tensor(term("1×1 kernel"), walked=True),
    "e": SINGLE,
    "y": Y,
    "once": ONCE,
    "pad": PADDING,
}
MOST = 4000  # numbers in one picture: with more, neither they nor their colours can be told apart
TOO_MANY = term(
    "Both steps and the one kernel would be {count:,} numbers in one picture, at most {most:,} can "
    "be told apart: take fewer channels or outputs, or smaller maps."
)


@dataclass(frozen=True)
class SeparableAnimation(Film):
    """The maps of the first step, their mix, and the single kernel that gives the same.

    granularity: "channel" shows a number in two steps, "window" in one.
    Raises ExperimentError if there is no such granularity, or there is too much to show.
    """

    made: Separable
    granularity: str = "channel"
    scene: str = field(default="separable", init=False)
    tensors = TENSORS
    stops = drawing.STOPS

    def __post_init__(self) -> None:
        """Check that the picture can be read."""
        count = drawing.sizes_of(self.made).tiles
        if count > MOST:
            raise ExperimentError(TOO_MANY, count=count, most=MOST)
        super().__post_init__()

    @property
    def experiment(self) -> Experiment:
        """The first convolution."""
        return self.made.experiment

    @property
    def limits(self) -> dict[str, float]:
        """Ends of the symmetric colour scales, by tensor."""
        return drawing.limits(self.made)

    @property
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""
        return drawing.layout(drawing.sizes_of(self.made))

    @property
    @kept_by
    def base(self) -> State:
        """What stays from step to step."""
        return drawing.base(self.made)

    @property
    def grains(self) -> dict[str, str]:
        """What each granularity is called."""
        return {"channel": say("part"), "window": say("number")}

    @property
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""
        e, outputs = self.experiment, len(self.made.mix)
        first = f"X {e.x.shape} ⋆ d {e.weight.shape} → D {e.output_shape}"
        return f"{first}, p {self.made.mix.shape} · D → Y {(outputs, *e.output_shape[1:])}"

    @property
    def headline(self) -> str:
        """One line that says what is seen."""
        first, then, single = self.made.weights
        return say(
            "{first} + {then} weights do the work of {single}",
            first=first,
            then=then,
            single=single,
        )

    @cached_property
    def steps(self) -> list[Cells]:
        """What every position reads and writes: of a slice of the single kernel its first cell."""
        pairs = zip(drawing.reads(self.made), drawing.written(self.made), strict=True)
        return [Cells(read.cells, writes=(cell,)) for read, cell in pairs]

    @cached_property
    def phases(self) -> list[Phases]:
        """Cells that each phase of every position takes in: of some phases all, of others none."""
        return [
            tuple(read.cells if phase in read.phases else () for phase in drawing.STOPS["channel"])
            for read in drawing.reads(self.made)
        ]

    def _states(self) -> Iterator[State]:
        return drawing.states(self.made)

    def _told(self) -> dict[str, Any]:
        return {
            # A picture of many small maps is not made larger than a screen for its tiles.
            "cell": max(self.layout.sides.least, TARGET),
            "outputs": 1,
            "labels": drawing.labels(self.made),
        }
