"""Outlines, arrows and wires: what is drawn around and between tiles."""

from convviz.drawing import svg
from convviz.drawing.svg import Element


def outline(x: float, y: float, width: float, height: float, kind: str) -> Element:
    """Border around tiles, with the classes ``kind``."""
    box = svg.rect(x - 1, y - 1, width + 2, height + 2, rx=4)
    return svg.group([box], class_=f"border {kind}".strip())


def tick(slot: str, x: float, y: float, width: float, height: float, phase: int) -> Element:
    """Mark at the rim of a matrix, there while its row or column is current."""
    return svg.group(
        [svg.rect(x, y, width, height)],
        class_="rim factor",
        data_slot=slot,
        data_phase=phase,
    )


def frame(x: float, y: float, width: float, height: float, output: int) -> Element:
    """Box behind what belongs to one output channel, shown while that is the current one."""
    box = svg.rect(x, y, width, height, rx=8)
    return svg.group([box], class_="lift only", data_output=output)


def framed(x: float, y: float, width: float, height: float, output: int) -> Element:
    """Outline around what belongs to one output channel, shown while that is the current one."""
    boxes = [svg.rect(x, y, width, height, rx=4, class_=kind) for kind in ("halo", "pin")]
    return svg.group(boxes, class_="only", data_output=output)


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
    box = svg.rect(x, y, width, height, rx=5)
    return svg.group([box], class_="turn", data_slot=slot, data_born=born, data_phase=phase)


def brace(x: float, top: float, bottom: float) -> Element:
    """Brace to the right of a stack."""
    middle = (top + bottom) / 2
    upper = (x + 12, top, x, middle, x + 14, middle)
    return svg.curve((x, top), upper, (x, middle, x + 12, bottom, x, bottom), class_="wire")


def pin(slot: str, width: float, height: float) -> Element:
    """Strong outline of the current place, on a white halo so that it shows on every tile."""
    boxes = [svg.rect(0, 0, width, height, rx=5, class_=kind) for kind in ("halo", "pin")]
    return svg.group(boxes, data_slot=slot, class_="place")


def late_pin(slot: str, phase: int) -> Element:
    """Outline of a place that is there from a phase on, and has a size of its own each time."""
    kinds = ("halo", "pin")  # without a fill of their own they would be filled as empty tiles are
    boxes = [svg.rect(0, 0, 0, 0, rx=5, class_=kind, fill="none") for kind in kinds]
    return svg.group(boxes, data_slot=slot, data_phase=phase, class_="late place")


def arrow(x: float, y: float, length: float) -> list[Element]:
    """Arrow to the right that starts at (x, y)."""
    end = x + length
    return [
        svg.line(x, y, end - 8, y, class_="wire"),
        svg.polygon((end, y), (end - 10, y - 6), (end - 10, y + 6), class_="tip"),
    ]


def wire(start: tuple[float, float], end: tuple[float, float], kind: str) -> Element:
    """Curve from the right of one box to the left of another, level at both ends."""
    (x0, y0), (x1, y1) = start, end
    bend = (x1 - x0) * 0.55
    bends = (x0 + bend, y0, x1 - bend, y1, x1, y1)
    return svg.curve(start, bends, class_=f"wire {kind}".strip())
