"""Lines of text: names, signs, and what a state says."""

from convviz.drawing import svg
from convviz.drawing.svg import Element


def text(value: str, x: float, y: float, size: float, kind: str, anchor: str = "start") -> Element:
    """One line of text; ``y`` is its baseline, ``kind`` its classes."""
    return svg.text(value, size, x, y, class_=kind, text_anchor=anchor)


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
    element = svg.text(value, size, 1, -above, class_=kinds, data_slot=slot)
    return told_after(element, *after) if after else element


def told_after(element: Element, positions: int, phase: int) -> Element:
    """Let an element say what its slot says once each of the positions has come to a phase."""
    kinds = " ".join((*element.kinds, "late"))
    return element.having(class_=kinds, data_phase=phase, data_whole=positions - 1)


def said(slot: str, size: float, y: float = 0, kind: str = "note") -> Element:
    """A line of text that a state writes."""
    return svg.element("text", class_=f"said {kind}", data_slot=slot, font_size=size, x=0, y=y)


def late_said(
    slot: str, size: float, y: float, kind: str, *, born: int, phase: int, cell: bool = False
) -> Element:
    """A line of text that ends where it is put, there from a phase of its position on.

    cell: whether it is a result, which can be gone to.
    """
    return svg.element(
        "text",
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


def said_of_all(slot: str, size: float, positions: int, phase: int) -> Element:
    """A line of text on all positions together: there once each has come to its phase."""
    return svg.element(
        "text",
        class_="said good late",
        data_slot=slot,
        data_phase=phase,
        data_whole=positions - 1,
        font_size=size,
        x=0,
        y=0,
    )


def equation() -> Element:
    """The line for the arithmetic of the step, read out as a whole when it changes."""
    return svg.element(
        "text",
        class_="equation",
        data_slot="equation",
        data_equation="",
        aria_live="polite",
        aria_atomic="true",
    )
