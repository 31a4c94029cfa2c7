"""The page of a lecture below the browser: links, files, refusals; nothing of it is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from convviz.lessons.lecture import Lecture, Place, decode, document, encode, to_json
from convviz.playback.chapter import chapter
from convviz.ui.lecture import CHAPTER
from convviz.words import use
from tests.components import components, trigger
from tests.languages import english, is_chinese
from tests.ui.test_pages import SCRIPT, run

MINE = Lecture("Monday", [Place("", {"step": "2"}), Place("matrix", {"g": "window"}, 4, "a", "b")])


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    use(None)


def opened(lang: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params.update({"lang": lang, **address})
    app.switch_page("lecture.py")
    return run(app)


def sent(app: AppTest) -> dict[str, Any]:
    (component,) = components(app, "lecture")
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def ask(app: AppTest, kind: str, text: object) -> dict[str, Any]:
    """Ask as the list does, and give the answer."""
    trigger(app, "lecture", "asked", {"n": kind, "kind": kind, "text": text})
    answer: dict[str, Any] = sent(run(app))["answer"]
    assert (answer.pop("n"), answer.pop("kind")) == (kind, kind)
    return answer


def test_the_page_brings_the_lecture_of_the_chapter_and_the_titles_of_pages() -> None:
    data = sent(opened())
    assert data["chapter"] == document(chapter())
    assert data["opened"] is None and data["answer"] is None
    assert {place["page"] for place in data["chapter"]["places"]} <= data["pages"].keys()
    assert "lecture" not in data["pages"]


def test_a_link_brings_its_lecture() -> None:
    link = encode(MINE)
    assert sent(opened(l=link))["opened"] == {"link": link, "lecture": document(MINE)}
    assert sent(opened(l=CHAPTER))["opened"]["lecture"] == document(chapter())


@pytest.mark.parametrize("link", ["x", "1.AAAA", encode(MINE)[:-4], "<b>", "1." + "A" * 40_000])
def test_a_broken_link_is_refused_in_words(link: str) -> None:
    data = sent(opened(l=link))["opened"]
    assert data["refused"].startswith("This link holds no lecture: ")
    assert is_chinese(sent(opened("zh", l=link))["opened"]["refused"])


def test_the_list_is_answered_with_its_link() -> None:
    app = opened()
    assert decode(ask(app, "link", to_json(MINE))["link"]) == MINE
    assert ask(app, "code", to_json(chapter())) == {"link": CHAPTER}


def test_a_file_is_read_or_refused_in_words() -> None:
    app = opened()
    assert ask(app, "file", to_json(MINE, indent=1)) == {"lecture": document(MINE)}
    assert "it is not JSON" in ask(app, "file", "PK\x03\x04")["refused"]
    assert (
        "place 1: there is no page 'moon'"
        in (ask(app, "file", '{"version": 1, "places": [{"page": "moon"}]}')["refused"])
    )


@pytest.mark.parametrize("message", [None, 3, "x", [], {}, {"kind": "file"}, {"text": ["a"]}])
def test_what_no_list_asks_breaks_nothing(message: object) -> None:
    app = opened()
    trigger(app, "lecture", "asked", message)
    assert "link" not in (sent(run(app))["answer"] or {})


def test_nothing_on_the_page_is_english_in_chinese() -> None:
    app = opened("zh")
    data = sent(app)
    read = [app.title[0].value, app.caption[0].value, *data["pages"].values()]
    read += [data["chapter"]["title"], *data["words"].values()]
    assert all(map(is_chinese, read))
    told = re.sub(r"\{\w+\}|https?:", "", " ".join(read))
    assert english(told) <= {"L", "N", "P", "K", "F", "Q", "B", "Esc", "Tab"}
