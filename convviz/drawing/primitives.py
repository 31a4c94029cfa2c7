"""Pictures as values: a tile, a grid, a chip, an arrow, each an element of `svg` made once.

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

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from convviz.drawing import svg
from convviz.drawing.strokes import outline
from convviz.drawing.style import DIGITS
from convviz.drawing.svg import Element

GAP = 2.0  # between the tiles of a grid, in the units of the drawing

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


def lit(turn: Mapping[str, object], *elements: Element) -> list[Element]:
    """Light the lines, signs and outlines among elements in their turn, see `parts.turn`.

    They say so themselves: from a group around them a browser would look through all its cells.
    """
    lighted = []
    for element in elements:
        if {"border", "knob", "sign", "tip", "wire"} & {*element.kinds}:
            channel = str(turn.get("class_", ""))
            added = [channel] if channel and channel not in element.kinds else []
            kinds = " ".join((*element.kinds, *added))
            element = element.having(**{**turn, "class_": kinds})
        lighted.append(element)
    return lighted


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
    box = svg.rect(gap / 2, GAP / 2, side - gap, height - GAP)
    return svg.group(
        [
            box,
            svg.element("text", x=side / 2, y=height * (0.4 if origin and notes else 0.5)),
            *notes,
        ],
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


def copy(role: str, nth: int, of: int, x: float, y: float, side: float) -> Element:
    """Cell that repeats, on the board, a factor of the terms in use: the nth of so many at once.

    ``role``: ``read`` for what the position reads, ``weight`` for the weights of its output
    channel, ``view`` for a part of a map.
    """
    box = svg.rect(GAP / 2, GAP / 2, side - GAP, side - GAP)
    return svg.group(
        [box, svg.element("text", x=side / 2, y=side / 2)],
        transform=f"translate({x:g},{y:g})",
        class_="cell copy",
        data_copy=role,
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
    lines = [svg.group(cells[row * columns : (row + 1) * columns]) for row in range(rows)]
    return [
        svg.group(lines, class_="tensor"),
        outline(0, top * height, columns * side, rows * height, kind),
    ]


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
    return svg.element(
        "image",
        data_cell=slot if cell else None,
        data_slot=None if cell else slot,
        data_phase=phase,
        data_born=born,
        class_="late bitmap" if phase else "bitmap",
        width=width,
        height=height,
        preserveAspectRatio="none",
    )


def chip(slot: str, width: float, height: float, kind: str, phase: int, **data: object) -> Element:
    """Rounded box for one sum, centred on its own origin."""
    box = svg.rect(-width / 2, -height / 2, width, height, rx=10)
    return svg.group(
        [box, svg.element("text", x=0, y=0)],
        font_size=round((height + 8) * DIGITS, 1),
        class_=f"chip {kind}",
        data_slot=slot,
        data_phase=phase,
        **data,
    )


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
        return svg.group(
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
    return svg.group(elements, data_narrow="", data_present="")


def on_board(*elements: Element) -> Element:
    """Show elements on the board only, where they are placed one by one."""
    return svg.group(elements, class_="board", data_narrow="")


def subscript(index: int) -> str:
    """Index in lowered figures: ``₁₂``."""
    return str(index).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
