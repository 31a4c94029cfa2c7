"""What the practice page asks: an exercise without its key, a verdict, the key at last."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from convviz.lessons.contents import CONTENTS
from convviz.lessons.exercises import ALL_KINDS, CHAPTER, KINDS, LEVELS, exercise
from convviz.playback.practised import MIXED, choices
from convviz.web import practice
from convviz.web.practice import MOST_BYTES, PAGE, answer, page
from tests.languages import is_chinese
from tests.web.test_change import JSON, posted
from tests.web.test_server import ask, run


def told(**fields: Any) -> Any:
    status, said = answer(fields)
    assert status == 200, said
    json.dumps(said)
    return said


@pytest.mark.parametrize("level", range(LEVELS))
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_what_is_sent_before_an_answer_does_not_hold_it(kind: str, level: int) -> None:
    for seed in range(4):
        made = exercise(kind, seed, level)
        said = told(kind=kind, seed=seed, level=level)
        assert said.keys().isdisjoint({"key", "answer"})
        rows = [row for grid in said["grids"] for row in grid["rows"]]
        cells = {name: value for row in rows for name, _, value in row}
        assert cells.keys() == {*made.blanks, *made.given}
        assert {name for name, value in cells.items() if value is None} == {*made.blanks}
        if not said["picture"]:
            continue
        for element in ET.fromstring(said["picture"]).iter():
            named = element.get("data-cell") or element.get("data-slot") or ""
            computed = named.split(" ")[0] in ("y", "p", "sum", "total", "equation")
            text = "".join(element.itertext())
            assert not (computed and any(sign.isdigit() for sign in text)), named


def test_a_verdict_names_the_mistake_and_the_step() -> None:
    made = exercise("number", 5, 2)
    stacked = " and ".join(f"{made.key[name]:g}" for name in ("sum 0", "sum 1"))
    answers = {**{name: str(value) for name, value in made.key.items()}, "total": stacked}
    said = told(kind="number", seed=5, level=2, answers=answers)
    assert not said["right"]
    assert said["cells"]["sum 0"] == {"right": True} and "answer" not in said
    wrong = said["cells"]["total"]
    assert wrong["mistake"]["name"] == "stacked"
    assert wrong["where"]["page"] == "multi_output" and "step=" in wrong["where"]["query"]
    right = {name: str(value) for name, value in made.key.items()}
    assert told(kind="number", seed=5, level=2, answers=right)["right"]
    assert wrong["mistake"]["shown"]
    both = told(kind="number", seed=5, level=2, blank="total", beside="stacked")["beside"]
    assert both["wrong"]["number"].replace("−", "-") == stacked
    assert both["right"]["number"].replace("−", "-") == f"{made.key['total']:g}"


def test_the_key_comes_when_it_is_asked_for() -> None:
    made = exercise("map", 3, 1)
    shown = told(kind="map", seed=3, level=1, reveal=True)["key"]
    assert made.check(shown)


@pytest.mark.parametrize("kind", CHAPTER)
def test_the_chapters_answers_come_in_words_once_they_are_right_or_asked_for(kind: str) -> None:
    made = exercise(kind, 3, 3)
    asked_for = told(kind=kind, seed=3, level=3, reveal=True)
    assert made.check(asked_for["key"])
    found = told(kind=kind, seed=3, level=3, answers=asked_for["key"])
    assert found["right"] and found["answer"] == asked_for["answer"]
    assert found["answer"]["text"] == str(made.answer)
    known = {entry.address for entry in CONTENTS}
    assert found["answer"]["page"] in known
    first = next(iter(made.key))
    assert "answer" not in told(
        kind=kind, seed=3, level=3, answers={**asked_for["key"], first: "−77"}
    )


def test_all_kinds_can_be_chosen() -> None:
    named = [name for _, group in choices()["kinds"] for name, _ in group]
    assert named == [MIXED, *ALL_KINDS]


def test_all_kinds_take_turns() -> None:
    assert [told(kind="mixed", seed=seed)["kind"] for seed in range(len(KINDS))] == [*KINDS]


def test_in_chinese() -> None:
    said = told(kind="count", seed=1, level=3, lang="zh")
    assert is_chinese(said["question"]) and is_chinese(said["title"]) and said["lang"] == "zh-Hans"
    refused = told(kind="count", seed=1, lang="zh", answers={"weights": "many"})
    assert is_chinese(refused["cells"]["weights"]["refused"])
    assert "练习" in page("zh")


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (3, 400),
        ({"kind": "map", "answers": 3}, 400),
        ({"kind": "map", "answers": {"y 0 0 0": 3}}, 400),
        ({"kind": "poem"}, 422),
        ({"kind": "map", "seed": "x"}, 422),
        ({"kind": "mixed", "seed": -1}, 422),
        ({"kind": "map", "level": 9}, 422),
    ],
)
def test_what_is_no_question_is_told_so(message: object, status: int) -> None:
    found, said = answer(message)
    assert found == status and said["refused"]["message"]


@settings(max_examples=150)
@given(
    st.fixed_dictionaries(
        {"kind": st.sampled_from([*KINDS, "mixed"]) | JSON},
        optional={
            "seed": st.integers(0, 2**60) | JSON,
            "level": st.integers(-1, 4) | JSON,
            "lang": st.sampled_from(["zh", "en"]) | JSON,
            "answers": st.dictionaries(st.text(max_size=6), st.text(max_size=30)) | JSON,
            "reveal": JSON,
        },
    )
    | JSON
)
def test_whatever_comes_is_answered(message: object) -> None:
    status, said = answer(message)
    assert status in (200, 400, 422)
    json.dumps(said)


def test_the_route_and_the_page() -> None:
    app = Starlette(routes=practice.routes())
    route = practice.routes()[0]
    shown = run(ask(app, PAGE, headers=[("accept-language", "zh-CN,en;q=0.5")]))
    assert shown.status == 200 and "练习".encode() in shown.body
    for body, status in ((b"{", 400), (b"x" * (MOST_BYTES + 1), 413), (b'{"kind": "sums"}', 200)):
        assert posted(body, route=route)[0] == status
