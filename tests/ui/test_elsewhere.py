"""Addresses that are no lesson."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from convviz.lessons.contents import CONTENTS, sections
from convviz.ui import elsewhere
from tests.components import components

SCRIPT = Path(__file__).parents[2] / "pages" / "navigation.py"


def open_page(monkeypatch: pytest.MonkeyPatch, address: str, lang: str = "en") -> AppTest:
    """Open an address as a browser does that was given it."""
    monkeypatch.setattr(
        "streamlit.runtime.pages_manager.PagesManager.intended_page_name",
        property(lambda manager: address),
    )
    monkeypatch.setattr(
        "streamlit.runtime.pages_manager.PagesManager.intended_page_script_hash",
        property(lambda manager: ""),
    )
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("address", ["nosuch", "multi_outptu", "*<b>", "%2e%2e"])
def test_an_unknown_address_says_so_and_offers_the_lessons(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    app = open_page(monkeypatch, address)
    assert app.title[0].value == "No such page"
    assert address in app.text[0].value
    assert len(app.get("page_link")) == len(CONTENTS)


def test_in_chinese_too(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, "nosuch", "zh")
    assert not set("abcdefghijklm") & set(app.title[0].value)


def test_a_lesson_is_a_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, "pooling")
    assert len(components(app, "stage")) == 1


def test_an_address_of_several_parts_is_left_to_streamlit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "get_script_run_ctx", lambda: None)
    assert elsewhere.asked_page() == ""


def test_sections_hold_every_page_once_in_the_order_of_the_contents() -> None:
    assert tuple(entry for _, entries in sections() for entry in entries) == CONTENTS
    titles = [title for title, _ in sections()]
    assert len(set(titles)) == len(titles) > 2
