"""What a link to a lesson says: an experiment, options beside it, the example it was made from."""

from functools import lru_cache
from typing import NamedTuple

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats import link
from convviz.lessons.lesson import OPTIONS, Options
from convviz.lessons.presets import NAMES, preset


class Content(NamedTuple):
    """What is shown. ``options`` holds what differs from the first of ``OPTIONS``."""

    experiment: Experiment
    options: Options
    example: str

    @property
    def is_example(self) -> bool:
        """Whether nothing differs from the example."""
        return self.experiment == preset(self.example).experiment


def chosen(options: Options) -> Options:
    """Keep the options that there are, where they are not the first."""
    return {
        name: value
        for name, value in options.items()
        if name in OPTIONS and value in OPTIONS[name][1:]
    }


def begun(example: str, options: Options | None = None) -> Content:
    """Give an example, its kernel as it is."""
    kept = {**(options or {}), "kernel": "as it is"}
    return Content(preset(example).experiment, chosen(kept), example)


def opened(text: str, home: str, most: int | None = None) -> Content:
    """Read a link's text of at most ``most`` characters; "" is the example ``home``.

    Raises ExperimentError if it is broken.
    """
    if not text:
        return begun(home)
    experiment, view = link.decode(text, most)
    example = view.get("example")
    options = {name: str(value) for name, value in view.items()}
    return Content(experiment, chosen(options), str(example) if example in NAMES else home)


def written(content: Content, most: int | None = None) -> str:
    """Write the text of a link; "" where it would be longer than ``most`` characters."""
    return _written(content.experiment, content.example, tuple(content.options.items()), most)


@lru_cache(maxsize=64)
def _written(
    experiment: Experiment, example: str, options: tuple[tuple[str, str], ...], most: int | None
) -> str:
    try:
        return link.encode(experiment, {"example": example, **dict(options)}, most)
    except ExperimentError:
        return ""
