"""What the stage offers to choose while it covers the controls, and what it chooses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from convviz.lessons.contents import CONTENTS
from tests.components import components, control, trigger

SCRIPT = Path(__file__).parents[2] / "pages" / "navigation.py"


def opened(address: str = "") -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    run(app)
    if address:
        app.switch_page(f"{address}.py")
        run(app)
    return app


def run(app: AppTest) -> None:
    app.run()
    assert not app.exception


def choices(app: AppTest) -> dict[str, Any]:
    (component,) = components(app, "stage")
    found: dict[str, Any] = json.loads(component.proto.json)["choices"]
    return found


def choose(app: AppTest, *told: list[object]) -> dict[str, Any]:
    trigger(app, "stage", "choice", list(told))
    run(app)
    return choices(app)


def numbers(offered: dict[str, Any]) -> dict[str, int]:
    return {name: value for name, _, value, _, _ in offered["numbers"]}


@pytest.mark.parametrize("address", [entry.address for entry in CONTENTS if entry.presents])
def test_every_number_field_and_example_of_a_page_is_offered(address: str) -> None:
    app = opened(address)
    offered = choices(app)
    fields = {field.key: field for field in app.number_input}
    assert numbers(offered) == {key: field.value for key, field in fields.items()}
    for name, label, _, least, most in offered["numbers"]:
        assert (label, least, most) == (fields[name].label, fields[name].min, fields[name].max)
    chosen = [box for box in app.selectbox if box.label in ("Example", "Comparison")]
    options = [option for box in chosen for option in box.options]
    assert [title for _, title in offered["examples"]] == options
    assert offered["example"] in [box.value for box in chosen] or not chosen


def test_what_a_browser_had_before_a_choice_does_not_take_it_back() -> None:
    app = opened()
    had = app._tree.get_widget_states()
    choose(app, [1, "k_w", 3], [2, "example", "edge"], [3, "k_h", 3])
    app._tree.get_widget_states = lambda: had  # type: ignore[method-assign] # it has not heard of them yet
    offered = choose(app, [4, "height", 5])
    expected = {"k_w": 2, "k_h": 3, "height": 5}  # edge: 1 x 2
    assert offered["example"] == "edge"
    assert numbers(offered) | expected == numbers(offered)


def test_a_choice_does_what_the_control_does_and_the_control_shows_it() -> None:
    app = opened()
    offered = choose(app, [1, "c_in", 3], [2, "width", 4])
    assert numbers(offered) | {"c_in": 3, "width": 4} == numbers(offered)
    assert offered["heard"] == 2
    assert control(app.number_input, "c_in").value == 3
    assert control(app.number_input, "width").value == 4
    offered = choose(app, [1, "c_in", 5], [2, "width", 4])  # sent again: taken already
    assert numbers(offered)["c_in"] == 3
    offered = choose(app, [3, "example", "edge"])
    assert offered["example"] == "edge" == control(app.selectbox, "example").value


def test_what_cannot_be_is_refused_in_words_and_what_is_nonsense_changes_nothing() -> None:
    app = opened()
    before = numbers(choices(app))
    offered = choose(app, [1, "k_h", 7])
    assert offered["said"].startswith("The kernel covers 7 rows")
    assert numbers(offered) == before
    nonsense: list[list[object]] = [
        [2, "k_h", 99],
        [3, "k_h", "3"],
        [4, "example", "none"],
        [5, "nothing", 1],
        ["6", "k_h", 1],
        [7],
    ]
    assert numbers(choose(app, *nonsense)) == before
    trigger(app, "stage", "choice", {"n": 1})
    run(app)
    assert numbers(choices(app)) == before


def test_a_network_is_chosen_too() -> None:
    app = opened("receptive_field")
    offered = choose(app, [1, "example", "three"])
    assert offered["example"] == "three" and numbers(offered)["net_layers"] == 3
    assert numbers(choose(app, [2, "net_size", 9]))["net_size"] == 9
    assert control(app.number_input, "net_size").value == 9
