"""Pictures as boxes: parts side by side and above each other, with their axes in line.

The same few functions place what stands on a wide stage, on a narrow one and on the board. A box
knows its size and where its parts are in it; what it is made of need not know of coordinates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

from convviz.drawing.primitives import Shown, Spots


@dataclass(frozen=True)
class Box:
    """Parts within a rectangle; ``axis`` is the height at which it lines up with others."""

    width: float
    height: float
    axis: float
    spots: dict[str, Shown]

    @property
    def places(self) -> Spots:
        """Places of the parts on a stage, where all tiles of a picture are as they are drawn."""
        return {name: (spot.x, spot.y, spot.scale) for name, spot in self.spots.items()}

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a stage that it fills, in whole units."""
        return round(self.width), round(self.height)

    def moved(self, x: float, y: float) -> dict[str, Shown]:
        """Places of the parts where the corner of the box is at (x, y)."""
        return {
            name: spot._replace(x=x + spot.x, y=y + spot.y) for name, spot in self.spots.items()
        }


def space(width: float = 0.0, height: float = 0.0) -> Box:
    """Room without a part."""
    return Box(width, height, height / 2, {})


def pad(
    box: Box, *, left: float = 0.0, top: float = 0.0, right: float = 0.0, bottom: float = 0.0
) -> Box:
    """The same box with room around it."""
    width, height = left + box.width + right, top + box.height + bottom
    return Box(width, height, top + box.axis, box.moved(left, top))


def at_least(box: Box, width: float) -> Box:
    """The same box with so much room at its right that it has a width."""
    return replace(box, width=max(box.width, width))


def amid(box: Box, height: float) -> Box:
    """The same box in the middle of a height that is at least its own."""
    room = (height - box.height) / 2
    return pad(box, top=room, bottom=room)


def axis_at(box: Box, height: float) -> Box:
    """The same box, lined up with others at a height of it."""
    return replace(box, axis=height)


def on_floor(box: Box) -> Box:
    """The same box, lined up with others at its lower end."""
    return replace(box, axis=box.height)


def at_top(box: Box) -> Box:
    """The same box, lined up with others at its upper end."""
    return replace(box, axis=0.0)


def centred(name: str, width: float, height: float, scale: float) -> Box:
    """Part of a size of its own, drawn around its middle."""
    w, h = width * scale, height * scale
    return Box(w, h, h / 2, {name: Shown(w / 2, h / 2, scale)})


def level(name: str, width: float, scale: float) -> Box:
    """Part that is drawn along its axis, as an arrow is."""
    return Box(width * scale, 0.0, 0.0, {name: Shown(0.0, 0.0, scale)})


def written(name: str, height: float, scale: float = 1.0) -> Box:
    """Line of text of a height, written at its lower end; it takes no room at its right."""
    return Box(0.0, height, height, {name: Shown(0.0, height, scale)})


def equation(height: float, first: float = 26.0) -> Box:
    """Room under a picture for the lines of the equation; the first is so far below it."""
    return Box(0.0, height, 0.0, {"equation": Shown(2, first, 1)})


def on_axis(name: str, room: float, scale: float = 1.0) -> Box:
    """Part that is drawn around its middle, in the middle of some room, as a sign or a chip is."""
    return Box(room, 0.0, 0.0, {name: Shown(room / 2, 0.0, scale)})


def beside(*boxes: Box, gap: float = 0.0) -> Box:
    """Boxes from left to right, with their axes on one line."""
    up = max(box.axis for box in boxes)
    down = max(box.height - box.axis for box in boxes)
    spots: dict[str, Shown] = {}
    x = 0.0
    for box in boxes:
        spots |= box.moved(x, up - box.axis)
        x += box.width + gap
    return Box(x - gap, up + down, up, spots)


def above(*boxes: Box, gap: float = 0.0, middle: bool = False) -> Box:
    """Boxes from top to bottom, at the left or in the middle; the axis is half-way down."""
    width = max(box.width for box in boxes)
    spots: dict[str, Shown] = {}
    y = 0.0
    for box in boxes:
        spots |= box.moved((width - box.width) / 2 if middle else 0.0, y)
        y += box.height + gap
    return Box(width, y - gap, (y - gap) / 2, spots)


def stack(*boxes: Box, gap: float = 0.0) -> Box:
    """Boxes from top to bottom; the axis is half-way between that of the first and of the last."""
    whole, last = above(*boxes, gap=gap), boxes[-1]
    return axis_at(whole, (boxes[0].axis + whole.height - last.height + last.axis) / 2)


def level_tops(*boxes: Box) -> Box:
    """Boxes from left to right, with their upper ends on one line."""
    return beside(*map(at_top, boxes))


def in_turn(boxes: Iterable[Box]) -> Box:
    """Boxes of one size at one place: the player shows the one that is in use."""
    first, *others = boxes
    return replace(first, spots=reduce(lambda known, box: known | box.spots, others, first.spots))


def in_lines(
    boxes: Iterable[Box], width: float, *, gap: float, height: float, between: float
) -> Box:
    """Boxes in lines at least so high: a line ends before the box that would pass ``width``.

    gap: before every box but the first; between: from one line to the next.
    """
    lines: list[list[Box]] = [[space(-gap, height)]]
    taken = -gap
    for box in boxes:
        if len(lines[-1]) > 1 and taken + gap + box.width > width:
            lines.append([space(0, height)])
            taken = 0.0
        lines[-1].append(box)
        taken += gap + box.width
    return above(*(beside(*line, gap=gap) for line in lines), gap=between)


def in_columns(boxes: Iterable[Box], count: int, *, gap: float, between: float) -> Box:
    """Boxes in lines of so many; gap: from one to the next; between: from one line to the next."""
    known = list(boxes)
    starts = range(0, len(known), count)
    return above(*(beside(*known[n : n + count], gap=gap) for n in starts), gap=between)
