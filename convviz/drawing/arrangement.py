"""How the parts of a picture stand: side by side, on a phone, or on the board while presenting.

`placer` writes all three into the elements. A still takes one of them; the player does the same to
the live document, and a test compares the two.
"""

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from convviz.drawing.picture import Moment, State

Arrangement: TypeAlias = Literal["wide", "narrow", "present"]
Write: TypeAlias = Callable[[ET.Element, Any], None]
ARRANGEMENTS: Final[tuple[Arrangement, ...]] = get_args(Arrangement)
"""Beside each other, on a narrow screen such as a phone's, or on the board while presenting."""


@dataclass(frozen=True)
class Work:
    """What is in work at a moment, or comes first where nothing is.

    output: the output channel; reads: the cells that its position reads, term by term; weights:
    those of its kernel, term by term; product: the phase of the product that the moment is, 0 where
    it is more than one, or none.
    """

    output: int
    reads: Sequence[str]
    weights: Sequence[str]
    product: int = 0


def arrange(
    root: ET.Element,
    arrangement: Arrangement,
    state: State,
    moment: Moment,
    work: Work,
    write: Write,
) -> None:
    """Put the parts of a filled picture where they stand, and hide those that do not.

    write: how a value of the state is written into an element.
    """
    if arrangement == "wide":
        return
    parts = [each for each in root.iter() if each.get("data-narrow") is not None]
    for part in parts:
        place = part.get(f"data-{arrangement}")
        if place == "":
            part.set("data-off", "")
        elif place:
            part.set("transform", place)
    _take_turns(parts, arrangement, moment, work)
    for line in _having(root, "data-equation"):
        del line.attrib["data-equation"]  # it stands under the picture, where it can wrap
        for token in list(line):
            line.remove(token)
    if arrangement == "present":
        for part in parts:
            if board := part.get("data-board"):
                style = (each.replace(":", ": ") for each in board.split(";"))
                part.set("style", "; ".join(style) + ";")
            if part.get("data-seen") and part.get("data-off") is None:
                _crop(part, state, moment)
        _copy(root, state, moment, work, write)


def _having(root: ET.Element, attribute: str) -> list[ET.Element]:
    return [each for each in root.iter() if each.get(attribute) is not None]


def _take_turns(
    parts: Iterable[ET.Element], arrangement: Arrangement, moment: Moment, work: Work
) -> None:
    """Of the parts at one place show that of the channel in work."""
    until = max(moment.upto, 1)
    places: dict[str, list[ET.Element]] = defaultdict(list)
    for part in parts:
        if _row(part) and (place := part.get(f"data-{arrangement}")):
            places[place].append(part)

    def has_come(part: ET.Element) -> bool:
        only = part.get("data-only")
        return _row(part) <= until and (only is None or str(work.output) in only.split(" "))

    for same in places.values():
        if len(same) == 1:
            continue
        last = max((_row(part) for part in same if has_come(part)), default=0)
        for part in same:
            part.set("data-inturn", "")
            if not has_come(part) or _row(part) != last:
                part.set("data-off", "")


def _row(part: ET.Element) -> int:
    return int(part.get("data-row", 0))


def _crop(part: ET.Element, state: State, moment: Moment) -> None:
    """Show those rows and columns of a tensor that are in use."""
    left, top = _view(part, state, moment)
    rows, columns = (int(count) for count in part.get("data-seen", "").split(" "))
    kinds = {child: child.get("class", "").split() for child in part}
    border = next(child for child, kind in kinds.items() if "border" in kind)[0]
    cells = [list(row) for each, kind in kinds.items() if "tensor" in kind for row in each]
    counts = len(cells[0]), len(cells)
    wide, high = (
        (float(border.get(length, 0)) - 2) / count
        for length, count in zip(("width", "height"), counts, strict=True)
    )
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            _hide(cell, not (top <= i < top + rows and left <= j < left + columns))
    for child, kind in kinds.items():
        if "along" in kind:  # what stands beside the rows or under the columns
            lines = "rows" in kind
            first, count = (top, rows) if lines else (left, columns)
            moved = (0.0, -top * high) if lines else (-left * wide, (rows - counts[1]) * high)
            child.set("transform", _moved(*moved))
            for n, each in enumerate(child):
                _hide(each, not first <= n < first + count)
        elif child.tag.endswith("}g") and "border" not in kind:
            child.set("transform", _moved(-left * wide, -top * high))
        if {"late", "place"} <= {*kind}:
            x, y, w, h = (float(child[0].get(name, 0)) for name in ("x", "y", "width", "height"))
            j, i = round(x / wide), round(y / high)
            inside = (
                left <= j
                and j + round(w / wide) <= left + columns
                and top <= i
                and i + round(h / high) <= top + rows
            )
            if not inside:
                child.set("data-beyond", "")
        if "aside" in kind:
            child.set("data-off", "")
    border.set("width", _number(columns * wide + 2))
    border.set("height", _number(rows * high + 2))


def _view(part: ET.Element, state: State, moment: Moment) -> tuple[int, int]:
    """First column and row of a tensor that are seen."""
    at = [0, 0]
    for view in part.get("data-view", "").split(" "):
        place = state.get(f"view {view}")
        if place and isinstance(place[0], Sequence):
            place = _latest(place, moment)
        for axis, cells in enumerate(place or ()):
            at[axis] += cells
    return at[0], at[1]


def _latest(phases: Sequence[Sequence[int]], moment: Moment) -> Sequence[int] | None:
    """What has held last, of what holds from a phase on."""
    until = max(moment.upto, 1)
    return next((rest for first, *rest in reversed(phases) if first <= until), None)


def _number(length: float) -> str:
    """Write a length as the player does."""
    return str(int(length)) if length == int(length) else repr(length)


def _moved(x: float, y: float) -> str:
    return f"translate({_number(x)},{_number(y)})"


def _hide(element: ET.Element, hidden: bool) -> None:
    if hidden:
        element.set("data-off", "")


def _copy(root: ET.Element, state: State, moment: Moment, work: Work, write: Write) -> None:
    """Repeat the factors of the terms in use where matrices are too large to be read."""
    factors: Mapping[str, Sequence[str]] = {"read": work.reads, "weight": work.weights}
    last = min(max(moment.upto, 1), len(work.weights)) - 1
    for copy in _having(root, "data-copy"):
        nth, count = int(copy.get("data-nth", 0)), int(copy.get("data-of", 1))
        role = copy.get("data-copy", "")
        if role == "view":
            if cell := _seen_of_map(root, state, moment, *divmod(nth, count)):
                write(copy, state.get(cell))
            continue
        term = last - last % count + nth
        if term < len(factors[role]):
            write(copy, state.get(factors[role][term]))
        if moment.position >= 0 and moment.after <= term < moment.upto:
            copy.set("data-active", "")
            if work.product == term + 1:
                copy.set("data-product", "")


def _seen_of_map(
    root: ET.Element, state: State, moment: Moment, row: int, column: int
) -> str | None:
    """Name of the cell of a map of a network that is seen in a row and column."""
    phases = state.get("view map")
    place = phases and _latest(phases, moment)
    if not place:
        return None
    which, left, top = place
    tensors = [each for each in root.iter() if "tensor" in each.get("class", "").split()]
    return tensors[which][top + row][left + column].get("data-cell")
