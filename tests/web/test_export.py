"""The route that makes files: any address gives its file or says why not, and work can be ended."""

from __future__ import annotations

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from starlette.types import Message

import convviz as cv
from convviz.export.sight import sight
from convviz.formats import link
from convviz.web.change import MOST_BYTES
from convviz.web.export import make, offer, route, saving
from tests.languages import is_chinese


def asked(
    query: dict[str, str] | None = None, body: bytes | None = None, *, stays: int = 10**6
) -> tuple[int, dict[str, str], bytes]:
    """Ask the route; whoever asks goes after so many pieces of the answer."""
    path = route()
    sent: list[Message] = []
    left = asyncio.Event()
    told = [{"type": "http.request", "body": body or b"", "more_body": False}]

    async def receive() -> Message:
        if told:
            return told.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)
        if len(sent) > stays:
            left.set()

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET" if body is None else "POST",
        "path": path.path,
        "query_string": urlencode(query or {}).encode(),
        "headers": [],
    }

    async def ask() -> None:
        await asyncio.wait_for(path.app(scope, receive, send), 60)

    with ThreadPoolExecutor(1) as pool:  # where browser tests run, this thread has a loop already
        pool.submit(asyncio.run, ask()).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:])


PAGES: dict[str, dict[str, str]] = {
    "multi_input": {"page": ""},
    "multi_output": {"page": "multi_output", "step": "7", "g": "product"},
    "photo": {"page": "pointwise", "photo": "1", "step": "2"},
    "separable": {"page": "groups", "mix": "1 2 3 4; 4 3 2 1"},
    "receptive_field": {"page": "receptive_field", "layers": "k3s1p0d1", "size": "5"},
    "two_kernels": {"page": "receptive_field", "first": "[[1,2]]", "second": "[[1],[2]]"},
    "cost": {"page": "cost", "compare": "kinds", "design": "3 -> 8, 3x3, 9x9", "by": "2"},
    "max_pooling": {"page": "pooling"},
}


@pytest.mark.parametrize("scene", PAGES)
def test_every_page_with_a_stage_is_saved_as_it_is_seen(scene: str) -> None:
    status, headers, body = asked({**PAGES[scene], "format": "svg", "dark": "1"})
    assert status == 200, body
    film, walk, step, _ = sight(PAGES[scene]["page"], PAGES[scene])
    assert film.scene == scene
    assert body == cv.export(film, "svg", step, dark=True)
    assert f"convviz_{scene}" in headers["content-disposition"]
    assert walk is None


@pytest.mark.parametrize("walk", ["output", "window"])
def test_a_walk_shows_what_it_has_come_by(walk: str) -> None:
    query = {"walk": walk, "step": "11", "g": "window"}  # position 10: channel 2, window (1, 0)
    film, positions, step, name = sight("multi_output", query)
    assert (positions, step) == {"output": ([8, 9, 10, 11], 3), "window": ([2, 6, 10], 3)}[walk]
    assert name == "d2l_three_out"
    _, _, body = asked({"page": "multi_output", **query, "format": "svg"})
    all_of_them = cv.export(film, "svg", 11)
    assert body != all_of_them and b">56<" not in body


def test_a_changed_lesson_comes_by_post_and_names_its_sizes() -> None:
    experiment = cv.Experiment(np.arange(18).reshape(2, 3, 3), np.ones((1, 2, 2, 2)), [0.1])
    request = {"page": "", "s": link.encode(experiment), "format": "json"}
    status, headers, body = asked(body=json.dumps(request).encode())
    assert status == 200 and link.from_json(body.decode())[0] == experiment
    assert headers["content-disposition"].endswith("convviz_multi_input_2x3x3_1x2x2x2.json")


def test_progress_is_told_line_by_line_and_then_the_file() -> None:
    query = {"page": "", "g": "window", "format": "gif", "scale": "1", "progress": "1"}
    status, _, body = asked(query)
    lines = body.split(b"\n", 6)
    assert status == 200 and lines[:5] == [f"{done} 5".encode() for done in range(5)]
    assert lines[5] == b"file convviz_multi_input_d2l_two_in.gif image/gif"
    with Image.open(io.BytesIO(lines[6])) as image:
        assert getattr(image, "n_frames", 1) == 5
    refused = asked({**query, "scale": "3", "lang": "zh"})[2].decode()
    assert refused.startswith("refused ") and is_chinese(refused)


def test_work_ends_when_its_asker_has_gone() -> None:
    query = {"page": "", "g": "product", "format": "webp", "scale": "1", "progress": "1"}
    _, _, body = asked(query, stays=3)
    lines = body.decode().splitlines()
    assert lines and not any(line.startswith("file") for line in lines)
    assert len(lines) < 10  # of 33 frames


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"page": "nowhere"}, 422),
        ({"page": "", "format": "exe"}, 422),
        ({"page": "", "s": "broken"}, 422),
        ({"page": "", "scale": "-1"}, 422),
        ({"page": "", "seconds": "nan"}, 422),
        ({"page": "", "format": "gif", "seconds": "99"}, 422),
        ({"page": "", "arrangement": "upside down"}, 422),
        ({"page": "cost", "format": "npz"}, 422),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(query: dict[str, str], status: int) -> None:
    found, _, body = asked({**query, "lang": "zh"} if query else {})
    assert found == status
    message = json.loads(body)["refused"]["message"]
    assert message and (not query or is_chinese(message))


@pytest.mark.parametrize("body", [b"", b"[]", b'{"page": 3}', b"\xff", b"[" * 10**5])
def test_a_body_that_is_no_request(body: bytes) -> None:
    assert asked(body=body)[0] == 400


def test_a_body_that_is_too_large() -> None:
    assert asked(body=b" " * (MOST_BYTES + 1))[0] == 413


@given(
    st.dictionaries(
        st.sampled_from(["page", "s", "step", "g", "walk", "scale", "dark", "mix", "by", "layers"]),
        st.text(max_size=12) | st.sampled_from(["", "groups", "cost", "1", "product", "window"]),
    )
)
@settings(max_examples=60)
def test_any_address_gives_a_file_or_a_refusal(query: dict[str, Any]) -> None:
    try:
        file = make({**query, "format": "svg"}, lambda done, count: None)
    except cv.ExperimentError as error:
        assert str(error)
    else:
        assert file.content.startswith(b"<svg")


def test_what_is_offered_is_said_in_the_language() -> None:
    told = offer("zh")
    assert all(is_chinese(each["title"]) for each in told["formats"])
    assert told["words"]["Copy picture"] == "复制图片"
    assert offer("xx")["words"] == {}
    assert saving(root="..")["tensors"] is True
