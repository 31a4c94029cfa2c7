"""Lesson: convolution as one matrix product (im2col)."""

from convviz.lessons import matrix
from convviz.ui.page import Page, show

LESSON = Page(
    matrix.LESSON,
    shapes_width=264,
)

if __name__ == "__main__":
    show(LESSON)
