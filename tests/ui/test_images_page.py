"""The page of pictures below the browser: its controls, its address, what the component tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from convviz.lessons.filters import KERNEL_SETS
from convviz.lessons.pictures import SHIPPED
from convviz.lessons.study import Study, read
from convviz.words import say, use
from tests.components import components, control, trigger
from tests.languages import english, is_chinese
from tests.ui.test_pages import SCRIPT, run


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    use(None)


def opened(lang: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params.update({"lang": lang, **address})
    app.switch_page("images.py")
    return run(app)


def sent(app: AppTest) -> dict[str, Any]:
    (component,) = components(app, "images")
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def query(app: AppTest) -> dict[str, Any]:
    """What is asked for; the address says the same."""
    found: dict[str, Any] = sent(app)["query"]
    said = app.query_params
    assert found == {name: _one(said[name]) for name in said if name not in ("lang", "at")}
    return found


def _one(value: Any) -> str:
    return str(value[0]) if isinstance(value, list) else str(value)


def chosen(app: AppTest, name: str, title: str) -> AppTest:
    control(app.selectbox, name).set_value(title)
    return run(app)


def test_it_opens_with_a_photograph_and_edges() -> None:
    app = opened()
    assert query(app) == {"picture": "astronaut", "kernels": "sobel"}
    assert app.title[0].value == "Images"
    assert KERNEL_SETS["sobel"].note == app.caption[0].value
    assert app.caption[-1].value == SHIPPED["astronaut"].credit
    assert not app.text and [each.label for each in app.toggle] == ["File"]


@pytest.mark.parametrize("name", KERNEL_SETS)
def test_every_set_is_chosen_and_says_what_to_look_for(name: str) -> None:
    app = chosen(opened(), "kernel_set", name)
    assert query(app)["kernels"] == name
    assert app.caption[0].value == KERNEL_SETS[name].note
    assert control(app.selectbox, "shown_as").value == KERNEL_SETS[name].shown
    assert len(app.toggle) == (3 if KERNEL_SETS[name].filters.second is not None else 1)


def test_what_stands_between_two_layers_is_switched() -> None:
    app = opened(kernels="corners", picture="shapes")
    control(app.toggle, "relu").set_value(False)
    assert query(run(app)) == {"picture": "shapes", "kernels": "corners", "relu": "0"}
    control(app.toggle, "pool").set_value(False)
    control(app.toggle, "relu").set_value(True)
    assert query(run(app)) == {"picture": "shapes", "kernels": "corners", "pool": "0"}


def test_an_address_opens_what_it_says_and_one_that_is_broken_says_so() -> None:
    address = Study("coffee").choose("emboss").edit(1, "k 0 0 1 1", "5").write()
    app = opened(**address)
    assert query(app) == address and not app.text
    assert control(app.selectbox, "kernel_set").value == "own"
    app = opened(kernels="own", own="1.broken")
    assert "broken" in app.text[0].value and "default" in app.text[0].value
    assert sent(app)["query"] == Study().write()


def test_a_weight_that_is_edited_makes_the_kernels_ones_own() -> None:
    app = opened()
    told = {"layer": 1, "cell": "k 1 2 0 0", "text": "-3/2", "pasted": False, "n": 1}
    trigger(app, "images", "weight", told)
    run(app)
    assert read(query(app)).filters.first[1, 2, 0, 0] == -1.5
    assert control(app.selectbox, "kernel_set").value == "own"
    trigger(app, "images", "weight", {**told, "text": "1 2\n3 4", "pasted": True, "n": 2})
    assert read(query(run(app))).filters.first[1, 2, :2, :2].tolist() == [[1, 2], [3, 4]]
    before = query(app)
    trigger(app, "images", "weight", {**told, "text": "many", "n": 3})
    assert query(run(app)) == before and "many" in app.text[0].value
    app = chosen(app, "kernel_set", "prewitt")
    assert query(app)["kernels"] == "prewitt" and not app.text


def test_nonsense_from_the_component_changes_nothing() -> None:
    app = opened()
    for event, value in (("weight", {"layer": 3}), ("weight", 1), ("picture", []), ("picture", {})):
        trigger(app, "images", event, value)
        assert query(run(app)) == Study().write()


def test_a_picture_that_is_brought_is_one_to_choose() -> None:
    app = opened()
    name = f"k.{'Ab1' * 8}"
    trigger(app, "images", "picture", {"name": name, "notes": []})
    assert query(run(app))["picture"] == name
    chooser = control(app.selectbox, "picture")
    assert chooser.options[-1] == "Your picture" and chooser.value == name
    app = chosen(app, "picture", "shapes")
    assert control(app.selectbox, "picture").options[-1] == "Your picture"
    assert query(app)["picture"] == "shapes"


def test_what_is_shown_stays_while_another_page_is_visited() -> None:
    app = chosen(opened(), "kernel_set", "blur")
    app.switch_page("multi_output.py")
    run(app)
    app.query_params.clear()
    app.switch_page("images.py")
    assert query(run(app))["kernels"] == "blur"


def test_in_chinese_nothing_is_english() -> None:
    use("zh")
    app = opened("zh", kernels="corners")
    said = [app.title[0].value, *(each.value for each in app.caption)]
    said += [*(each.label for each in app.toggle), *(each.label for each in app.selectbox)]
    said += [option for each in app.selectbox for option in each.options]
    names = {"Sobel", "Prewitt", "Laplacian"}
    for text in said:
        assert (is_chinese(text) or text == say("ReLU")) and not english(text) - names, text
