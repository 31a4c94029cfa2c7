"""What is on a screen, found by its address: the film, the way through it, and the step."""

import dataclasses
from collections.abc import Mapping
from typing import NamedTuple

from convviz.core.arguments import ExperimentError
from convviz.core.separable import Separable
from convviz.export.shows import COST_HOME
from convviz.formats.numbers import read_mix
from convviz.lessons import comparisons, kernels, networks
from convviz.lessons import place as places
from convviz.lessons.content import MOST_TEXT, opened
from convviz.lessons.course import LESSONS
from convviz.playback.animation import animate
from convviz.playback.cost import MOST, CostAnimation
from convviz.playback.film import Film
from convviz.playback.photo import PhotoAnimation, photograph
from convviz.playback.receptive_field import FieldAnimation
from convviz.playback.separable import SeparableAnimation
from convviz.playback.shown import name_of
from convviz.playback.two_kernels import KernelsAnimation


class Sight(NamedTuple):
    """A film at a step.

    walk: the positions that are gone through, None for all; step: one of that walk; name: of the
    example, "" where a number was changed.
    """

    film: Film
    walk: list[int] | None
    step: int
    name: str


def sight(page: str, query: Mapping[str, str]) -> Sight:
    """Find what the address of a page shows, see the contract of its parameters in `Place`.

    Raises ExperimentError if it can't be shown.
    """
    film, name = _film(page, query)
    place = places.read(query)
    if place.granularity in film.stops:
        film = dataclasses.replace(film, granularity=place.granularity)  # type: ignore[type-var] # all films are
    stops = len(film.stops[film.granularity])
    step = place.step
    position, done = divmod(max(0, min(step, len(film.moments) - 1) - 1), stops)
    walk = film.walk(place.walk, position)
    if step and walk:
        step = walk.index(position) * stops + done + 1
    return Sight(film, walk, min(step, len(film.moments) - 1), name)


def _film(page: str, query: Mapping[str, str]) -> tuple[Film, str]:
    if page == "receptive_field":
        return _of_networks(query)
    if page == "cost":
        experiment = opened(query.get("s", ""), COST_HOME).experiment
        designs = comparisons.of_address(query, experiment, MOST)
        by = query.get("by", "")
        measure = int(by) - 1 if by in tuple("123456789"[: len(designs)]) else 0
        return CostAnimation(tuple(designs.items()), measure), query.get("compare", "")
    if not name_of(page):
        raise ExperimentError("There is no page {page!r} with a picture.", page=page)
    lesson = LESSONS[name_of(page)]
    content = opened(query.get("s", ""), lesson.examples[0], MOST_TEXT)
    experiment, _ = lesson.accept(content.experiment)
    name = content.example if content.is_example else ""
    if page == "pointwise" and query.get("photo") == "1" and experiment.c_in == 3:
        return PhotoAnimation(experiment, photograph()), name
    if page == "groups" and "mix" in query:
        mix = read_mix(query["mix"], experiment.c_out)
        return SeparableAnimation(Separable(experiment, mix)), name
    return animate(experiment, lesson.scene(content.options)), name


def _of_networks(query: Mapping[str, str]) -> tuple[Film, str]:
    if "first" in query:
        return KernelsAnimation(kernels.read(query)), ""
    if "layers" not in query:
        return FieldAnimation(networks.EXAMPLES[networks.HOME].network), networks.HOME
    return FieldAnimation(networks.read(query["layers"], query.get("size", ""))), ""
