"""All lessons of an experiment, by name. To add one, write its file and add it here."""

from collections.abc import Mapping
from typing import Final

from convviz.lessons import (
    geometry,
    groups,
    matrix,
    multi_input,
    multi_output,
    pointwise,
    pooling,
)
from convviz.lessons.lesson import Lesson

LESSONS: Final[Mapping[str, Lesson]] = {
    lesson.name: lesson
    for lesson in (
        multi_input.LESSON,
        multi_output.LESSON,
        pointwise.LESSON,
        geometry.LESSON,
        matrix.LESSON,
        groups.LESSON,
        pooling.LESSON,
    )
}
