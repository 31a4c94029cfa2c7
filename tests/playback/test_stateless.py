"""Networks and costs without a session: their texts, their changes, what is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.core.network import Layer, Network
from convviz.formats import link
from convviz.formats.design import EXAMPLE, parse_designs
from convviz.lessons import networks
from convviz.lessons.changes import RequestError
from convviz.lessons.comparisons import named
from convviz.lessons.networks import EXAMPLES, SETTINGS
from convviz.playback import field
from convviz.playback.cost import CostAnimation
from convviz.playback.receptive_field import FieldAnimation
from convviz.playback.stateless import STATELESS, contents, lesson_at, see
from convviz.words import say


def after(name: str, *changes: dict[str, Any], text: str = "") -> tuple[str, dict[str, Any]]:
    """What is shown after some changes."""
    seen = see(name, text)
    for change in changes:
        seen = see(name, seen.text, change)
    return seen.text, seen.data


@pytest.mark.parametrize("name", STATELESS)
def test_a_text_is_read_as_it_was_written_and_shows_the_same(name: str) -> None:
    first = see(name)
    assert see(name, first.text) == first
    assert first.data["scene"] == name
    assert not first.data["changed"]
    assert first.data["contents"] == contents()
    assert lesson_at(name) == name


def test_every_example_of_a_network_is_its_film() -> None:
    for name, example in EXAMPLES.items():
        text, data = after("receptive_field", {"example": name})
        assert field.read(text).network == example.network
        assert data["sentence"] == say(example.note)
        film = FieldAnimation(example.network).payload()
        assert {key: data[key] for key in film if key != "scene"} == {
            key: value for key, value in film.items() if key != "scene"
        }


@given(st.integers(1, 3), st.sampled_from([*SETTINGS]), st.integers(-1, 8))
def test_a_setting_is_that_of_the_layer_that_is_offered(
    layer: int, setting: str, value: int
) -> None:
    of_layer, change = {"size": {"net_layer": layer}}, {"size": {f"net_{setting}": value}}
    before, _ = after("receptive_field", {"example": "three"}, of_layer)
    _, least, most = SETTINGS[setting]
    network, layers = EXAMPLES["three"].network, [*EXAMPLES["three"].network.layers]
    try:
        layers[layer - 1] = Layer(**{"kernel_size": 3, setting: value})
        networks.check_shown(made := Network(network.size, layers))
    except ExperimentError:
        made = None
    if made is None or not least <= value <= most:
        with pytest.raises(ExperimentError):
            see("receptive_field", before, change)
        return
    text, data = see("receptive_field", before, change)
    assert field.read(text).network == made
    numbers = {name: number for name, _, number, *_ in data["choices"]["numbers"]}
    assert (numbers[f"net_{setting}"], numbers["net_layer"]) == (value, layer)
    back, _ = after("receptive_field", {"reset": True}, text=text)
    assert field.read(back).network == network


@pytest.mark.parametrize("scene", ["receptive_field", "cost"])
@pytest.mark.parametrize(
    "change",
    [
        {"example": "none"},
        {"size": {"none": 1}},
        {"size": {"net_size": 99, "c_in": 99}},
        {"size": {"net_size": True, "c_in": True}},
    ],
)
def test_what_cannot_be_is_refused(scene: str, change: dict[str, Any]) -> None:
    with pytest.raises(ExperimentError):
        see(scene, "", change)


@pytest.mark.parametrize("scene", ["receptive_field", "cost"])
def test_a_cell_that_is_typed_in_is_no_change_of_it(scene: str) -> None:
    with pytest.raises(RequestError):
        see(scene, "", {"at": "x 0 0 0", "text": "1"})


@pytest.mark.parametrize("text", ["layers=k9&size=3", "x" * 9999, "size=3", "layers=k3s1p0d1"])
def test_a_broken_link_to_a_network_is_refused(text: str) -> None:
    with pytest.raises(ExperimentError):
        see("receptive_field", text)


def test_the_cost_of_another_setting() -> None:
    text, data = after("cost", {"size": {"c_in": 4}})
    setting = link.decode(parse_qs(text)["s"][0])[0]
    assert setting.c_in == 4
    assert data["changed"]
    compared, data = after("cost", {"example": "two_3x3"}, text=text)
    assert parse_qs(compared)["compare"] == ["two_3x3"]
    assert data["choices"]["numbers"] == []  # they are not in it
    assert link.decode(parse_qs(compared)["s"][0])[0] == setting
    assert see("cost", compared, {"reset": True}).text == ""


def test_typed_designs_are_compared_and_what_cannot_be_read_is_said() -> None:
    text, data = after("cost", text=urlencode({"design": EXAMPLE, "by": "2"}))
    assert parse_qs(text)["design"] == [EXAMPLE]
    assert data["choices"]["example"] == "typed"
    film = CostAnimation(tuple(named(parse_designs(EXAMPLE)).items())).payload()
    assert data["base"] == film["base"]
    _, data = after("cost", text="design=nonsense")
    assert "“nonsense” is not C_in -> C_out" in data["choices"]["said"]
