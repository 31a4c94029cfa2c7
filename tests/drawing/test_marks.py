"""What a step marks: the one product that it is, in the cells and in the formula."""

import xml.etree.ElementTree as ET

import pytest

from convviz.core.pooling import PoolingStep
from convviz.drawing.picture import START
from convviz.playback.animation import Animation, animate
from tests.playback.test_animation import EXAMPLES

# Copies of a factor that some scenes have beside the cell.
CASES = {
    ("multi_input", "d2l_two_in"): [],
    ("multi_output", "d2l_three_out"): [],
    ("geometry", "padding_stride"): [],
    ("groups", "groups_2"): [],
    ("groups", "depthwise"): [],
    ("pointwise", "pointwise"): ["xv {c}", "km {o} {c}"],
    ("matrix", "d2l_three_out"): ["km {o} {n}", "tick w {n}", "tick x {n}"],
    ("max_pooling", "pool_padded"): ["n {u} {v}"],
    ("average_pooling", "average_pool"): ["n {u} {v}"],
}
EVERY = pytest.mark.parametrize(("scene", "name"), CASES)


def marked(still: str) -> tuple[set[str], list[str]]:
    """Names of the marked slots, and the marked pieces of the formula."""
    found = [e for e in ET.fromstring(still).iter() if "data-product" in e.attrib]
    names = [e.get("data-cell") or e.get("data-slot") for e in found]
    texts = ["".join(e.itertext()) for e in found if e.tag.endswith("tspan")]
    return {name for name in names if name}, texts


def factors(animation: Animation, position: int, phase: int) -> tuple[set[str], str]:
    """The slots of one product, and how it is written."""
    step = animation.steps[position]
    term, o = step.terms[phase - 1], step.position[0]
    window = step.window if isinstance(step, PoolingStep) else step.windows
    u, v = divmod((phase - 1) % animation.shape.terms, animation.shape.kernel[1])
    known = {"o": o, "c": int(term.factors[0].split()[1]), "u": u, "v": v, "n": phase - 1}
    copies = [each.format(**known) for each in CASES[animation.scene, named(animation)]]
    drawn = {*term.factors, term.made} & every_slot(animation)
    return {step.reads[phase - 1], *drawn, *copies}, f"{window.flat[phase - 1]:g}"


def named(animation: Animation) -> str:
    return next(name for name, e in EXAMPLES.items() if e == animation.experiment)


def every_slot(animation: Animation) -> set[str]:
    root = ET.fromstring(animation.still())
    return {e.get("data-cell") or e.get("data-slot") or "" for e in root.iter()}


@EVERY
def test_a_product_marks_its_factors_its_cell_and_its_term(scene: str, name: str) -> None:
    animation = animate(EXAMPLES[name], scene, "product")
    end = animation.shape.end
    for position in (0, len(animation.frames) - 1):
        for phase in range(1, end + 1):
            moment = animation.moments[position * end + phase]
            names, texts = marked(animation.still_of(moment))
            if phase == end:
                assert (names, texts) == (set(), [])
                continue
            wanted, factor = factors(animation, position, phase)
            assert names == wanted
            (term,) = texts
            assert factor.replace("-", "−") in term or term == "−∞"
            assert "+" not in term


@EVERY
def test_a_step_of_several_products_and_step_0_mark_none(scene: str, name: str) -> None:
    for granularity in ("channel", "window"):
        animation = animate(EXAMPLES[name], scene, granularity)
        for moment in animation.moments:
            if moment == START or moment.upto - moment.after > 1:
                assert marked(animation.still_of(moment)) == (set(), [])


def lit(still: str) -> list[ET.Element]:
    return [e for e in ET.fromstring(still).iter() if "data-lit" in e.attrib]


def rows(still: str) -> set[str]:
    """The channels of which an outline is lit, and those of which a line is."""
    found = set()
    for element in lit(still):
        kinds = element.get("class", "").split()
        channel = next((kind for kind in kinds if kind[0] == "c" and kind[1:].isdigit()), "")
        if channel and {"border", "wire"} & {*kinds}:
            found.add(f"{'row' if 'border' in kinds else 'line'} {channel}")
    return found


@pytest.mark.parametrize("scene", ["multi_input", "multi_output", "matrix", "pointwise"])
def test_the_channel_in_work_is_lit_then_the_lines_to_the_sum(scene: str) -> None:
    animation = animate(EXAMPLES["pointwise" if scene == "pointwise" else "d2l_two_in"], scene)
    lines = scene.startswith("multi")
    count = animation.experiment.c_in
    assert lit(animation.still(0)) == []
    for position in (0, len(animation.frames) - 1):
        for c in range(count):
            still = animation.still(position * (count + 1) + c + 1)
            assert rows(still) == {f"row c{c}", *([f"line c{c}"] if lines else [])}
            if scene == "multi_input":  # with its signs and its arrow
                kinds = [set(e.get("class", "").split()) - {f"c{c}"} for e in lit(still)]
                assert sum(kind == {"sign"} for kind in kinds) == 3
                assert {"tip"} in kinds
        still = animation.still(position * (count + 1) + count + 1)
        assert rows(still) == {f"line c{c}" for c in range(count) if lines}
        assert any("tip" in e.get("class", "") for e in lit(still))
    whole = animate(animation.experiment, scene, "window").still(1)
    assert {f"row c{c}" for c in range(count)} <= rows(whole)


def test_of_the_kernels_only_that_in_use_is_lit() -> None:
    animation = animate(EXAMPLES["groups_2"], "groups")
    for step, moment in enumerate(animation.moments):
        parts = [
            part
            for part in ET.fromstring(animation.still(step)).iter()
            if any("data-lit" in e.attrib and "border" in e.get("class", "") for e in part)
        ]
        cells = [[e.get("data-cell") or "" for e in part.iter()] for part in parts]
        lit_kernels = [
            next(name for name in names if name.startswith("k ")).split()[1:3]
            for names in cells
            if any(name.startswith("k ") for name in names)
        ]
        if moment == START or moment.upto == animation.shape.end:
            assert lit_kernels == []
        else:
            within = (moment.upto - 1) // animation.shape.terms
            assert lit_kernels == [[str(moment.output), str(within)]]


@EVERY
def test_how_far_calculated_colours_reach_is_told_when_all_is_calculated(
    scene: str, name: str
) -> None:
    animation = animate(EXAMPLES[name], scene, "window")
    for step in (0, 1, len(animation.moments) - 2, len(animation.moments) - 1):
        root = ET.fromstring(animation.still(step))
        for element in root.iter():
            slot = element.get("data-slot", "")
            if slot.startswith("scale"):
                told = any(child.tag.endswith("title") for child in element)
                late = slot.split()[1] in ("y", "p", "ym")
                assert told == (not late or step == len(animation.moments) - 1), (slot, step)
