"""A layout filled with the state of one moment: a still, as text."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from convviz.drawing.arrangement import Arrangement, Work, arrange
from convviz.drawing.picture import Layout, Moment, State
from convviz.drawing.style import LENGTH_AT_FULL_SIZE, TILES
from convviz.drawing.svg import NAMESPACE

ET.register_namespace("", NAMESPACE)


def fill(
    layout: Layout,
    state: State,
    moment: Moment,
    active: Collection[str],
    work: Work,
    arrangement: Arrangement = "wide",
) -> str:
    """Draw the still of one moment as the inside of an SVG element.

    active: names of its inputs; work: what is in work then; arrangement: how its parts stand.
    """
    root = ET.fromstring(f'<svg xmlns="{NAMESPACE}">{layout.body}</svg>')
    product = product_of(root, moment)
    for element in root.iter():
        current = str(moment.output)
        mine = current in element.get("data-output", current).split()
        kinds = element.get("class", "").split()
        if "only" in kinds and not mine:
            element.set("data-off", "")
        if mine and _in_turn(element.get("data-turn", ""), moment):
            element.set("data-lit", "")
        name = element.get("data-cell") or element.get("data-slot")
        if name is None:
            continue
        phase = int(element.get("data-phase", 0))
        place = _place(element, moment)
        value = state.get(name) if is_reached(element, moment) else None
        _fill(element, value, moment, product)
        if "place" in kinds and value is None:
            element.set("data-off", "")
        there = state.get(name, "") is not None  # else it takes no part in this position
        now = mine and there and place == moment.place and moment.after < phase <= moment.upto
        if now or name in active:
            element.set("data-active", "")
        if product and (name in active or (now and "factor" in kinds)):
            element.set("data-product", "")
    arrange(root, arrangement, state, moment, replace(work, product=product), _write)
    return "".join(ET.tostring(element, encoding="unicode") for element in root)


def is_reached(element: ET.Element, moment: Moment) -> bool:
    """Whether a moment has come to what an element shows: what is given is there from the start."""
    if "late" not in element.get("class", "").split():
        return True
    # What belongs to another output channel does not wait for this one's phases.
    mine = str(moment.output) in element.get("data-output", str(moment.output)).split()
    phase = int(element.get("data-phase", 0)) if mine else 0
    return (_place(element, moment), phase) <= (moment.place, moment.upto)


def product_of(root: ET.Element, moment: Moment) -> int:
    """Phase of the product that a moment is, 0 where it is more than one, or none."""
    one = moment.upto if moment.upto - moment.after == 1 else 0
    factors = (each for each in root.iter() if "factor" in each.get("class", "").split())
    return one if any(int(each.get("data-phase", 0)) == one for each in factors) else 0


def _in_turn(turn: str, moment: Moment) -> bool:
    """Whether a moment covers a phase of a turn, which is first and last phase, once or more."""
    ends = [int(phase) for phase in turn.split()]
    spans = zip(ends[::2], ends[1::2], strict=True)
    return any(first <= moment.upto and moment.after < last for first, last in spans)


def _place(element: ET.Element, moment: Moment) -> float:
    """Where in the walk an element comes: where the position does that it belongs to, if to one."""
    if whole := element.get("data-whole"):
        return int(whole)
    since = element.get("data-since")
    if since and moment.position - int(since) not in moment.places:
        return math.inf
    born = element.get("data-born")
    if every := element.get("data-every"):
        first = moment.position - moment.position % int(every)
        born = str(first + int(element.get("data-output", 0)))
    return moment.place if born is None else moment.places.get(int(born), math.inf)


def _fill(element: ET.Element, value: Any, moment: Moment, product: int) -> None:
    if value is None:
        return
    if isinstance(value, str) and "bitmap" in element.get("class", ""):
        element.set("href", value)
    elif isinstance(value, str) and "said" in element.get("class", ""):
        element.text = value
    elif isinstance(value, str):
        _set_tip(element, value)
    elif isinstance(value, dict):
        write_equation(element, value, moment, product)
    elif isinstance(value[0], str):
        _write_number(element, *value)
    else:
        for box in element:
            for attribute, length in zip(("x", "y", "width", "height"), value, strict=False):
                box.set(attribute, f"{length:g}")


def _write(element: ET.Element, value: Any) -> None:
    if value is not None:
        _write_number(element, *value)


def _write_number(element: ET.Element, text: str, tile: int, full: str = "", *_: str) -> None:
    box, leaf = element[0], element[1]
    box.set("fill", TILES[tile])
    leaf.text = text
    if len(text) > LENGTH_AT_FULL_SIZE:
        leaf.set("data-length", str(len(text)))
    if full:
        _set_tip(element, full)


def _set_tip(element: ET.Element, text: str) -> None:
    ET.SubElement(element, f"{{{NAMESPACE}}}title").text = text


def write_equation(
    element: ET.Element, value: Mapping[str, Any], moment: Moment, product: int
) -> None:
    """Write what of an equation is reached at a moment; product: the phase that is marked."""
    element.set("font-size", str(value["size"]))
    for text, first, last, ink, mark, line_break in value["tokens"]:
        if first <= moment.upto and (not last or moment.upto < last):
            span = ET.SubElement(element, f"{{{NAMESPACE}}}tspan")
            span.text = text
            for attribute, content in (("class", ink), ("data-mark", mark)):
                if content:
                    span.set(attribute, str(content))
            if mark and mark == product:
                span.set("data-product", "")
            if line_break:
                span.set("x", "0")
                span.set("dy", "1.3em")
