"""Lesson: groups, depthwise and depthwise-separable convolution."""

from convviz.lessons import groups
from convviz.playback.animation import animate
from convviz.ui.controls import groups_control, number_controls
from convviz.ui.page import Page, Shown, show
from convviz.ui.separable import (
    separable_field,
    separable_film,
    separable_toggle,
    separable_view,
)
from convviz.ui.state import LessonDocument


def draw(current: LessonDocument) -> Shown:
    """Both steps while they are asked for, else the groups."""
    return separable_film(current) or animate(current.experiment, "groups")


def tools(current: LessonDocument) -> None:
    """Controls that only this page has."""
    separable_toggle(current)
    groups_control(current)


def controls(current: LessonDocument) -> None:
    """Sizes, and the 1×1 kernel while it follows."""
    number_controls(current, groups.LESSON.numbers)
    separable_field(current)


LESSON = Page(
    groups.LESSON,
    draw=draw,
    controls=controls,
    tools=tools,
    views=separable_view,
)

if __name__ == "__main__":
    show(LESSON)
