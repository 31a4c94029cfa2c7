"""Lesson: kernel size, stride, padding and dilation, and the output size that they lead to."""

from convviz.lessons import geometry
from convviz.ui.geometry import flip_switch, geometry_controls
from convviz.ui.page import Page, show

LESSON = Page(
    geometry.LESSON,
    controls=geometry_controls,
    tools=flip_switch,
)

if __name__ == "__main__":
    show(LESSON)
