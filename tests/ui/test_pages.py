"""The pages below the browser: controls, refusals, the address, the edits that a stage sends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from convviz.core.experiment import Experiment
from convviz.formats import link
from convviz.lessons.contents import CONTENTS
from convviz.lessons.editing import derive
from convviz.lessons.presets import PRESETS, presets
from convviz.listings.experiment import listing
from convviz.listings.program import LANGUAGES
from convviz.ui.state import KEY, LessonDocument
from tests.components import components, control, trigger

SCRIPT = Path(__file__).parents[2] / "pages" / "navigation.py"
D2L = presets()["d2l_two_in"]
PRESETS_NOTES = {preset.name: preset.note for preset in PRESETS}


@pytest.fixture
def app() -> AppTest:
    return run(AppTest.from_file(str(SCRIPT), default_timeout=20))


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def test_a_page_draws_nothing_while_it_is_imported() -> None:
    files = [str(SCRIPT.with_name(entry.file)) for entry in CONTENTS]
    app = AppTest.from_string(f"import runpy\nfor file in {files}: runpy.run_path(file)")
    assert len(files) >= 10 and not run(app).main.children


def lesson(app: AppTest) -> LessonDocument:
    found: LessonDocument = app.session_state[KEY]
    return found


def linked(app: AppTest) -> Experiment:
    return link.decode(app.query_params["s"])[0]


def payload(app: AppTest) -> dict[str, Any]:
    (component,) = components(app, "stage")
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def send(app: AppTest, *edits: dict[str, Any], step: int = 0, held: str = "") -> AppTest:
    """Send what the stage sends."""
    message = {"edits": list(edits), "step": step, "granularity": "channel", "held": held}
    trigger(app, "stage", "edits", message)
    return run(app)


def test_the_default_example_is_sent_whole_and_small(app: AppTest) -> None:
    sent = payload(app)
    assert sent["stops"]["channel"] == [4, 8, 9]
    assert len(sent["frames"]) == 4
    assert sent["base"]["y 0 0 0"][0] == "56"
    (component,) = components(app, "stage")
    assert component.proto.ByteSize() <= 64 * 1024


def test_an_edit_changes_the_experiment_and_the_address(app: AppTest) -> None:
    send(app, {"n": 1, "at": "x 0 0 1", "text": "50"}, step=7)
    assert lesson(app).experiment.x[0, 0, 1] == 50
    assert linked(app) == lesson(app).experiment
    assert app.query_params["step"] == "7"
    assert payload(app)["taken"] == 1


def test_a_layout_that_the_stage_holds_is_not_sent_again(app: AppTest) -> None:
    first = payload(app)
    assert first["svg"].startswith("<g")
    send(app, {"n": 1, "at": "x 0 0 1", "text": "50"}, held=first["layout"])
    assert payload(app)["svg"] == ""
    assert payload(app)["layout"] == first["layout"]
    control(app.number_input, "height").set_value(4)
    run(app)
    resized = payload(app)
    assert resized["svg"].startswith("<g")
    assert resized["layout"] != first["layout"]


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
    assert set(payload(app)["can"]) == {"undo", "reset"}
    send(app, {"n": 2, "op": "undo"})
    assert lesson(app).experiment == D2L
    assert payload(app)["can"] == ["redo"]
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
    control(app.number_input, field).set_value(value)
    run(app)
    assert lesson(app).experiment.x.shape == shape
    assert linked(app) == lesson(app).experiment


def test_a_size_that_cannot_be_is_refused_and_the_old_one_stays(app: AppTest) -> None:
    control(app.number_input, "k_h").set_value(5)
    run(app)
    assert lesson(app).experiment == D2L
    assert control(app.number_input, "k_h").value == 2
    assert any("kernel" in each.value for each in app.text)


@pytest.mark.parametrize("text", ["1.x", "\0", "1." + "A" * 3000, "2.abc"])
def test_a_broken_link_shows_the_default(text: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["s"] = text
    run(app)
    assert lesson(app).experiment == D2L
    assert "The default example is shown instead" in str(lesson(app).notice)


@pytest.mark.parametrize(("step", "g"), [("x", "channel"), ("-1", "window"), ("9" * 30, "pixel")])
def test_a_link_with_a_wrong_place_opens_at_a_place_that_is_there(step: str, g: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["step"], app.query_params["g"] = step, g
    run(app)
    assert lesson(app).step >= 0
    assert payload(app)["view"]["granularity"] in ("channel", "window")


def test_a_link_from_another_lesson_keeps_one_output() -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["s"] = link.encode(presets()["d2l_three_out"])
    run(app)
    assert lesson(app).experiment == D2L


def shown(app: AppTest, channel: int) -> list[str]:
    """The numbers of one output map, as the stage is told."""
    base = payload(app)["base"]
    cells = [value for name, value in base.items() if name.startswith(f"y {channel} ")]
    return [cell[2] if len(cell) > 2 else cell[0] for cell in cells]


def lesson_page(name: str, example: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    run(app)
    app.switch_page(f"{name}.py")
    run(app)
    control(app.selectbox, "example").set_value(example)
    return run(app)


def test_d2l_three_outputs_and_their_biases() -> None:
    app = lesson_page("multi_output", "d2l_three_out")
    assert shown(app, 0) == ["56", "72", "104", "120"]
    assert shown(app, 1) == ["76", "100", "148", "172"]
    assert shown(app, 2) == ["96", "128", "192", "224"]
    assert any("24 weights (3 · 2 · 2 · 2) + 3 biases" in each.value for each in app.caption)
    control(app.selectbox, "example").set_value("d2l_three_out_biases")
    run(app)
    assert shown(app, 0) == ["66", "82", "114", "130"]
    assert shown(app, 1) == ["76", "100", "148", "172"]
    assert shown(app, 2) == ["−4", "28", "92", "124"]


def test_d2l_one_by_one() -> None:
    app = lesson_page("pointwise", "pointwise")
    assert shown(app, 0) == ["10", "11", "10", "11", "10", "11", "10", "11", "10"]
    assert shown(app, 1) == ["−8", "−4", "−4", "0", "0", "4", "4", "8", "8"]
    assert payload(app)["base"]["equal"] == "conv = matmul, max |Δ| = 0"


def test_d2l_as_one_matrix_product() -> None:
    app = lesson_page("matrix", "d2l_three_out")
    base = payload(app)["base"]

    def matrix(name: str, rows: int, columns: int) -> list[list[str]]:
        return [[base[f"{name} {r} {c}"][0] for c in range(columns)] for r in range(rows)]

    assert matrix("km", 3, 8)[2] == ["2", "3", "4", "5", "3", "4", "5", "6"]
    assert [row[3] for row in matrix("xm", 8, 4)] == ["4", "5", "7", "8", "5", "6", "8", "9"]
    assert matrix("ym", 3, 4) == [
        ["56", "72", "104", "120"],
        ["76", "100", "148", "172"],
        ["96", "128", "192", "224"],
    ]
    assert base["equal"] == "W @ patches + b = conv, max |Δ| = 0"
    assert any(
        each.value.replace("\N{NO-BREAK SPACE}", " ") == "W (3 × 8) · patches (8 × 4) = Y (3 × 4); "
        "32 numbers from 18: each pixel is copied up to 4 times"
        for each in app.caption
    )


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("padding", "64 numbers from 9 and padding: each pixel is copied up to 4 times"),
        ("pointwise", "27 numbers from 27: each pixel is copied at most once"),
        ("average_mixed", "32 numbers from 32: each pixel is copied at most once"),
    ],
)
def test_the_matrix_page_says_how_often_the_patches_repeat_the_input(
    example: str, words: str
) -> None:
    app = lesson_page("matrix", example)
    assert any(words in each.value for each in app.caption)


@pytest.mark.parametrize(
    ("example", "maps"),
    [
        ("groups_1", ["1111", "1111", "1111", "1111"]),
        ("groups_2", ["11", "11", "1100", "1100"]),
        ("groups_4", ["1", "10", "100", "1000"]),
    ],
)
def test_decimal_digits_show_who_is_connected_to_whom(example: str, maps: list[str]) -> None:
    app = lesson_page("pointwise", example)
    for channel, number in enumerate(maps):
        assert set(shown(app, channel)) == {number}


def test_an_example_says_what_to_look_for() -> None:
    app = lesson_page("pointwise", "swap_red_blue")
    assert any(PRESETS_NOTES["swap_red_blue"] in each.value for each in app.caption)


def test_one_input_channel_is_only_scaled() -> None:
    app = lesson_page("pointwise", "pointwise")
    control(app.number_input, "c_in").set_value(1)
    run(app)
    assert any("only scaled" in each.value for each in app.caption)


@pytest.mark.parametrize("way", ["plus", "minus", "turned", "single", "zero"])
def test_kernels_from_the_first(way: str) -> None:
    app = lesson_page("multi_output", "d2l_three_out")
    current = lesson(app)
    current.change(derive(current.experiment, way))
    run(app)
    assert len(payload(app)["frames"]) == 12


def toggle(app: AppTest, label: str) -> AppTest:
    (found,) = (each for each in app.toggle if each.label == label)
    found.set_value(not found.value)
    return run(app)


@pytest.mark.parametrize("name", ["multi_input", "multi_output", "pointwise", "geometry", "groups"])
def test_the_code_of_the_current_numbers_is_shown_when_it_is_asked_for(name: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    run(app)
    app.switch_page(f"{name}.py")
    run(app)
    assert not app.code
    assert not app.get("download_button")
    toggle(app, "Code")
    current = lesson(app)
    assert app.code[0].value == listing(current.experiment, "numpy").strip()
    current.change(current.experiment.replace(x=current.experiment.x - 40.5))
    run(app)
    assert app.code[0].value == listing(current.experiment, "numpy").strip()
    assert ".5" in app.code[0].value
    for language in ("torch", "jax", "tensorflow"):
        control(app.segmented_control, "language").set_value(language)
        run(app)
        assert app.code[0].value == listing(current.experiment, language).strip()
    toggle(app, "Code")
    assert not app.code


def test_the_tables_of_pooling_hold_what_the_stage_shows() -> None:
    app = lesson_page("pooling", "pool_padded")
    toggle(app, "Tables")
    for mode in ("max", "average"):
        control(app.segmented_control, "pooling").set_value(mode)
        run(app)
        (tables,) = components(app, "tables")
        shown = json.loads(tables.proto.json)["tables"]
        base = payload(app)["base"]
        maps = [value for name, value in base.items() if name.startswith("y ")]
        assert "K[0,0]" not in {each["name"] for each in shown}
        pooled = [each["rows"] for each in shown if each["slot"].startswith("y")]
        written = [text for rows in pooled for row in rows for text in row]
        assert written == [cell[2] if len(cell) > 2 else cell[0] for cell in maps]


def test_the_code_of_the_chosen_pooling_is_shown() -> None:
    app = lesson_page("pooling", "pool_padded")
    toggle(app, "Code")
    assert ".max()" in app.code[0].value
    control(app.segmented_control, "pooling").set_value("average")
    run(app)
    assert ".mean()" in app.code[0].value
    control(app.segmented_control, "language").set_value("loops")
    run(app)
    sent = json.loads(components(app, "listing")[-1].proto.json)
    assert [len(phase["lines"]) for phase in sent["phases"]] == [1] * 10
    assert sent["lines"][sent["phases"][-1]["lines"][0]].endswith("sum(window) / 9")


def test_only_the_chosen_language_is_sent(app: AppTest) -> None:
    toggle(app, "Code")
    assert list(control(app.segmented_control, "language").options) == list(LANGUAGES.values())
    assert len(app.code) == 1
    assert not components(app, "listing")
    control(app.segmented_control, "language").set_value("loops")
    run(app)
    assert not app.code
    sent = json.loads(components(app, "listing")[-1].proto.json)
    assert sent["lines"] == listing(D2L, "loops").splitlines()
    assert sent["lines"][sent["heads"]["c"]].strip().startswith("for c in range(2):")
    assert len(sent["phases"]) == 9
