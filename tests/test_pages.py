"""The pages below the browser: controls, refusals, the address, the edits that a stage sends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest

from convviz import share
from convviz.experiment import Experiment
from convviz.presets import presets
from convviz.ui.state import KEY, Lesson

SCRIPT = Path(__file__).parents[1] / "pages" / "navigation.py"
D2L = presets()["d2l_two_in"]


@pytest.fixture
def app() -> AppTest:
    return run(AppTest.from_file(str(SCRIPT), default_timeout=20))


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def lesson(app: AppTest) -> Lesson:
    found: Lesson = app.session_state[KEY]
    return found


def linked(app: AppTest) -> Experiment:
    return share.decode(app.query_params["s"])[0]


def payload(app: AppTest) -> dict[str, Any]:
    (component,) = app.get("bidi_component")
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def send(app: AppTest, *edits: dict[str, Any], step: int = 0) -> AppTest:
    """Send what the stage sends: a trigger of the component, under a name that only tests use."""
    (component,) = app.get("bidi_component")
    message = {"edits": list(edits), "step": step, "granularity": "channel"}
    event = WidgetState(
        id=f"$$STREAMLIT_INTERNAL_KEY_{component.proto.id}__events",
        json_trigger_value=json.dumps([{"event": "edits", "value": message}]),
    )
    tree = app._tree
    original = tree.get_widget_states

    def with_event() -> WidgetStates:
        states = original()
        states.widgets.append(event)
        return states

    tree.get_widget_states = with_event  # type: ignore[method-assign]
    return run(app)


def test_the_default_example_is_sent_whole_and_small(app: AppTest) -> None:
    sent = payload(app)
    assert sent["stops"]["channel"] == [4, 8, 9]
    assert len(sent["frames"]) == 4
    assert sent["base"]["y 0 0 0"][0] == "56"
    (component,) = app.get("bidi_component")
    assert component.proto.ByteSize() <= 64 * 1024


def test_an_edit_changes_the_experiment_and_the_address(app: AppTest) -> None:
    send(app, {"n": 1, "at": "x 0 0 1", "text": "50"}, step=7)
    assert lesson(app).experiment.x[0, 0, 1] == 50
    assert linked(app) == lesson(app).experiment
    assert app.query_params["step"] == "7"
    assert payload(app)["taken"] == 1


def test_edits_are_taken_once_each_and_in_order(app: AppTest) -> None:
    first = {"n": 1, "at": "x 0 0 1", "text": "50"}
    second = {"n": 2, "at": "x 0 0 2", "text": "60"}
    send(app, first)
    send(app, second, first)
    assert list(lesson(app).experiment.x[0, 0]) == [0, 50, 60]
    assert len(lesson(app).past) == 2


def test_a_refused_edit_says_where_and_why_and_those_after_it_are_taken(app: AppTest) -> None:
    send(app, {"n": 1, "at": "x 0 0 1", "text": "abc"}, {"n": 2, "at": "x 0 0 2", "text": "60"})
    assert list(lesson(app).experiment.x[0, 0]) == [0, 1, 60]
    refused = payload(app)["refused"]
    assert refused["at"] == "x 0 0 1"
    assert "“abc” is not a number" in refused["message"]


@pytest.mark.parametrize(
    "edit",
    [
        {"n": 1, "at": "x 9 9 9", "text": "1"},
        {"n": 1, "at": "weight", "text": "1"},
        {"n": 1, "op": "open", "s": "1.zzz"},
        {"n": 1, "op": "explode"},
        {"n": 1},
    ],
)
def test_an_edit_that_makes_no_sense_changes_nothing(app: AppTest, edit: dict[str, Any]) -> None:
    send(app, edit)
    assert lesson(app).experiment == D2L


def test_undo_redo_reset(app: AppTest) -> None:
    send(app, {"n": 1, "at": "b 0", "text": "5"})
    assert set(payload(app)["can"]) == {"Undo", "Reset"}
    send(app, {"n": 2, "op": "undo"})
    assert lesson(app).experiment == D2L
    assert payload(app)["can"] == ["Redo"]
    send(app, {"n": 3, "op": "redo"})
    assert lesson(app).experiment.bias[0] == 5
    send(app, {"n": 4, "op": "reset"})
    assert lesson(app).experiment == D2L


@pytest.mark.parametrize(
    ("field", "value", "shape"),
    [
        ("c_in", 8, (8, 3, 3)),
        ("height", 12, (2, 12, 3)),
        ("width", 7, (2, 3, 7)),
    ],
)
def test_sizes(app: AppTest, field: str, value: int, shape: tuple[int, ...]) -> None:
    app.number_input(key=field).set_value(value)
    run(app)
    assert lesson(app).experiment.x.shape == shape
    assert linked(app) == lesson(app).experiment


def test_a_size_that_cannot_be_is_refused_and_the_old_one_stays(app: AppTest) -> None:
    app.number_input(key="k_h").set_value(5)
    run(app)
    assert lesson(app).experiment == D2L
    assert app.number_input(key="k_h").value == 2
    assert any("kernel" in each.value for each in app.text)


@pytest.mark.parametrize("text", ["1.x", "\0", "1." + "A" * 3000, "2.abc"])
def test_a_broken_link_shows_the_default(text: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["s"] = text
    run(app)
    assert lesson(app).experiment == D2L
    assert "The default example is shown instead" in lesson(app).notice


@pytest.mark.parametrize(("step", "g"), [("x", "channel"), ("-1", "window"), ("9" * 30, "pixel")])
def test_a_link_with_a_wrong_place_opens_at_a_place_that_is_there(step: str, g: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["step"], app.query_params["g"] = step, g
    run(app)
    assert lesson(app).step >= 0
    assert payload(app)["view"]["granularity"] in ("channel", "window")


def test_a_link_from_another_lesson_keeps_one_output() -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["s"] = share.encode(presets()["d2l_three_out"])
    run(app)
    assert lesson(app).experiment == D2L
