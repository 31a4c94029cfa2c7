"""Pictures as values: a tile, a grid, a chip, an arrow, each a drawsvg element made once.

An element that varies is a *slot*. It is named by ``data-cell`` or ``data-slot`` and left empty
here; a state says what goes in. Seven attributes say when a slot takes part:

``data-phase``
    the moment within a position at which it is current, from 1;
``data-born``
    the position that it belongs to, where it does not belong to all;
``data-whole``
    one less than there are positions, where it belongs to all of them together;
``data-every``
    how many output channels a pixel has whose positions follow each other, where it belongs to that
    of its own channel;
``data-since``
    how many positions before is another that it stands for too: in a walk that leaves that one out
    it is not there;
``data-output``
    the output channels that it belongs to, separated by spaces, where it does not belong to all;
class ``late``
    its number stays out of the picture until then;
class ``factor``
    it stands for the product of its phase: a step that is one product marks it, and the cell of the
    input that is multiplied.

An outline of class ``place`` is where the state puts it, and hidden where the state has no place
for it.

An element of class ``only`` is shown while one of its output channels is the current one. One with
``data-turn``, first and last phase of its being in work, once or more, is lit then, if one of its
output channels is the current one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import drawsvg

from convviz.style import DIGITS

GAP = 2.0  # between the tiles of a grid, in the units of the drawing

Element: TypeAlias = drawsvg.DrawingElement
Spots: TypeAlias = Mapping[str, tuple[float, float, float]]
"""Where named parts stand: x, y, scale."""


class Shown(NamedTuple):
    """Where a part stands on the board, and the size of the tiles in it, if any.

    Its width is scaled by ``stretch`` more than its height. Where it has more rows and columns than
    can be read, ``seen`` of them are shown at once; ``terms`` of a sum, if not all are.
    """

    x: float
    y: float
    scale: float
    stretch: float = 1.0
    wide: float = 0.0
    high: float = 0.0
    seen: tuple[int, int] | None = None
    terms: int = 0

    @property
    def transform(self) -> str:
        """Its place, as an element says it."""
        wide = self.scale * self.stretch
        return f"translate({self.x:.5g},{self.y:.5g}) scale({wide:.4g},{self.scale:.4g})"

    @property
    def style(self) -> str:
        """What the style sheet of the board has to know of it."""
        known = {"--scale": f"{self.scale:.4g}", "--stretch": f"{self.stretch:.4g}"}
        if self.high:
            known |= {"--wide": f"{self.wide:.4g}", "--high": f"{self.high:.4g}"}
        return ";".join(f"{name}:{value}" for name, value in known.items())


class _Text(drawsvg.DrawingParentElement):
    """A text element that a state fills."""

    TAG_NAME = "text"


class _Image(drawsvg.DrawingBasicElement):
    """A picture that a state fills."""

    TAG_NAME = "image"


def text(value: str, x: float, y: float, size: float, kind: str, anchor: str = "start") -> Element:
    """One line of text; ``y`` is its baseline, ``kind`` its classes."""
    return drawsvg.Text(value, size, x, y, class_=kind, text_anchor=anchor)


def label_size(side: float) -> tuple[int, int]:
    """Size of the name over tiles of a side, and its height over them."""
    return (21, 9) if side >= 34 else (16, 5)


def label(
    value: str, kind: str, slot: str, side: float = 60.0, after: tuple[int, int] | None = None
) -> Element:
    """Name over a grid of tiles of a side; on hover it says what the state of ``slot`` says.

    after: how many positions there are, and the phase of each, before it says so: how far the
    colours of calculated numbers reach tells of the numbers.
    """
    size, above = label_size(side)
    kinds = f"label {kind}".strip()
    element = drawsvg.Text(value, size, 1, -above, class_=kinds, data_slot=slot)
    return told_after(element, *after) if after else element


def lit(turn: Mapping[str, object], *elements: Element) -> list[Element]:
    """Light the lines, signs and outlines among elements in their turn, see `parts.turn`.

    They say so themselves: from a group around them a browser would look through all its cells.
    """
    for element in elements:
        kinds = str(element.args.get("class", "")).split()
        if {"border", "knob", "sign", "tip", "wire"} & {*kinds}:
            channel = turn.get("class_", "")
            element.args |= {"data-turn": turn["data_turn"]}
            if "data_output" in turn:
                element.args |= {"data-output": turn["data_output"]}
            if channel and channel not in kinds:
                element.args["class"] = " ".join((*kinds, str(channel)))
    return list(elements)


def told_after(element: Element, positions: int, phase: int) -> Element:
    """Let an element say what its slot says once each of the positions has come to a phase."""
    element.args["class"] += " late"
    element.args |= {"data-phase": phase, "data-whole": positions - 1}
    return element


def tile(
    name: str,
    x: float,
    y: float,
    side: float,
    *,
    phase: int | None = None,
    born: int | None = None,
    output: int | None = None,
    every: int | None = None,
    kind: str = "",
    slot: bool = False,
    height: float | None = None,
    digits: float = DIGITS,
    notes: Sequence[Element] = (),
    origin: str | None = None,
) -> Element:
    """Cell of a tensor; ``name`` as in ``data-cell``, e.g. ``"x 0 1 2"``.

    It is square unless ``height`` says otherwise. A ``slot`` repeats a number of a cell elsewhere.
    ``notes`` are drawn over it and stay as they are; ``origin`` names the cell that it repeats;
    ``digits`` is their size as a share of the shorter side.
    """
    height = height or side
    gap = GAP if side > 3 * GAP else 0.0
    box = drawsvg.Rectangle(gap / 2, GAP / 2, side - gap, height - GAP)
    return drawsvg.Group(
        [box, _Text(x=side / 2, y=height * (0.4 if origin and notes else 0.5)), *notes],
        font_size=round(min(side, height) * digits, 1),
        transform=f"translate({x:g},{y:g})",
        class_=f"cell {kind}".strip(),
        data_cell=None if slot else name,
        data_slot=name if slot else None,
        data_phase=phase,
        data_born=born,
        data_output=output,
        data_every=every,
        data_from=origin,
    )


def copy(tensor: str, nth: int, of: int, x: float, y: float, side: float) -> Element:
    """Cell that repeats, on the board, a factor of the terms in use: the nth of so many at once.

    ``tensor``: ``x`` for what the position reads, ``k`` for the weights of its output channel.
    """
    box = drawsvg.Rectangle(GAP / 2, GAP / 2, side - GAP, side - GAP)
    return drawsvg.Group(
        [box, _Text(x=side / 2, y=side / 2)],
        transform=f"translate({x:g},{y:g})",
        class_="cell copy",
        data_copy=tensor,
        data_nth=nth,
        data_of=of,
        aria_hidden="true",
    )


def grid(
    tiles: Iterable[Element],
    rows: int,
    columns: int,
    side: float,
    kind: str,
    *,
    top: int = 0,
    row_height: float | None = None,
) -> list[Element]:
    """Tiles of one matrix, row by row, and its outline with the classes ``kind``.

    ``top`` is its first row. A row is a group of its own, so that it can be read out as one.
    """
    height = row_height or side
    cells = list(tiles)
    lines = [drawsvg.Group(cells[row * columns : (row + 1) * columns]) for row in range(rows)]
    return [
        drawsvg.Group(lines, class_="tensor"),
        outline(0, top * height, columns * side, rows * height, kind),
    ]


def outline(x: float, y: float, width: float, height: float, kind: str) -> Element:
    """Border around tiles, with the classes ``kind``."""
    box = drawsvg.Rectangle(x - 1, y - 1, width + 2, height + 2, rx=4)
    return drawsvg.Group([box], class_=f"border {kind}".strip())


def bitmap(
    slot: str,
    width: float,
    height: float,
    *,
    phase: int | None = None,
    born: int | None = None,
    cell: bool = False,
) -> Element:
    """Matrix with tiles too small for digits: one picture of their colours, from the state.

    phase: from which on it is there; born: the position that it belongs to; cell: whether it is a
    result, which can be gone to.
    """
    return _Image(
        data_cell=slot if cell else None,
        data_slot=None if cell else slot,
        data_phase=phase,
        data_born=born,
        class_="late bitmap" if phase else "bitmap",
        width=width,
        height=height,
        preserveAspectRatio="none",
    )


def tick(slot: str, x: float, y: float, width: float, height: float, phase: int) -> Element:
    """Mark at the rim of a matrix, there while its row or column is current."""
    return drawsvg.Group(
        [drawsvg.Rectangle(x, y, width, height)],
        class_="rim factor",
        data_slot=slot,
        data_phase=phase,
    )


def chip(slot: str, width: float, height: float, kind: str, phase: int, **data: object) -> Element:
    """Rounded box for one sum, centred on its own origin."""
    box = drawsvg.Rectangle(-width / 2, -height / 2, width, height, rx=10)
    return drawsvg.Group(
        [box, _Text(x=0, y=0)],
        font_size=round((height + 8) * DIGITS, 1),
        class_=f"chip {kind}",
        data_slot=slot,
        data_phase=phase,
        **data,
    )


def frame(x: float, y: float, width: float, height: float, output: int) -> Element:
    """Box behind what belongs to one output channel, shown while that is the current one."""
    box = drawsvg.Rectangle(x, y, width, height, rx=8)
    return drawsvg.Group([box], class_="lift only", data_output=output)


def framed(x: float, y: float, width: float, height: float, output: int) -> Element:
    """Outline around what belongs to one output channel, shown while that is the current one."""
    boxes = [drawsvg.Rectangle(x, y, width, height, rx=4, class_=kind) for kind in ("halo", "pin")]
    return drawsvg.Group(boxes, class_="only", data_output=output)


def said(slot: str, size: float, y: float = 0, kind: str = "note") -> Element:
    """A line of text that a state writes."""
    return _Text(class_=f"said {kind}", data_slot=slot, font_size=size, x=0, y=y)


def late_said(
    slot: str, size: float, y: float, kind: str, *, born: int, phase: int, cell: bool = False
) -> Element:
    """A line of text that ends where it is put, there from a phase of its position on.

    cell: whether it is a result, which can be gone to.
    """
    return _Text(
        class_=f"said late {kind}",
        data_cell=slot if cell else None,
        data_slot=None if cell else slot,
        data_born=born,
        data_phase=phase,
        font_size=size,
        text_anchor="end",
        x=0,
        y=y,
    )


def turn(
    slot: str,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    phase: int,
    born: int | None = None,
) -> Element:
    """Outline that is there while its phase of its position is current."""
    box = drawsvg.Rectangle(x, y, width, height, rx=5)
    return drawsvg.Group([box], class_="turn", data_slot=slot, data_born=born, data_phase=phase)


def said_of_all(slot: str, size: float, positions: int, phase: int) -> Element:
    """A line of text on all positions together: there once each has come to its phase."""
    return _Text(
        class_="said good late",
        data_slot=slot,
        data_phase=phase,
        data_whole=positions - 1,
        font_size=size,
        x=0,
        y=0,
    )


def brace(x: float, top: float, bottom: float) -> Element:
    """Brace to the right of a stack."""
    middle = (top + bottom) / 2
    path = drawsvg.Path(class_="wire")
    path.M(x, top).C(x + 12, top, x, middle, x + 14, middle)
    return path.C(x, middle, x + 12, bottom, x, bottom)


def pin(slot: str, width: float, height: float) -> Element:
    """Strong outline of the current place, on a white halo so that it shows on every tile."""
    boxes = [drawsvg.Rectangle(0, 0, width, height, rx=5, class_=kind) for kind in ("halo", "pin")]
    return drawsvg.Group(boxes, data_slot=slot, class_="place")


def late_pin(slot: str, phase: int) -> Element:
    """Outline of a place that is there from a phase on, and has a size of its own each time."""
    kinds = ("halo", "pin")  # without a fill of their own they would be filled as empty tiles are
    boxes = [drawsvg.Rectangle(0, 0, 0, 0, rx=5, class_=kind, fill="none") for kind in kinds]
    return drawsvg.Group(boxes, data_slot=slot, data_phase=phase, class_="late place")


def equation() -> Element:
    """The line for the arithmetic of the step, read out as a whole when it changes."""
    return _Text(
        class_="equation",
        data_slot="equation",
        data_equation="",
        aria_live="polite",
        aria_atomic="true",
    )


def arrow(x: float, y: float, length: float) -> list[Element]:
    """Arrow to the right that starts at (x, y)."""
    end = x + length
    return [
        drawsvg.Line(x, y, end - 8, y, class_="wire"),
        drawsvg.Lines(end, y, end - 10, y - 6, end - 10, y + 6, close=True, class_="tip"),
    ]


def wire(start: tuple[float, float], end: tuple[float, float], kind: str) -> Element:
    """Curve from the right of one box to the left of another, level at both ends."""
    (x0, y0), (x1, y1) = start, end
    bend = (x1 - x0) * 0.55
    path = drawsvg.Path(class_=f"wire {kind}".strip())
    return path.M(x0, y0).C(x0 + bend, y0, x1 - bend, y1, x1, y1)


def placer(wide: Spots, narrow: Spots, present: Mapping[str, Shown]) -> Callable[..., Element]:
    """Function that puts a named part at its places on the wide and narrow stage and the board.

    A part without a place on one of them is not shown there. ``view`` names the slots that say
    which of its rows and columns the board shows, where it does not show all.
    """

    def part(
        name: str, *elements: Element, view: str = "", class_: str = "", **attributes: object
    ) -> Element:
        if "data_turn" in attributes:
            names = ("data_turn", "data_output")
            own = {key: attributes.pop(key) for key in names if key in attributes}
            elements, class_ = tuple(lit({**own, "class_": class_}, *elements)), ""
        x, y, _ = wide.get(name, (0, 0, 1))
        kinds = [class_, "" if name in wide else "board"]
        small = "translate({:g},{:g}) scale({:.3g})".format(*narrow[name]) if name in narrow else ""
        shown = present.get(name)
        if shown and shown.seen and shown.seen[0] == 1:
            kinds.append("line")  # the window is higher than what is seen of it
        return drawsvg.Group(
            elements,
            transform=f"translate({x:g},{y:g})",
            data_narrow=small,
            data_present=shown.transform if shown else "",
            data_board=shown.style if shown else None,
            data_seen=" ".join(map(str, shown.seen)) if shown and shown.seen else None,
            data_view=view if shown and shown.seen else None,
            class_=" ".join(filter(None, kinds)) or None,
            **attributes,
        )

    return part


def on_wide(*elements: Element) -> Element:
    """Show elements on the wide stage only, where they are placed one by one."""
    return drawsvg.Group(elements, data_narrow="", data_present="")


def on_board(*elements: Element) -> Element:
    """Show elements on the board only, where they are placed one by one."""
    return drawsvg.Group(elements, class_="board", data_narrow="")


def subscript(index: int) -> str:
    """Index in lowered figures: ``₁₂``."""
    return str(index).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def markup(elements: Iterable[Element]) -> str:
    """SVG source of elements, without a document around it and without white space between."""
    drawing = drawsvg.Drawing(1, 1)
    drawing.extend(elements)
    source = drawing.as_svg(skip_css=True, skip_js=True)
    inner = source[source.index("</defs>") + len("</defs>") : source.rindex("</svg>")]
    return re.sub(r">\s+<", "><", inner).strip()
