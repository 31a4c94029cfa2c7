"""Then 1×1 on the page: the stage plays it, the kernel is typed, the address brings it back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from convviz.formats import link
from convviz.lessons.presets import presets
from tests.components import control
from tests.ui.test_pages import SCRIPT, payload, run

ROWS = "1 0 0; 0 1 0; 1 -1 2; 0 0 1"


def page(**address: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params.update(address)
    app.switch_page("groups.py")
    return run(app)


def scene(app: AppTest) -> str:
    return str(payload(app)["scene"])


def test_the_stage_plays_both_steps_and_goes_back() -> None:
    app = page(s=link.encode(presets()["depthwise"]))
    assert scene(app) == "groups" and "mix" not in app.query_params
    control(app.toggle, "separable").set_value(True)
    run(app)
    assert scene(app) == "separable"
    assert app.query_params["mix"] == "1 0 0; 0 1 0; 1 −1 2; 0 0 1"
    assert any("27 + 12 = 39 weights in two steps" in each.value for each in app.caption)
    control(app.toggle, "separable").set_value(False)
    run(app)
    assert scene(app) == "groups" and "mix" not in app.query_params


def test_a_link_opens_both_steps_at_a_step() -> None:
    app = page(s=link.encode(presets()["depthwise"]), mix="2 0 1", step="7", g="window")
    shown = payload(app)
    assert shown["scene"] == "separable"
    assert (shown["view"]["step"], shown["view"]["granularity"]) == (7, "window")
    assert control(app.text_input, "mix").value == "2 0 1"
    assert app.query_params["mix"] == "2 0 1"


def test_a_refused_kernel_says_why_and_the_one_before_stays() -> None:
    app = page(s=link.encode(presets()["depthwise"]), mix=ROWS)
    control(app.text_input, "mix").set_value("1 0; 0 1")
    run(app)
    assert scene(app) == "separable"
    assert any("has rows of 3 numbers" in each.value for each in app.text)
    assert control(app.text_input, "mix").value == "1 0; 0 1"
    assert app.query_params["mix"] == ROWS
    control(app.text_input, "mix").set_value("1 1 1")
    run(app)
    assert not app.text and app.query_params["mix"] == "1 1 1"


def test_a_link_with_nonsense_says_so_and_shows_a_kernel_that_mixes() -> None:
    app = page(mix="<b>1</b>")
    assert scene(app) == "separable" and len(app.text) == 1
    assert app.query_params["mix"] == "1 1 1 1; 1 −1 0 0"


def test_a_kernel_that_makes_numbers_too_large_is_said_and_the_groups_stay() -> None:
    app = page(s=link.encode(presets()["depthwise"]), mix="1e6 1e6 1e6")
    assert scene(app) == "groups"
    assert any("make those of p smaller" in each.value for each in app.text)
