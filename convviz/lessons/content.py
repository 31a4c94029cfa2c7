"""What a link to a lesson says: an experiment, options beside it, the example it was made from.

Its text is `written`; where an address has no room for that, it is kept under a name, and the
address says the name (`addressed`).
"""

from functools import lru_cache
from typing import Final, NamedTuple

from convviz.core.experiment import Experiment
from convviz.formats import link
from convviz.formats.keeping import is_name, keep, kept
from convviz.formats.packing import MAX_TEXT
from convviz.lessons.document import Text
from convviz.lessons.lesson import OPTIONS, Options
from convviz.lessons.presets import NAMES, preset

MOST_TEXT: Final = 2**17  # characters: all that the lessons can show, with all its decimals


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


def opened(text: str, home: str, most: int = MAX_TEXT) -> Content:
    """Read a link's text of at most ``most`` characters, or a name; "" is the example ``home``.

    Raises ExperimentError if it is broken, or what it names is gone.
    """
    if not text:
        return begun(home)
    if is_name(text):
        text, most = kept(text).decode(errors="replace"), MOST_TEXT
    experiment, view = link.decode(text, most)
    example = view.get("example")
    options = {name: str(value) for name, value in view.items()}
    return Content(experiment, chosen(options), str(example) if example in NAMES else home)


def written(content: Content) -> str:
    """Write all that is shown as text; raises ExperimentError beyond ``MOST_TEXT`` characters."""
    return _written(content.experiment, content.example, tuple(content.options.items()))


def addressed(text: str) -> str:
    """Give what an address says for a text: itself, or the name that it is kept under.

    Whoever shows the text asks for it again and again, which is what keeps it.
    """
    return text if len(text) <= MAX_TEXT else keep(text)


def text_of(home: str) -> Text[Content]:
    """How the experiments of a lesson are written into its address, whose first example is home."""
    return Text(
        names=("s",),
        home=begun(home),
        write=lambda content: {"s": addressed(written(content))},
        read=lambda query: opened(query.get("s", ""), home),
    )


@lru_cache(maxsize=64)
def _written(experiment: Experiment, example: str, options: tuple[tuple[str, str], ...]) -> str:
    return link.encode(experiment, {"example": example, **dict(options)}, MOST_TEXT)
