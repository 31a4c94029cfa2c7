"""Exercises for Moodle: an XML file of questions with blanks (cloze) for a question bank."""

from __future__ import annotations

import base64
import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Final

from convviz.core.arguments import ExperimentError
from convviz.export.raster import png
from convviz.export.standalone import standalone
from convviz.export.statement import statement, still_of
from convviz.formats.numerals import exact
from convviz.lessons.exercises import ALL_KINDS, Exercise
from convviz.lessons.exercises.grid import Cell
from convviz.lessons.exercises.wrong import wrong_numbers
from convviz.words import say

SEVERAL: Final = ("build_kernel",)  # any kernel that does it is right: no list of answers says so
_PICTURE: Final = "picture.png"


def moodle(exercises: Iterable[Exercise]) -> bytes:
    """Write exercises as Moodle XML, with their pictures, mistakes as answers with a reason.

    All numbers are whole, so that no tolerance is needed. Raises ExperimentError for an exercise
    that several answers solve.
    """
    quiz = ET.Element("quiz")
    for exercise in exercises:
        _question(quiz, exercise)
    return bytes(ET.tostring(quiz, encoding="utf-8", xml_declaration=True))


def title_of(exercise: Exercise) -> str:
    """Name an exercise in a list of questions: its kind, level and seed."""
    return f"{say(ALL_KINDS[exercise.kind][1])} {exercise.level + 1}.{exercise.seed}"


def check_listed(exercise: Exercise) -> None:
    """Raise ExperimentError for an exercise whose right answers cannot be listed."""
    if exercise.kind in SEVERAL:
        raise ExperimentError(
            "{title}: any kernel that does it is right, which a file of questions cannot say.",
            title=title_of(exercise),
        )


def _question(quiz: ET.Element, exercise: Exercise) -> None:
    check_listed(exercise)
    question = ET.SubElement(quiz, "question", type="cloze")
    _text(ET.SubElement(question, "name"), title_of(exercise))
    asked = ET.SubElement(question, "questiontext", format="html")
    still = still_of(exercise)
    image = f'<p><img src="@@PLUGINFILE@@/{_PICTURE}" alt="" /></p>' if still else ""
    _text(asked, statement(exercise, lambda cell: _blank(exercise, cell), image))
    if still:
        file = ET.SubElement(asked, "file", name=_PICTURE, path="/", encoding="base64")
        file.text = base64.b64encode(png(standalone(still))).decode()
    _text(ET.SubElement(question, "generalfeedback", format="html"), "")
    ET.SubElement(question, "penalty").text = "0.3333333"
    ET.SubElement(question, "hidden").text = "0"


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


def _blank(exercise: Exercise, cell: Cell) -> str:
    """Write ``{1:NUMERICAL:=56:0#…~%0%28:0#…}``: the right number, then those of mistakes."""
    right = f"={_number(exercise.key[cell.name])}:0"
    wrong = (
        f"~%0%{_number(number)}:0#{_escaped(f'{say(mistake.title)}. {say(mistake.truth)}')}"
        for number, mistake in wrong_numbers(exercise, cell.name).items()
    )
    return f"{{1:NUMERICAL:{right}{''.join(wrong)}}}"


def _number(value: float) -> str:
    return exact(value).replace("−", "-")


def _escaped(text: str) -> str:
    return re.sub(r'([\\~}#/"])', r"\\\1", html.escape(text, quote=False))
