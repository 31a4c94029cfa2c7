"""A photograph mixed by a 1×1 kernel, map by map: what each channel adds, then the sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.experiment import Experiment
from convviz.drawing.picture import Layout, Moment, State
from convviz.drawing.scenes import photo as drawing
from convviz.playback.animation import NO_GRANULARITY, Film
from convviz.words import kept_by, say, term

GRANULARITIES = tuple(drawing.STOPS)
NO_PHOTO = term("A photograph has 3 channels, R, G and B: this kernel reads {c_in}. Set C_in to 3.")


@dataclass(frozen=True, eq=False)
class PhotoAnimation(Film):
    """The maps that a 1×1 kernel makes of a photograph.

    experiment: whose kernel it is; pixels: (3, H, W), from 0 to 1. granularity: "channel" shows
    what one channel adds, "window" a map. Raises ExperimentError.
    """

    experiment: Experiment
    pixels: FloatArray
    granularity: str = "channel"
    scene: str = field(default="photo", init=False)

    def __post_init__(self) -> None:
        """Check the name, and that the kernel reads three channels."""
        if self.granularity not in GRANULARITIES:
            raise ExperimentError(
                NO_GRANULARITY, name=self.granularity, known=", ".join(GRANULARITIES)
            )
        if self.experiment.weight.shape[1:] != (3, 1, 1):
            raise ExperimentError(NO_PHOTO, c_in=self.experiment.c_in)

    @property
    def limits(self) -> dict[str, float]:
        """Ends of the symmetric colour scales."""
        return drawing.limits(self.experiment, self.pixels)

    @property
    def layout(self) -> Layout:
        """Every element placed and named, with nothing filled in."""
        return drawing.layout(drawing.sizes_of(self.experiment))

    @property
    @kept_by
    def base(self) -> State:
        """What stays from step to step."""
        return drawing.base(self.experiment, self.pixels)

    @property
    def stops(self) -> Mapping[str, list[int]]:
        """Phases of a position at which each granularity stops."""
        return drawing.STOPS

    @property
    def grains(self) -> dict[str, str]:
        """What each granularity is called."""
        return {"channel": say("channel"), "window": say("map")}

    @property
    def description(self) -> str:
        """One line that says what is shown, for those who can't see it."""
        return say(
            "A photograph's channels R, G and B, mixed by a 1×1 kernel into {n} maps",
            n=self.experiment.c_out,
        )

    @property
    def headline(self) -> str:
        """One line that says what is seen."""
        return say("Every map is a weighted sum of the channels")

    @property
    def _outputs(self) -> list[int]:
        return [*range(self.experiment.c_out)]

    def _states(self) -> Iterator[State]:
        return drawing.states(self.experiment, self.pixels)

    def _inputs(self, moment: Moment) -> set[str]:
        return set()  # the pictures have no cells

    def _told(self) -> dict[str, Any]:
        maps = range(self.experiment.c_out)
        return {
            "sites": [],
            "reads": [[] for _ in maps],
            "channels": [[] for _ in maps],
            "inputs": [[]],
            "written": [drawing.photo_name(o) for o in maps],
            "labels": [f"Y[{o}]" for o in maps],
        }
