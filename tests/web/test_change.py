"""The stateless route: a document and a change in, the new document and its picture out."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route
from starlette.types import Message

from convviz.core.experiment import Experiment
from convviz.formats import link
from convviz.formats.packing import MAX_TEXT
from convviz.lessons import editing
from convviz.lessons.content import MOST_TEXT
from convviz.lessons.course import LESSONS
from convviz.lessons.presets import preset
from convviz.playback.animation import animate
from convviz.web import change
from convviz.web.change import MOST_BYTES, answer
from convviz.words import language
from tests.languages import is_chinese

D2L = preset("d2l_three_out").experiment


def asked(scene: str = "multi_output", s: str = "", **fields: Any) -> Any:
    return answer({"scene": scene, "s": s, **fields})


def given_back(scene: str = "multi_output", s: str = "", **fields: Any) -> tuple[Experiment, Any]:
    status, told = asked(scene, s, **fields)
    assert status == 200, told
    return link.decode(told["s"], MOST_TEXT)[0], told


@pytest.mark.parametrize("scene", LESSONS)
def test_without_a_change_it_gives_the_first_example_and_its_picture(scene: str) -> None:
    lesson = LESSONS[scene]
    experiment, told = given_back(scene, change={})
    assert experiment == lesson.accept(preset(lesson.examples[0]).experiment)[0]
    made = animate(experiment, lesson.scene({})).payload()
    same = ("label", "layout", "svg", "base", "frames", "forms", "stops", "reads", "cells")
    assert {name: told["data"][name] for name in same} == {name: made[name] for name in same}
    assert told["data"]["scene"] == scene
    assert json.loads(json.dumps(told)) == json.loads(json.dumps(asked(scene)[1]))


def test_an_edited_cell_is_in_the_answer() -> None:
    experiment, told = given_back(change={"at": "x 0 0 1", "text": "-1/4"})
    assert experiment == editing.set_cell(D2L, "x 0 0 1", "-0.25")
    assert told["data"]["base"]["x 0 0 1"][0] == "−0.25"
    again, _ = given_back(s=told["s"], change={"at": "k 2 1 0 0", "text": "9"})
    assert again == editing.set_cell(experiment, "k 2 1 0 0", "9")


def test_a_pasted_block_is_in_the_answer() -> None:
    experiment, _ = given_back(change={"at": "x 0 0 0", "text": "1 2\n3 4", "pasted": True})
    assert experiment.x[0, :2, :2].tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("scene", LESSONS)
def test_every_number_of_a_lesson_can_be_set(scene: str) -> None:
    lesson = LESSONS[scene]
    for number in lesson.numbers:
        first, _ = given_back(scene)
        least, most = number.ends(first)
        chosen = min(most, least + 1)
        status, told = asked(scene, change={"size": {number.name: chosen}})
        if status == 200:
            changed = link.decode(told["s"], MOST_TEXT)[0]
            assert number.read(changed) == chosen, number.name
            assert changed == lesson.accept(number.change(first, chosen))[0]
        else:
            assert (status, told["refused"]["at"]) == (422, number.name)
        for wrong in (least - 1, most + 1, 1.5, "2", None, True):
            status, told = asked(scene, change={"size": {number.name: wrong}})
            assert (status, told["refused"]["at"]) == (422, number.name)


def test_an_example_an_option_and_the_way_back() -> None:
    sobel, told = given_back(change={"example": "sobel"})
    assert sobel == preset("sobel").experiment
    assert told["data"]["choices"]["example"] == "sobel"
    edited, told = given_back(s=told["s"], change={"at": "x 0 0 0", "text": "5"})
    assert edited != sobel and told["data"]["changed"]
    back, told = given_back(s=told["s"], change={"reset": True})
    assert back == sobel and not told["data"]["changed"]
    _, told = given_back("pooling", change={"option": {"pooling": "average"}})
    assert told["data"]["headline"] == "Of each window the mean stays"
    _, kept = given_back("pooling", told["s"], change={"at": "x 0 0 0", "text": "5"})
    assert kept["data"]["headline"] == told["data"]["headline"]
    flipped, told = given_back("geometry", change={"option": {"kernel": "flipped"}})
    first, _ = given_back("geometry")
    assert flipped == editing.flip(first)
    assert given_back("geometry", told["s"], change={"option": {"kernel": "as it is"}})[0] == first


def test_a_picture_that_the_browser_holds_is_not_sent_again() -> None:
    _, told = given_back(change={"at": "x 0 0 0", "text": "1"})
    held = told["data"]["layout"]
    assert told["data"]["svg"]
    assert given_back(change={"at": "x 0 0 0", "text": "2"}, held=held)[1]["data"]["svg"] == ""
    assert given_back(change={"size": {"c_in": 3}}, held=held)[1]["data"]["svg"]


def test_a_refusal_says_where_and_why_in_the_language_of_the_visitor() -> None:
    status, told = asked(change={"at": "x 0 0 1", "text": "abc"})
    assert (status, told["refused"]["at"]) == (422, "x 0 0 1")
    assert "“abc” is not a number" in told["refused"]["message"]
    for wrong in (
        {"change": {"at": "x 0 0 1", "text": "abc"}},
        {"change": {"size": {"c_in": 99}}},
        {"change": {"example": "none"}},
        {"change": {"option": {"pooling": "min"}}},
        {"s": "broken"},
    ):
        status, told = answer({"scene": "multi_output", "lang": "zh", **wrong})
        assert status == 422, wrong
        assert is_chinese(told["refused"]["message"]), told
    assert language() == "en"  # the language of a request ends with it


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "x",
        {},
        {"scene": "none"},
        {"scene": 3},
        {"scene": "multi_output", "s": 3},
        {"scene": "multi_output", "held": []},
        {"scene": "multi_output", "code": {}},
        {"scene": "multi_output", "change": "x"},
        {"scene": "multi_output", "change": {"more": 1}},
        {"scene": "multi_output", "change": {"at": "x 0 0 0"}},
        {"scene": "multi_output", "change": {"at": 1, "text": "1"}},
        {"scene": "multi_output", "change": {"at": "x 0 0 0", "text": 1}},
        {"scene": "multi_output", "change": {"size": 3}},
        {"scene": "multi_output", "change": {"option": []}},
        {"scene": "multi_output", "change": {"example": 3}},
        {"scene": "multi_output", "change": {"reset": 1}},
        {"scene": "multi_output", "change": {"reset": True, "example": "sobel"}},
    ],
)
def test_what_is_no_request_is_told_so(message: object) -> None:
    status, told = answer(message)
    assert status == 400
    assert told["refused"]["message"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
HOSTILE = st.fixed_dictionaries(
    {"scene": st.sampled_from([*LESSONS]) | JSON},
    optional={
        "s": st.just("") | st.sampled_from([link.encode(D2L), link.encode(D2L)[:-3]]) | JSON,
        "held": JSON,
        "code": st.sampled_from(["loops", "numpy", ""]) | JSON,
        "lang": st.sampled_from(["zh", "en", "xx"]) | JSON,
        "change": st.fixed_dictionaries(
            {},
            optional={
                "at": st.sampled_from(["x 0 0 0", "k 0 0 0 0", "b 0", "y 0 0 0", "x 9999 0"])
                | JSON,
                "text": st.text(max_size=40) | JSON,
                "pasted": JSON,
                "size": st.dictionaries(
                    st.sampled_from(["c_in", "k_h", "stride h", "before w", "?"]), JSON, max_size=2
                )
                | JSON,
                "example": st.sampled_from(["sobel", ""]) | JSON,
                "option": st.dictionaries(st.sampled_from(["pooling", "kernel", "?"]), JSON) | JSON,
                "reset": JSON,
            },
        )
        | JSON,
    },
)


@given(HOSTILE | JSON)
def test_whatever_comes_is_answered(message: object) -> None:
    status, told = answer(message)
    assert status in (200, 400, 422)
    assert told.keys() == ({"s", "data"} if status == 200 else {"refused"})
    json.dumps(told)


def test_the_largest_lesson_with_long_numbers_is_taken() -> None:
    rng = np.random.default_rng(3)
    largest = Experiment(x=rng.normal(size=(8, 12, 12)), weight=rng.normal(size=(8, 8, 7, 7)))
    text = link.encode(largest, None, MOST_TEXT)
    assert len(text) > MAX_TEXT  # no address has room for it
    edited, told = given_back(s=text, change={"at": "x 7 11 11", "text": "7"})
    assert edited == editing.set_cell(largest, "x 7 11 11", "7")
    name = told["kept"]["name"]  # what an address says of them is asked about as well
    assert len(name) < 40 and "no room" in told["kept"]["said"]
    again, told = given_back(s=name, change={"at": "x 0 0 0", "text": "8"})
    assert again == editing.set_cell(edited, "x 0 0 0", "8")
    _, told = given_back(s=name, change={"example": "sobel"})
    assert "kept" not in told


def test_a_name_of_what_is_gone_is_refused_in_words() -> None:
    status, told = asked(s="k." + "a" * 24, change={"at": "x 0 0 0", "text": "8"}, lang="zh")
    assert (status, told["gone"]) == (422, True)
    assert is_chinese(told["refused"]["message"])
    status, told = asked(s="k.none")
    assert status == 422 and "gone" not in told


def posted(body: bytes, chunk: int = 65_536, route: Route | None = None) -> tuple[int, Any]:
    """Send a body to a route in chunks, as a server does."""
    asked = route or change.route()
    parts = [body[at : at + chunk] for at in range(0, len(body), chunk)] or [b""]
    sent: list[Message] = []

    async def receive() -> Message:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": asked.path, "headers": []}
    asyncio.run(asked.handle(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_the_route_answers_as_the_function_does() -> None:
    message = {"scene": "multi_output", "change": {"at": "x 0 0 1", "text": "7"}}
    status, told = posted(json.dumps(message).encode())
    assert (status, told) == (200, json.loads(json.dumps(answer(message)[1])))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"nan", b'"\\ud800"'])
def test_a_body_that_is_no_json_is_no_request(body: bytes) -> None:
    assert posted(body)[0] == 400


def test_a_body_that_is_too_large_is_not_read_to_its_end() -> None:
    status, told = posted(b" " * (MOST_BYTES + 1))
    assert status == 413
    assert str(MOST_BYTES) in told["refused"]["message"]
    assert posted(b" " * MOST_BYTES)[0] == 400
