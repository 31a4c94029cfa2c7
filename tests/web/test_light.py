"""The page of a lesson without a session, as text: language, numbers, nothing that is run."""

from __future__ import annotations

import json
import re

import pytest

from convviz.formats import link
from convviz.lessons import editing
from convviz.lessons.contents import CONTENTS
from convviz.lessons.presets import preset
from convviz.playback.stateless import contents, lesson_at
from convviz.web.light import language_of, page
from convviz.words import language

D2L = preset("d2l_three_out").experiment
ADDRESSES = [address for address, _ in contents()]


def told(source: str) -> dict[str, object]:
    """The data that a page holds."""
    found = re.search(r'<script type="application/json" data-part="data">(.*?)</script>', source)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def test_every_lesson_has_one() -> None:
    assert [entry.address for entry in CONTENTS if entry.presents] == ADDRESSES
    assert {*ADDRESSES} < {entry.address for entry in CONTENTS}
    assert [lesson_at(address) for address in ("", "cost", "lecture", "none")] == [
        *("multi_input", "cost", "", "")
    ]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_script_but_the_files_of_the_app_can_run(address: str, lang: str) -> None:
    source = page(address, lang=lang)
    scripts = re.findall(r"<script([^>]*)>", source)
    assert scripts[0] == ' type="application/json" data-part="data"'
    assert [re.sub("-[0-9a-f]+", "-…", script) for script in scripts[1:]] == [
        ' type="module" src="../convviz/static/light-….js"'
    ]
    assert not re.search(r"<[^>]+\son\w+=", source)
    assert language() == "en"


def test_numbers_of_a_link_are_in_the_page() -> None:
    text = link.encode(editing.set_cell(D2L, "x 0 0 1", "77"))
    data = told(page("multi_output", text))
    assert link.decode(str(data["text"]))[0].x[0, 0, 1] == 77


@pytest.mark.parametrize("text", ["1.broken", "</script><script>alert(1)</script>", "x" * 40_000])
def test_a_broken_link_gives_way_to_the_example(text: str) -> None:
    source = page("multi_output", text)
    assert "alert" not in source
    data = told(source)
    assert link.decode(str(data["text"]))[0] == D2L
    assert "The default example is shown instead." in json.dumps(data)


@pytest.mark.parametrize(
    ("asked", "accepted", "name"),
    [
        ("zh", "en", "zh"),
        ("zh-TW", "", "zh"),
        ("tlh", "zh-CN,zh;q=0.9", "zh"),
        (None, "de, zh;q=0.5, en;q=0.4", "zh"),
        (None, "de", "en"),
        (None, "", "en"),
        ("", "*", "en"),
    ],
)
def test_the_language_is_that_of_the_address_else_of_the_browser(
    asked: str | None, accepted: str, name: str
) -> None:
    assert language_of(asked, accepted) == name
