"""The early picture: what the page's own HTML says of a lesson."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from convviz.formats import link
from convviz.lessons.contents import CONTENTS
from convviz.lessons.course import LESSONS
from convviz.lessons.presets import PRESETS, preset
from convviz.playback.shown import name_of
from convviz.web import shell
from convviz.web.early import Asked, asked, early, own_scripts
from convviz.words import languages

HTML = (shell.STATIC_DIR / "index.html").read_text("utf-8")
ADDRESSES = [*(e.address for e in CONTENTS if name_of(e.address)), "receptive_field", "cost"]


class Asking(HTMLParser):
    """What a page asks for as it is read: the addresses in it that stand in no template."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth = 0
        self.now: list[str] = []
        self.later: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "template"
        found = dict(attrs)
        address = found.get("src") or found.get("href")
        if tag in ("script", "link") and address:
            (self.later if self.depth else self.now).append(address)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "template"


def data_of(html: str) -> dict[str, object]:
    found = re.search(r'id="convviz-early-data">(.*?)</script>', html, flags=re.DOTALL)
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


@pytest.mark.parametrize("lang", list(languages()))
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_lesson_has_one(address: str, lang: str) -> None:
    wanted = asked(address, {"lang": lang}, "")
    assert wanted
    picture = early(wanted)
    assert picture
    told = data_of(picture.body)["data"]
    assert isinstance(told, dict)
    assert told["svg"]
    assert told["frames"]
    assert picture.title.startswith(told["title"])
    assert f"<h1>{told['title']}</h1>" in picture.body
    assert told["contents"][0][0] == ""
    for _, label, *_ in told["choices"]["numbers"]:
        assert f'<span class="label">{label}</span>' in picture.body


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ({}, "", "en"),
        ({}, "zh-TW,zh;q=0.9,en;q=0.8", "zh"),
        ({}, "fr-FR,zh;q=0.9", "en"),  # the session asks for the first alone
        ({"lang": "zh"}, "en", "zh"),
        ({"lang": "xx"}, "zh", "zh"),
    ],
)
def test_its_language_is_that_of_the_session(
    query: dict[str, str], accepted: str, lang: str
) -> None:
    assert asked("", query, accepted) == Asked("", (), lang)


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("lecture", {}),
        ("nowhere", {}),
        ("pointwise", {"photo": "1"}),
        ("groups", {"mix": "1 0; 0 1"}),
        ("receptive_field", {"first": "1 2; 3 4"}),
        ("cost", {"compare": "mobilenet"}),
    ],
)
def test_a_page_that_shows_something_else_has_none(address: str, query: dict[str, str]) -> None:
    assert asked(address, query, "") is None


@pytest.mark.parametrize("text", ["1broken", "x" * 200_000, "1", "\x00", "1AAAA"])
def test_a_broken_link_has_none(text: str) -> None:
    """Streamlit's page says what is wrong with it, and is as it always was."""
    wanted = Asked("", (("s", text),), "en")
    assert early(wanted) is None
    assert shell.page(wanted=wanted) == shell.page()


def test_numbers_come_with_the_address() -> None:
    """Whatever example, on whatever page: it says the same as the session."""
    for each in PRESETS[::7]:
        text = link.encode(each.experiment, {"example": each.name})
        for name, lesson in LESSONS.items():
            address = "" if name == "multi_input" else name
            picture = early(Asked(address, (("s", text),), "en"))
            if picture is None:
                with pytest.raises(ValueError, match=r"."):
                    lesson.accept(preset(each.name).experiment)
                continue
            told = data_of(picture.body)
            view = told["view"]
            assert isinstance(view, dict)
            same = view["link"] == {"s": text}
            assert view["plain"] == (each.name == lesson.examples[0] and same)


def test_nothing_is_asked_for_before_it_is_painted() -> None:
    picture = early(Asked("", (), "en"))
    assert picture
    plain, made = Asking(shell.tailor(HTML)), Asking(shell.tailor(HTML, picture))
    icons = [address for address in made.now if not address.startswith("./static/")]
    assert icons == made.now
    players = [address for address in plain.now if "/player-" in address]
    assert len(players) == 1  # that one is in the page itself
    assert sorted([*made.later, *players, *icons]) == sorted(plain.now)


def test_its_scripts_can_stand_in_a_page() -> None:
    """They end where they end, and no comment begins in them."""
    inside = re.findall(r"<script[^>]*>(.*?)</script>", own_scripts(), flags=re.DOTALL)
    assert len(inside) == own_scripts().count("<script") == 2
    assert not any("<!--" in script for script in inside)
