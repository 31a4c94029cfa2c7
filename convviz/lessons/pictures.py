"""The pictures that the app brings, and those that visitors brought."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np

from convviz.core.arguments import ExperimentError
from convviz.formats.image import Picture, read_image, write_png
from convviz.formats.keeping import GoneError, is_name, keep, kept
from convviz.words import term


class Shipped(NamedTuple):
    """A picture of the app: title, whose it is, and how it is made or read."""

    title: str
    credit: str
    make: Callable[[], Picture]


def drawn_shapes(side: int = 192) -> Picture:
    """Draw bright and coloured shapes on dark: straight, slanted and round edges, and corners."""
    rows, cols = np.indices((side, side)) * (192 / side)
    pixels = np.empty((3, side, side), np.uint8)
    pixels[:] = np.array([30, 34, 48], np.uint8)[:, None, None]
    shapes = (
        ((rows >= 20) & (rows < 84) & (cols >= 18) & (cols < 92), (235, 235, 225)),
        ((rows >= 40) & (rows < 64) & (cols >= 40) & (cols < 70), (30, 34, 48)),
        ((rows - 52) ** 2 + (cols - 142) ** 2 < 34**2, (240, 190, 40)),
        (abs(rows - 140) + abs(cols - 54) < 42, (70, 160, 235)),
        ((rows >= 112) & (rows < 172) & (cols >= 108) & (cols < 140), (225, 60, 60)),
        ((rows >= 112) & (rows < 172) & (cols >= 140) & (cols < 172), (60, 60, 225)),
    )
    for where, colour in shapes:
        pixels[:, where] = np.array(colour, np.uint8)[:, None]
    pixels.setflags(write=False)
    return Picture(pixels)


def _file(name: str) -> Callable[[], Picture]:
    return lambda: read_image(files("convviz.lessons.data").joinpath(name).read_bytes())


SHIPPED: Final[Mapping[str, Shipped]] = {
    "astronaut": Shipped(
        term("Astronaut"), term("Photograph: NASA, 1992, public domain."), _file("astronaut.jpg")
    ),
    "coffee": Shipped(
        term("Cup of coffee"),
        term("Photograph: Rachel Michetti, Pikolo Espresso Bar, CC0."),
        _file("coffee.jpg"),
    ),
    "shapes": Shipped(term("Shapes"), term("Drawn for this page."), drawn_shapes),
}
HOME: Final = "astronaut"


def keep_picture(data: bytes) -> tuple[str, Picture]:
    """Read a visitor's file and keep its pixels, nothing else of it; give their name.

    Raises ExperimentError.
    """
    picture = read_image(data)
    return keep(write_png(picture.pixels)), picture


@lru_cache(maxsize=8)  # 3 MB each at the most
def picture(name: str) -> Picture:
    """Give a picture by its name; raises ExperimentError if it is not there (any more)."""
    if name in SHIPPED:
        return SHIPPED[name].make()
    if not is_name(name):
        raise ExperimentError("This link is broken: there is no picture of this name.")
    try:
        content = kept(name)
    except GoneError as error:
        raise ExperimentError(
            "The picture of this address is no longer kept: choose it again."
        ) from error
    return read_image(content)
