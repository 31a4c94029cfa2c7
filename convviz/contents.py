"""The table of contents: every page, in the order in which it is taught."""

from typing import Final, NamedTuple

from convviz.words import term


class Entry(NamedTuple):
    """A page: its file in ``pages/``, its title, its address below the app's own.

    ``presents`` tells whether it has a stage, which fills the screen before a class; the others are
    passed over there. The title is marked by `term`.
    """

    file: str
    title: str
    address: str
    presents: bool = True


# The first is the page at "/". To add a lesson, add a line.
CONTENTS: Final = (
    Entry("multi_input.py", term("Multiple inputs"), ""),
    Entry("multi_output.py", term("Multiple outputs"), "multi_output"),
    Entry("pointwise.py", term("1×1 convolution"), "pointwise"),
    Entry("geometry.py", term("Geometry"), "geometry"),
    Entry("receptive_field.py", term("Receptive field"), "receptive_field"),
    Entry("matrix.py", term("Matrix product"), "matrix"),
    Entry("groups.py", term("Groups"), "groups"),
    Entry("pooling.py", term("Pooling"), "pooling"),
    Entry("cost.py", term("Cost"), "cost"),
    Entry("lecture.py", term("Lecture"), "lecture", presents=False),
)
