"""Pictures without a session: kept, drawn, pointed at; whatever is asked, there is an answer."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from starlette.types import Message, Scope

from convviz.core.feature_maps import maps
from convviz.formats.image import MOST_BYTES
from convviz.lessons.pictures import picture
from convviz.lessons.study import Study
from convviz.web import images
from convviz.web.headers import CAMERA_VARIABLE, camera_allowed, security_headers
from tests.formats.test_image import COLOURS, file
from tests.languages import is_chinese

ROUTES = {route.path.rpartition("/")[2]: route for route in images.routes()}


def asked(what: str, body: bytes | None = None, **query: Any) -> tuple[int, Any]:
    """Ask a route as a browser does."""
    parts = [body[at : at + 2**16] for at in range(0, len(body), 2**16)] if body else [b""]
    sent: list[Message] = []

    async def receive() -> Message:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "GET" if body is None else "POST",
        "path": ROUTES[what].path,
        "headers": [],
        "query_string": urlencode(query).encode(),
    }
    asyncio.run(ROUTES[what].handle(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


def pixels(url: str) -> Any:
    """The bytes of a picture's pixels."""
    kind, _, content = url.partition(",")
    assert kind == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(content))))


def test_a_picture_is_kept_and_its_maps_are_drawn_at_full_size() -> None:
    status, told = asked("keep", file(Image.fromarray(COLOURS)))
    assert status == 200 and told["notes"] == []
    status, study = asked("maps", picture=told["name"], kernels="sobel")
    assert status == 200 and (study["height"], study["width"]) == (20, 30)
    inputs, outputs = study["rows"]
    assert (pixels(inputs["pictures"][0]["url"]) == COLOURS).all()
    assert (pixels(inputs["pictures"][2]["url"]) == COLOURS[..., 1]).all()
    _, y = maps(Study().filters, np.moveaxis(COLOURS, -1, 0), 1)
    for made, drawn in zip(y, outputs["pictures"], strict=True):
        level = pixels(drawn["url"]).astype(int) - 127  # a palette: 0 in its middle
        assert level.shape == made.shape == (18, 28)
        # Every sign is seen, and a larger number has no weaker colour.
        assert (np.sign(level) == np.sign(made))[np.abs(made) > 1].all()
        order = np.argsort(made.ravel())
        assert (np.diff(level.ravel()[order]) >= 0).all()


def test_the_number_under_the_pointer_is_that_of_the_map() -> None:
    _, y = maps(Study().filters, picture("shapes").pixels, 1)
    told = asked("window", picture="shapes", layer=1, o=1, row=40, col=50)[1]
    assert told["total"].replace("−", "-") == f"{y[1, 40, 50]:g}"
    assert len(told["patch"]) == 3 and told["s"]
    row = asked("added", picture="shapes", layer=1, o=1)[1]
    assert [each["label"] for each in row["pictures"]] == ["K·R", "K·G", "K·B"]


@pytest.mark.parametrize(
    ("what", "query", "said"),
    [
        ("maps", {"picture": f"k.{'A' * 24}"}, "no longer kept"),
        ("maps", {"kernels": "nosuch"}, "no kernels"),
        ("maps", {"kernels": "own", "own": "1.AAAA"}, "broken"),
        ("added", {"layer": "2", "o": "0"}, "no layer"),
        ("added", {"layer": "1", "o": "7"}, "no map 7"),
        ("window", {"layer": "1", "o": "0", "row": "-1", "col": "0"}, "whole number"),
        ("window", {"layer": "1", "o": "0", "row": "9999", "col": "0"}, "no row 9999"),
    ],
)
def test_what_can_not_be_is_refused_in_words(what: str, query: dict[str, str], said: str) -> None:
    status, told = asked(what, None, **query)
    assert status == 422 and said in told["refused"]["message"]
    status, told = asked(what, None, quiet=1, lang="zh", **query)
    assert status == 200 and is_chinese(told["refused"]["message"])


def test_what_is_no_picture_is_not_kept() -> None:
    assert "This is no picture" in asked("keep", b"hello")[1]["refused"]["message"]
    assert "damaged" in asked("keep", file(Image.fromarray(COLOURS))[:200])[1]["refused"]["message"]
    status, told = asked("keep", bytes(MOST_BYTES + 1))
    assert status == 422 and "more than 32 MB" in told["refused"]["message"]


NAMES = ("picture", "kernels", "own", "relu", "pool", "show", "layer", "o", "row", "col", "lang")
VALUES = st.sampled_from(["shapes", "sobel", "own", "1", "2", "0", "zh", "999"]) | st.text(
    max_size=9
)


@given(
    st.sampled_from(["added", "window"]),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=9),
)
def test_any_query_has_an_answer(what: str, query: dict[str, str]) -> None:
    tell = images.told_added if what == "added" else images.told_window
    assert images.answer({"picture": "shapes", **query}, tell).status_code in (200, 422)


def test_the_camera_is_allowed_by_a_setting_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not camera_allowed()
    assert "camera=()," in security_headers()["Permissions-Policy"]
    monkeypatch.setenv(CAMERA_VARIABLE, "1")
    assert camera_allowed()
    assert "camera=(self)," in security_headers(camera=True)["Permissions-Policy"]
