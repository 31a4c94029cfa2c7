"""A still as an SVG file that any program reads: every colour and size stands at its element.

The style sheet of the drawing counts on what only browsers know: selectors, percentages, outlines,
boxes that a transform refers to. Here it is resolved into plain attributes, which vector programs,
slides and resvg read alike, and what the style hides is left out.
"""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from convviz.drawing.style import FONT, PAPER, arranged_css, svg_css
from convviz.drawing.svg import NAMESPACE
from convviz.export.css import length, resolved, variables
from convviz.export.needed import needed
from convviz.words import tag

# From the middle of a line to where its letters stand, in em: in most faces 0.34 to 0.39. Programs
# other than browsers know no `dominant-baseline`.
RISE: Final = 0.35
AROUND: Final = 12.0  # between the drawing and the edge of the file

Style = Mapping[str, str]
# What vector programs know as attributes.
PRESENTED: Final = (
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "opacity"),
    *("font-weight", "text-anchor", "letter-spacing", "image-rendering", "rx", "ry"),
)


def standalone(still: str, *, dark: bool = False, arrangement: str = "wide") -> str:
    """Write a still, as `Film.still` draws it in an arrangement, as a file that needs nothing else.

    It has its own background, in the colours of the light or the dark theme.
    """
    root = ET.fromstring(still)
    styles = _styles(root, dark, arrangement)
    x, y, width, height = _box(root.get("viewBox", ""))
    made = ET.Element(
        f"{{{NAMESPACE}}}svg",
        {
            "width": f"{width:g}",
            "height": f"{height:g}",
            "viewBox": f"{x:g} {y:g} {width:g} {height:g}",
            "role": "img",
            "xml:lang": tag(),
            "font-family": FONT,
            "style": "font-variant-numeric:tabular-nums",
        },
    )
    ET.SubElement(made, f"{{{NAMESPACE}}}title").text = root.get("aria-label")
    sides = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"}
    ET.SubElement(made, f"{{{NAMESPACE}}}rect", {**sides, "fill": PAPER[dark]})
    for child in root:
        _add(made, child, styles, Around(16.0, (1.0, 1.0), {}))
    return ET.tostring(made, encoding="unicode")


def _box(view: str) -> tuple[float, float, float, float]:
    x, y, width, height = map(float, view.split())
    return x - AROUND, y - AROUND, width + 2 * AROUND, height + 2 * AROUND


@lru_cache(maxsize=8)
def _matcher(dark: bool, arrangement: str) -> Any:
    cssselect2, tinycss2 = needed("cssselect2"), needed("tinycss2")
    matcher = cssselect2.Matcher()
    css = svg_css(dark) + arranged_css(arrangement)
    rules = tinycss2.parse_stylesheet(css, skip_whitespace=True, skip_comments=True)
    for rule in rules:
        declared = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
        style = {each.lower_name: tinycss2.serialize(each.value).strip() for each in declared}
        for selector in cssselect2.compile_selector_list(rule.prelude):
            matcher.add_selector(selector, style)
    return matcher


def _styles(root: ET.Element, dark: bool, arrangement: str) -> dict[ET.Element, Style]:
    """What the style sheet says of each element, the weightiest rule last."""
    matcher = _matcher(dark, arrangement)
    wrapped = needed("cssselect2").ElementWrapper.from_xml_root(root)
    return {
        each.etree_element: {
            name: value for _, _, _, style in matcher.match(each) for name, value in style.items()
        }
        for each in wrapped.iter_subtree()
    }


class Around(NamedTuple):
    """What an element takes over from those around it.

    em: size of letters; scale: how much larger it is drawn, along both sides; known: variables.
    """

    em: float
    scale: tuple[float, float]
    known: Mapping[str, str]


def _add(
    parent: ET.Element, source: ET.Element, styles: Mapping[ET.Element, Style], around: Around
) -> None:
    """Copy an element into ``parent``, resolved."""
    known = {**around.known, **variables(source.get("style", ""))}
    style = {name: resolved(value, known) for name, value in styles[source].items()}
    gone = style.get("display") == "none" or style.get("visibility") == "hidden"
    if gone or source.tag == f"{{{NAMESPACE}}}style":
        return
    said = {name: value for name, value in source.attrib.items() if _is_shown(name)}
    em = around.em
    if size := style.get("font-size", said.get("font-size")):
        em = length(size, em)
        said["font-size"] = f"{em:g}"
    said |= {name: value for name, value in style.items() if name in PRESENTED}
    here = Around(em, _scaled(around.scale, said.get("transform", "")), known)
    if "dy" in said:
        said["dy"] = f"{length(said['dy'], em):g}"
    if style.get("dominant-baseline") == "central":
        said["y"] = f"{float(said.get('y', 0)) + RISE * em:g}"
    if style.get("white-space") == "pre":
        said["xml:space"] = "preserve"
    if underline := style.get("text-decoration"):
        said["text-decoration"] = underline.split()[0]
    if style.get("vector-effect") == "non-scaling-stroke" and "stroke-width" in said:
        wide, high = around.scale
        said["stroke-width"] = f"{length(said['stroke-width'], em) / math.sqrt(wide * high):g}"
    if changed := style.get("transform"):
        said["transform"] = _about_itself(said, changed)
    copy = ET.SubElement(parent, source.tag, said)
    copy.text, copy.tail = source.text, source.tail
    if outline := style.get("outline"):
        parent.append(_outline(said, *outline.split()))
    for child in source:
        _add(copy, child, styles, here)


def _is_shown(attribute: str) -> bool:
    dropped = ("class", "style", "tabindex")
    return not attribute.startswith(("data-", "aria-")) and attribute not in dropped


def _scaled(scale: tuple[float, float], transform: str) -> tuple[float, float]:
    """How much larger things are drawn within a transformed element."""
    found = re.search(r"scale\(([\d.e-]+)(?:[ ,]+([\d.e-]+))?\)", transform)
    if not found:
        return scale
    wide = float(found[1])
    return scale[0] * wide, scale[1] * float(found[2] or wide)


def _about_itself(said: Mapping[str, str], transform: str) -> str:
    """Scale a box about its middle, a text along its line about the point that it hangs on."""
    kind, _, share = transform.rstrip(")").partition("(")
    rest = 1 - float(share)
    wide, high = (float(said.get(name, 0)) for name in ("width", "height"))
    x = float(said.get("x", said.get("cx", 0))) + wide / 2
    y = float(said.get("y", said.get("cy", 0))) + high / 2
    if kind == "scaleX":
        return f"translate({x * rest:g},0) scale({share},1)"
    return f"translate({x * rest:g},{y * rest:g}) scale({share})"


def _outline(box: Mapping[str, str], wide: str, _: str, colour: str) -> ET.Element:
    """Draw what CSS calls an outline: a line around the outside of a box."""
    x, y, width, height = (float(box[name]) for name in ("x", "y", "width", "height"))
    line = length(wide, 0)
    sides = {"x": x - line / 2, "y": y - line / 2, "width": width + line, "height": height + line}
    said = {name: f"{length:g}" for name, length in sides.items()}
    said |= {"fill": "none", "stroke": colour, "stroke-width": f"{line:g}"}
    if "transform" in box:
        said["transform"] = box["transform"]
    return ET.Element(f"{{{NAMESPACE}}}rect", said)
