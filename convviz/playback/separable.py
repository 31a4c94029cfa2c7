"""A convolution, then a 1×1 one, step by step, and the one standard kernel beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.separable import Separable
from convviz.drawing.picture import Layout, Moment, Shape, State
from convviz.drawing.scenes import separable as drawing
from convviz.drawing.scenes.receptive_field import TARGET
from convviz.playback.animation import NO_GRANULARITY, Film
from convviz.words import kept_by, say, term

GRANULARITIES = tuple(drawing.STOPS)
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

    def __post_init__(self) -> None:
        """Check the name, and that the picture can be read."""
        if self.granularity not in GRANULARITIES:
            raise ExperimentError(
                NO_GRANULARITY, name=self.granularity, known=", ".join(GRANULARITIES)
            )

        count = drawing.sizes_of(self.made).tiles
        if count > MOST:
            raise ExperimentError(TOO_MANY, count=count, most=MOST)

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

    @property
    def _outputs(self) -> list[int]:
        return [0] * len(drawing.positions(self.made))

    @cached_property
    def _reads(self) -> list[drawing.Read]:
        return drawing.reads(self.made)

    @cached_property
    def _sites(self) -> list[str]:
        return Shape.of(self.experiment).sites()

    def _states(self) -> Iterator[State]:
        return drawing.states(self.made)

    def _inputs(self, moment: Moment) -> set[str]:
        if moment.position < 0:
            return set()
        read, sites = self._reads[moment.position], self._sites
        if not any(moment.after < phase <= moment.upto for phase in read.phases):
            return set()
        return {sites[place].replace("*", str(c)) for c in read.channels for place in read.places}

    def _told(self) -> dict[str, Any]:
        return {
            # A picture of many small maps is not made larger than a screen for its tiles.
            "cell": max(self.layout.sides.least, TARGET),
            "sites": self._sites,
            "reads": [read.places for read in self._reads],
            "channels": [read.channels for read in self._reads],
            "reading": [read.phases for read in self._reads],
            "inputs": [[0]],
            "written": drawing.written(self.made),
            "labels": drawing.labels(self.made),
        }
