"""Which language a visitor gets, below the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from convviz import words
from convviz.ui import language
from convviz.ui.state import KEY as LESSON
from tests.languages import catalog

SCRIPT = Path(__file__).parents[2] / "pages" / "navigation.py"


def page(**query: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    for name, value in query.items():
        app.query_params[name] = value
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def used(app: AppTest) -> str:
    return str(app.session_state[language.KEY])


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("zh-CN", "zh"),
        ("zh", "zh"),
        ("zh-Hant-HK", "zh"),
        ("zh-Hans-CN", "zh"),
        ("ZH", "zh"),
        ("zh_TW", "zh"),
        ("en-US", "en"),
        ("de-DE", "en"),
        ("", "en"),
        (None, "en"),
        ("not a locale", "en"),
        ("xx", "en"),
        ("*", "en"),
    ],
)
def test_the_browser_decides_at_the_first_visit(
    monkeypatch: pytest.MonkeyPatch, locale: str | None, name: str
) -> None:
    monkeypatch.setattr(language, "_locale", lambda: locale)
    assert used(page()) == name


def test_the_address_decides_over_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_locale", lambda: "zh-CN")
    assert used(page(lang="en")) == "en"
    monkeypatch.setattr(language, "_locale", lambda: "en")
    for tag in ("zh", "ZH", "zh-TW", "zh-tw", "zh-Hans-CN", "zh_CN"):
        assert used(page(lang=tag)) == "zh", tag


@pytest.mark.parametrize("name", ["", "de", "../zh", "zhx", "<b>"])
def test_an_unknown_language_in_the_address_is_passed_over(name: str) -> None:
    assert used(page(lang=name)) == "en"


def test_a_lesson_is_in_the_language_of_its_visitor_and_stays_the_same_lesson() -> None:
    app = page()
    before = app.session_state[LESSON]
    assert app.title[0].value == "Multiple input channels"
    app.query_params["lang"] = "zh"
    run(app)
    assert app.title[0].value == catalog("zh")["Multiple input channels"].string
    assert app.session_state[LESSON] is before
    assert app.get("bidi_component")
    assert words.language() == "en"  # outside a session, the language of the source
