"""The table of contents: every page, in the order in which it is taught."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from convviz.words import term

CHANNELS: Final = term("Channels")
WINDOW: Final = term("Window")
NETWORKS: Final = term("In networks")
CLASS: Final = term("In class")


class Entry(NamedTuple):
    """A page: its file in ``pages/``, its title, its address below the app's own, its section.

    ``presents`` tells whether it has a stage, which fills the screen before a class; the others are
    passed over there. Title and section are marked by `term`.
    """

    file: str
    title: str
    address: str
    section: str
    presents: bool = True


# The first is the page at "/". To add a lesson, add a line beside those of its section.
CONTENTS: Final = (
    Entry("multi_input.py", term("Multiple inputs"), "", CHANNELS),
    Entry("multi_output.py", term("Multiple outputs"), "multi_output", CHANNELS),
    Entry("pointwise.py", term("1×1 convolution"), "pointwise", CHANNELS),
    Entry("geometry.py", term("Geometry"), "geometry", WINDOW),
    Entry("receptive_field.py", term("Receptive field"), "receptive_field", WINDOW),
    Entry("matrix.py", term("Matrix product"), "matrix", NETWORKS),
    Entry("groups.py", term("Groups"), "groups", NETWORKS),
    Entry("pooling.py", term("Pooling"), "pooling", NETWORKS),
    Entry("cost.py", term("Cost"), "cost", NETWORKS),
    Entry("images.py", term("Images"), "images", NETWORKS, presents=False),
    Entry("examples.py", term("Examples"), "examples", CLASS, presents=False),
    Entry("lecture.py", term("Lecture"), "lecture", CLASS, presents=False),
    Entry("practice.py", term("Practice"), "practice", CLASS, presents=False),
)


def sections() -> list[tuple[str, Sequence[Entry]]]:
    """Give the pages by sections, each with its title, in the order of the contents."""
    grouped = groupby(CONTENTS, key=lambda entry: entry.section)
    return [(title, tuple(entries)) for title, entries in grouped]
