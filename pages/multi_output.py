"""Lesson: multiple output channels, one full set of kernel slices for each."""

from convviz.lessons import multi_output
from convviz.ui.controls import kernel_ways
from convviz.ui.page import Page, show
from convviz.ui.space import stack_toggle, stack_view
from convviz.ui.state import LessonDocument


def tools(current: LessonDocument) -> None:
    """Controls that only this page has."""
    stack_toggle()
    kernel_ways(current)


LESSON = Page(
    multi_output.LESSON,
    tools=tools,
    views=stack_view,
)

if __name__ == "__main__":
    show(LESSON)
