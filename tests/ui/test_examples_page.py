"""The page of all examples, and the way to it, below the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from convviz.export.gallery import cards
from convviz.lessons.course import LESSONS
from convviz.words import use
from tests.components import components
from tests.languages import is_chinese
from tests.ui.test_pages import SCRIPT, run


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    use(None)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_tells_every_card_in_the_language(lang: str) -> None:
    use(lang)
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["lang"] = lang
    app.switch_page("examples.py")
    (component,) = components(run(app), "gallery")
    data = json.loads(component.proto.json)
    told = [card for _, found in data["groups"] for card in found]
    assert [card["name"] for card in told] == [*cards()]
    for title, _ in data["groups"]:
        assert is_chinese(title) == (lang == "zh")
    for card in told:
        assert is_chinese(card["note"]) == (lang == "zh"), card
        assert card["query"] == dict(cards()[card["name"]].query)


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_leads_to_it(name: str) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    if name != "multi_input":
        app.switch_page(f"{name}.py")
    links = [each.proto.body for each in run(app).get("html") if "convviz-link" in each.proto.body]
    assert any('<a class="convviz-link" href="./examples"' in link for link in links)
