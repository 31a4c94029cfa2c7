"""The law of frames for the receptive field, and that the picture shows what the network says."""

import random
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from convviz.core.arguments import ExperimentError
from convviz.core.network import Layer, Network
from convviz.drawing.picture import START
from convviz.drawing.scenes import receptive_field as drawing
from convviz.playback.receptive_field import GRANULARITIES, FieldAnimation

NETWORKS = {
    "two": Network(7, [Layer(3), Layer(3)]),
    "three": Network(9, [Layer(3), Layer(3), Layer(3)]),
    "one": Network(1, [Layer(1)]),
    "stride": Network(9, [Layer(3, stride=2), Layer(3)]),
    "padded": Network(5, [Layer(3, padding=1), Layer(3, padding=1)]),
    "holes": Network(8, [Layer(2, dilation=3, padding=2), Layer(3, padding=(0, 1), dilation=2)]),
    "uneven": Network((6, 9), [Layer((3, 2), stride=(1, 2), padding=(1, 0)), Layer(2)]),
    "zeros_only": Network(2, [Layer(1, padding=3), Layer(1, padding=1)]),
    "large": Network(12, [Layer(3, padding=1)] * 3),
}
EVERY = pytest.mark.parametrize("name", NETWORKS)


def text(element: ET.Element) -> str:
    return "".join(element.itertext())


def equation(still: str) -> str:
    return next(text(e) for e in ET.fromstring(still).iter() if "data-equation" in e.attrib)


@pytest.mark.parametrize("granularity", GRANULARITIES)
@EVERY
def test_forwards_backwards_and_jumping_show_the_still_of_the_step(
    name: str, granularity: str
) -> None:
    animation = FieldAnimation(NETWORKS[name], granularity)
    wholes = [{**animation.base, **state} for state in drawing.states(animation.network)]
    assert len(wholes) == len(animation.frames) == len(animation.network.cells)
    count = len(animation.moments)
    order = [
        *range(count),
        *reversed(range(count)),
        *random.Random(name).choices(range(count), k=9),
    ]
    for step in order[:: 1 + count // 40]:
        moment = animation.moments[step]
        whole = animation.base if moment == START else wholes[moment.position]
        assert animation.state(moment.position) == whole
    assert animation.still(0) == animation.svg


@EVERY
def test_each_map_wears_the_ways_and_nothing_else_is_active(name: str) -> None:
    network = NETWORKS[name]
    animation = FieldAnimation(network, "product")
    phases = network.last + 1
    for step in {1, phases, len(animation.moments) - 1, len(animation.moments) // 2}:
        position, phase = divmod(step - 1, phases)
        cell = network.cells[position]
        elements = list(ET.fromstring(animation.still(step)).iter())
        cells = {e.get("data-cell", ""): e for e in elements if e.get("data-cell")}
        assert len(cells) == sum(np.prod(network.padded(m)) for m in range(phases))
        for number in range(phases):
            reached = phases - 1 - number <= phase
            ways = network.padded_paths(number, cell)
            for (row, column), count in np.ndenumerate(ways):
                named = drawing.cell_name(network, number, row, column)
                shown = "" if not (count and reached) else "0" if "pad" in named else str(count)
                leaf = next(e for e in cells[named] if e.tag.endswith("text"))
                assert text(leaf) == shown
                now = bool(count) and phases - 1 - number == phase
                assert ("data-active" in cells[named].attrib) == now


@EVERY
def test_at_step_0_nothing_is_seen(name: str) -> None:
    root = ET.fromstring(FieldAnimation(NETWORKS[name]).svg)
    for element in root.iter():
        assert "data-active" not in element.attrib
        if element.get("data-cell") or element.get("data-slot") == "equation":
            assert text(element) == ""
        if "place" in element.get("class", "").split():
            assert "data-off" in element.attrib


def test_the_outline_holds_exactly_what_is_seen() -> None:
    network = NETWORKS["padded"]
    animation = FieldAnimation(network)
    side = animation.layout.sides.x
    corner, middle = animation.state(0), animation.state(12)
    assert corner["seen 0"] == [0, 0, 4 * side, 4 * side]  # one ring of the five rows is padding
    assert middle["seen 0"] == [side, side, 5 * side, 5 * side]
    assert corner["seen 2"] == [0, 0, side, side]
    early = ET.fromstring(FieldAnimation(network, "product").still(1))
    pins = [e for e in early.iter() if e.get("data-slot") == "seen 0"]
    assert [box.get("width") for box in pins[0]] == ["0", "0"]


def test_the_formula_stands_with_its_numbers() -> None:
    whole = FieldAnimation(NETWORKS["two"])
    assert equation(whole.still(5)).endswith(" = 1 + 2·1 + 2·1 = 5; it reads all 5·5 = 25 cells")
    assert equation(FieldAnimation(NETWORKS["stride"]).still(1)).count("1 + 2·1 + 2·2 = 7") == 1
    corner = equation(FieldAnimation(NETWORKS["padded"]).still(1))
    assert corner.endswith("it reads 9 of 5·5 = 25 cells")
    uneven = equation(FieldAnimation(NETWORKS["uneven"]).still(1))
    assert "r_h = " in uneven and "r_w = 1 + 1·1 + 1·2 = 4" in uneven


def test_a_step_back_says_what_is_seen_of_the_map() -> None:
    animation = FieldAnimation(NETWORKS["three"], "product")
    lines = [equation(animation.still(step)) for step in range(1, 5)]
    assert [line.partition(": ")[2] for line in lines[:3]] == [
        "it sees 1×1 of the output",
        "it sees 3×3 of map 2",
        "it sees 5×5 of map 1",
    ]
    assert " = 7; " in lines[3]


def test_the_reverse_says_which_outputs_see_a_cell() -> None:
    network = NETWORKS["stride"]
    told = FieldAnimation(network).payload()
    taken = [
        {
            told["cells"][first + far]
            for phase in told["patterns"][n]
            for far in np.atleast_1d(phase)
        }
        for first, n in told["reads"]
    ]
    for i, j in np.ndindex(*network.size):
        seeing = [p for p, cell in enumerate(network.cells) if network.paths(0, cell)[i, j]]
        assert [p for p, cells in enumerate(taken) if f"map 0 {i} {j}" in cells] == seeing


@EVERY
def test_a_laptop_shows_it_whole(name: str) -> None:
    width, height = FieldAnimation(NETWORKS[name]).layout.size
    assert width <= 1240 and height <= 450


def test_no_cell_can_be_edited() -> None:
    payload = FieldAnimation(NETWORKS["two"]).payload()
    assert payload["fixed"] is True
    assert not any(name.startswith(("x ", "k ", "b ")) for name in payload["frames"][0])


def test_other_granularities_are_refused() -> None:
    with pytest.raises(ExperimentError, match="no granularity 'channel'"):
        FieldAnimation(NETWORKS["two"], "channel")
