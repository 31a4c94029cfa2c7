"""Lesson: multiple input channels, one output channel."""

from convviz.lessons import multi_input
from convviz.ui.page import Page, show

LESSON = Page(
    multi_input.LESSON,
)

if __name__ == "__main__":
    show(LESSON)
