"""The arithmetic of a step under its picture, where the drawing has no room: as on the screen."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from convviz.drawing.arrangement import Arrangement
from convviz.drawing.comparison import SLOT
from convviz.drawing.equation import Token
from convviz.drawing.picture import Moment
from convviz.drawing.still import product_of, write_equation
from convviz.drawing.style import text_width
from convviz.drawing.svg import NAMESPACE
from convviz.playback.film import Film


class Room(NamedTuple):
    """Size of the letters and height of a line, in units of the picture."""

    size: float
    line: float


ROOMS: Final[Mapping[Arrangement, Room]] = {"narrow": Room(17, 26), "present": Room(36, 49)}
"""As the style of the player has them: on a phone, and on a screen of 1920×1080."""
SIDE: Final = 4.0  # left and right of it
ROOM_BELOW: Final = 0.4  # lines
SMALLER: Final = 0.8  # size of what is said beside the equation


def size_of(film: Film, arrangement: Arrangement) -> tuple[float, float]:
    """Width and height of a film's pictures in an arrangement, with what stands under them."""
    width, height = film.sizes[arrangement]
    room = ROOMS.get(arrangement)
    if room is None:
        return width, height
    # What stands only until more is known counts too: so no step has more lines.
    told = [frame["equation"]["tokens"] for frame in film.frames if frame.get("equation")]
    equations = [[*map(Token._make, tokens)] for tokens in told]
    most = max((_count(_lines(each, width, room)) for each in equations), default=0)
    below = room.line * (most + (SLOT in film.layout.slots) + ROOM_BELOW)
    return width, height + math.ceil(below)  # of half a dot more, a browser blurs the drawing


def with_prose(film: Film, still: str, moment: Moment, arrangement: Arrangement) -> str:
    """Write the equation of a moment under its still, where the drawing does not have it.

    All pictures of a film have the same size.
    """
    room = ROOMS.get(arrangement)
    if room is None:
        return still
    ET.register_namespace("", NAMESPACE)
    root = ET.fromstring(still)
    width, whole = size_of(film, arrangement)
    root.set("height", f"{whole:g}")
    root.set("viewBox", f"0 0 {width:g} {whole:g}")
    y = film.sizes[arrangement][1] + room.line
    if equation := film.state(moment.position).get("equation"):
        reached = [
            token
            for token in map(Token._make, equation["tokens"])
            if token.first <= moment.upto and (not token.last or moment.upto < token.last)
        ]
        lines = _lines(reached, width, room)
        said = {"size": room.size, "tokens": lines}
        write_equation(_text(root, y, "equation"), said, moment, product_of(root, moment))
        y += room.line * _count(lines)
    if beside := _beside(root):
        _text(root, y, "note", SMALLER * room.size).text = beside
    return ET.tostring(root, encoding="unicode")


def _text(root: ET.Element, y: float, kind: str, size: float | None = None) -> ET.Element:
    place = f"translate({SIDE:g},{y:g})"
    part = ET.SubElement(root, f"{{{NAMESPACE}}}g", {"transform": place})
    told = {"class": kind} | ({} if size is None else {"font-size": f"{size:g}"})
    return ET.SubElement(part, f"{{{NAMESPACE}}}text", told)


def _lines(tokens: Sequence[Token], width: float, room: Room) -> list[Token]:
    """Break before what would pass the width; a sign stays with what stands before it."""
    at, most = 0.0, (width - 2 * SIDE) / room.size
    made: list[Token] = []
    for token in tokens:
        advance = text_width(token.text)
        breaks = at + advance > most and at > 0 and not token.text.startswith((" ", ")"))
        at = advance if breaks else at + advance
        made.append(token._replace(line_break=int(breaks)))
    return made


def _count(lines: Sequence[Token]) -> int:
    return 1 + sum(token.line_break for token in lines)


def _beside(root: ET.Element) -> str:
    """What a line of the drawing says that stands beside the equation here."""
    found = (each.text for each in root.iter() if each.get("data-slot") == SLOT)
    return next(filter(None, found), "")
