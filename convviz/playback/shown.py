"""What a page shows of a lesson, as data: its picture and frames, its words, what can be chosen."""

from typing import Any

from convviz.lessons.content import Content
from convviz.lessons.course import LESSONS
from convviz.lessons.lesson import Lesson, option
from convviz.lessons.place import Place
from convviz.lessons.presets import preset
from convviz.listings.board import board
from convviz.listings.experiment import listing
from convviz.listings.pooling import pooling_listing
from convviz.playback.animation import animate
from convviz.playback.predicting import payload
from convviz.player import words_of
from convviz.words import Message, say


def shown(
    lesson: Lesson,
    content: Content,
    notice: Message | None = None,
    code: str = "",
    place: Place | None = None,
) -> dict[str, Any]:
    """Give what the player and the page around it show; ``code``: a program's language, if any.

    notice: what the page has to say. place: where the numbers end that it may know. Raises
    ExperimentError if the scene can't show it.
    """
    experiment = content.experiment
    animation = animate(experiment, lesson.scene(content.options))
    home = content.example == lesson.examples[0]
    # A number that a person changed belongs to no example, but Reset still leads back to one.
    offered = dict.fromkeys([*lesson.examples, content.example])
    return {
        **payload(animation, place),
        "words": words_of("light"),
        "scene": lesson.name,
        "title": say(lesson.title),
        "sentence": say(lesson.sentence if home else preset(content.example).note),
        "shapes": lesson.shapes(experiment),
        "changed": not content.is_example,
        "choices": {
            "examples": [(name, say(preset(name).title)) for name in offered],
            "example": content.example,
            "numbers": [
                (number.name, str(number.label), number.read(experiment), *number.ends(experiment))
                for number in lesson.numbers
            ],
            "said": str(notice or ""),
        },
        "program": board(lambda language: _program(lesson, content, language), code, experiment),
    }


def name_of(address: str) -> str:
    """Name of the lesson at an address below the app's own; "" if none is there."""
    name = address or "multi_input"
    return name if name in LESSONS else ""


def _program(lesson: Lesson, content: Content, language: str) -> str:
    if lesson.name == "pooling":
        return pooling_listing(content.experiment, option(content.options, "pooling"), language)
    return listing(content.experiment, language)
