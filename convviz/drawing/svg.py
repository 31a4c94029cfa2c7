"""SVG elements as values: a tag, attributes, and what stands in it; written out by `source`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a picture.

    attributes: by their names in SVG; ``text`` stands before the children.
    """

    tag: str
    attributes: Mapping[str, object]
    children: tuple[Element, ...] = ()
    text: str = ""

    def having(self, **attributes: object) -> Element:
        """The same element with attributes added, or replaced."""
        return replace(self, attributes={**self.attributes, **_named(attributes)})

    @property
    def kinds(self) -> list[str]:
        """Its classes."""
        return str(self.attributes.get("class", "")).split()


def element(tag: str, **attributes: object) -> Element:
    """Make an element with nothing in it.

    attributes: ``_`` stands for ``-`` and is left out at the end, so ``class_`` and ``data_cell``
    can be written; what is None is left out.
    """
    return Element(tag, _named(attributes))


def group(children: Iterable[Element], **attributes: object) -> Element:
    """Put elements together."""
    return Element("g", _named(attributes), tuple(children))


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> Element:
    """Make a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def circle(x: float, y: float, radius: float, **attributes: object) -> Element:
    """Make a circle."""
    return element("circle", cx=x, cy=y, r=radius, **attributes)


def text(value: str, size: float, x: float, y: float, **attributes: object) -> Element:
    """Make a line of text; ``y`` is its baseline."""
    placed = {"x": x, "y": y, "font_size": size}
    return Element("text", _named({**placed, **attributes}), text=value)


def line(x0: float, y0: float, x1: float, y1: float, **attributes: object) -> Element:
    """Make a straight line."""
    return path(f"M{_short(x0)},{_short(y0)} L{_short(x1)},{_short(y1)}", **attributes)


def polygon(*points: tuple[float, float], **attributes: object) -> Element:
    """Make a closed shape."""
    corners = " L".join(f"{_short(x)},{_short(y)}" for x, y in points)
    return path(f"M{corners} Z", **attributes)


def curve(start: tuple[float, float], *bends: tuple[float, ...], **attributes: object) -> Element:
    """Make a line of cubic curves; each bend has two control points and an end, six numbers."""
    steps = (" C" + ",".join(map(_short, bend)) for bend in bends)
    return path(f"M{_short(start[0])},{_short(start[1])}" + "".join(steps), **attributes)


def path(d: str, **attributes: object) -> Element:
    """Make a path."""
    return element("path", d=d, **attributes)


def source(elements: Iterable[Element]) -> str:
    """Write elements one after another, without white space between them."""
    return "".join(map(_written, elements))


def _written(made: Element) -> str:
    said = "".join(
        f' {name}="{escape(_short(value) if isinstance(value, float) else str(value))}"'
        for name, value in made.attributes.items()
    )
    # Only what shows nothing by itself may be closed at once: a browser reads both alike.
    if not made.children and made.tag not in ("g", "text"):
        return f"<{made.tag}{said}/>"
    within = escape(made.text, quote=False) + source(made.children)
    return f"<{made.tag}{said}>{within}</{made.tag}>"


def _named(attributes: Mapping[str, object]) -> dict[str, object]:
    return {
        name.rstrip("_").replace("_", "-"): value
        for name, value in attributes.items()
        if value is not None
    }


def _short(number: float) -> str:
    """Write a length to a thousandth: nobody sees less."""
    written = f"{number:.3f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


NAMESPACE = "http://www.w3.org/2000/svg"
