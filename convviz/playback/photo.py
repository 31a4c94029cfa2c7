"""A photograph mixed by a 1×1 kernel, map by map: what each channel adds, then the sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final

import numpy as np

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.experiment import Experiment
from convviz.core.operation import Cells, K, Tensor
from convviz.drawing.picture import Layout, State
from convviz.drawing.scenes import photo as drawing
from convviz.playback.film import Film
from convviz.words import kept_by, say, term

GRANULARITIES = tuple(drawing.STOPS)
TENSORS: Final[Mapping[str, Tensor]] = {"k": K}  # the pictures have no cells
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
    tensors = TENSORS
    stops = drawing.STOPS

    def __post_init__(self) -> None:
        """Check that the kernel reads three channels."""
        if self.experiment.weight.shape[1:] != (3, 1, 1):
            raise ExperimentError(NO_PHOTO, c_in=self.experiment.c_in)
        super().__post_init__()

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
    def steps(self) -> list[Cells]:
        """Every position writes a map."""
        return [Cells(writes=(drawing.photo_name(o),)) for o in range(self.experiment.c_out)]

    def _states(self) -> Iterator[State]:
        return drawing.states(self.experiment, self.pixels)

    def _told(self) -> dict[str, Any]:
        return {"outputs": 1, "labels": [f"Y[{o}]" for o in range(self.experiment.c_out)]}


@cache
def photograph() -> FloatArray:
    """The photograph of the 1×1 lesson as (3, 128, 128), from 0 to 1."""
    from PIL import Image  # the other films do without it

    with (
        as_file(files("convviz.lessons.data").joinpath("astronaut.png")) as path,
        Image.open(path) as image,
    ):
        pixels = np.asarray(image.convert("RGB"), dtype=np.float64) / 255
    channels = np.ascontiguousarray(np.moveaxis(pixels, -1, 0))
    channels.setflags(write=False)
    return channels
