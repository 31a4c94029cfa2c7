"""Links and files bring back what was put in, and nothing else gets through."""

import base64
import json
import re
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from convviz.core.arguments import MAX_VALUE, ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats import link as share
from convviz.formats.link import decode, encode, from_json, to_json
from convviz.lessons.presets import presets
from tests.strategies import configurations, junk

DEFAULT = presets()["d2l_two_in"]
LINK = encode(DEFAULT, {"step": 3})
URL_SAFE = re.compile(r"[A-Za-z0-9._~-]+")
views = st.dictionaries(
    st.text(max_size=8),
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-1e9, 1e9)
    | st.text(max_size=share.MAX_VIEW_TEXT),
    max_size=5,
)


def packed(content: bytes) -> str:
    """Pack any content as a link would be."""
    packer = zlib.compressobj(zdict=share.COMMON)
    raw = packer.compress(content) + packer.flush()
    return "1." + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def refused(text: Any) -> bool:
    """Try a text; anything but a result or an ExperimentError fails the test."""
    try:
        decode(text)
    except ExperimentError as error:
        assert str(error).startswith("This link is broken: ")
        return True
    return False


@settings(max_examples=400)
@given(configurations(), views)
def test_configurations_come_back(c: dict[str, Any], view: dict[str, Any]) -> None:
    """Bring back every hyper-parameter and the view, deterministically."""
    e = Experiment(**c)
    text = encode(e, view)
    assert URL_SAFE.fullmatch(text)
    assert decode(text) == from_json(to_json(e, view)) == (e, view)
    assert encode(*decode(text)) == text


@settings(max_examples=300)
@given(
    arrays(
        np.float64,
        array_shapes(min_dims=3, max_dims=3, max_side=4),
        elements=st.floats(-MAX_VALUE, MAX_VALUE),
    ),
    st.floats(-MAX_VALUE, MAX_VALUE),
)
def test_floats_come_back_exactly(x: Any, factor: float) -> None:
    """Keep every bit, however awkward the number."""
    e = Experiment(x, np.full((1, len(x), 1, 1), factor), factor)
    back, _ = decode(encode(e))
    assert back == e
    assert back.x.tobytes() == e.x.tobytes()


def test_links_are_short() -> None:
    """Keep the example of the first page well below a line."""
    assert len(encode(DEFAULT)) <= 80
    assert decode(encode(DEFAULT)) == (DEFAULT, {})


def test_old_links_stay_readable() -> None:
    """Read a link written by version 1; it is in people's slides."""
    text = "1.ePnnrhs1w6YGbBpQP9g8IA02EagxOhpsC5ABtgdIQ2xCNxOoHygHUgnVAzELqC62FgC8oR6b"
    assert decode(text) == (DEFAULT, {})


def test_json_can_be_read_by_people() -> None:
    """Name the fields and leave out the defaults."""
    e = Experiment([[[1, 0.5]]], [[[[2]]]], padding=((0, 1), (0, 0)))
    assert json.loads(to_json(e, {"step": 1})) == {
        "version": 1,
        "x": [[[1, 0.5]]],
        "weight": [[[[2]]]],
        "padding": [[0, 1], [0, 0]],
        "view": {"step": 1},
    }


@settings(max_examples=1000)
@given(st.text() | st.binary() | st.text(alphabet="1.ePnrhs_-=", max_size=40) | junk)
def test_hostile_values_are_refused(text: Any) -> None:
    """Refuse any text and any type."""
    assert refused(text)
    with pytest.raises(ExperimentError):
        from_json(text)


@settings(max_examples=1000)
@given(
    st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace"))
)
def test_hostile_content_is_refused(content: bytes) -> None:
    """Refuse a well-packed link to nonsense."""
    assert refused(packed(content))


@settings(max_examples=1000)
@given(
    junk, st.sampled_from(["x", "weight", "bias", "stride", "padding", "groups", "view", "other"])
)
def test_hostile_fields_are_refused(value: Any, name: str) -> None:
    """Answer a link with one strange field by a result or a refusal."""
    document = json.loads(to_json(DEFAULT)) | {name: value}
    refused(packed(json.dumps(document, default=str).encode()))


@settings(max_examples=1000)
@given(st.integers(0, len(LINK) - 1), st.sampled_from("0AZaz_-.~%= \n\u00e9"))
def test_flipped_links(position: int, character: str) -> None:
    """Never read a changed link as another experiment."""
    changed = LINK[:position] + character + LINK[position + 1 :]
    assert refused(changed) or decode(changed) == decode(LINK)


def test_cut_links() -> None:
    """Refuse every beginning of a link, and one with something added."""
    assert all(refused(LINK[:length]) for length in range(len(LINK)))
    assert refused(LINK + "AAAA")


def test_bombs() -> None:
    """Stop unpacking at the limit, and survive deep nesting and long numbers."""
    assert refused(packed(b"[" * 10_000_000))
    assert refused(packed(b" " * (share.MAX_JSON + 1)))
    assert refused(packed(b"[" * 200_000))
    assert refused(packed(b'{"x":' * 40_000))
    assert refused(packed(b"9" * 200_000))
    assert refused("1." + "A" * 10_000_000)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"version": 2, "x": [[[1]]], "weight": [[[[1]]]]},
        {"version": 1, "x": [[[1]]]},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "pads": [[0, 0], [0, 0]]},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "view": []},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "view": {"a": [1]}},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "view": {"a": None}},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "view": {"a": float("nan")}},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "view": {"a": 10**300}},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "padding": 60},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "padding": 10**8},
        {"version": 1, "x": [[[1]]], "weight": [[[[1]]]], "stride": 65},
        {"version": 1, "x": [[[float("inf")]]], "weight": [[[[1]]]]},
    ],
)
def test_wrong_documents_are_refused(document: Any) -> None:
    """Refuse well-formed JSON that is no experiment, or a too large one."""
    if isinstance(document, dict) and document.get("padding") == 60:
        assert from_json(json.dumps(document))[0].output_shape == (1, 121, 121)
        document["padding"] = 64
    with pytest.raises(ExperimentError):
        from_json(json.dumps(document))


@pytest.mark.parametrize(
    "e",
    [
        Experiment(np.zeros((65, 1, 1)), np.zeros((1, 65, 1, 1))),
        Experiment(np.zeros((1, 1, 1)), np.zeros((65, 1, 1, 1))),
        Experiment(np.zeros((1, 1, 65)), np.zeros((1, 1, 1, 1))),
        Experiment(np.zeros((1, 12, 1)), np.zeros((1, 1, 12, 1))),
        Experiment(np.zeros((64, 64, 64)), np.zeros((1, 64, 1, 1))),
        Experiment(np.random.default_rng(0).random((3, 64, 64)), np.zeros((1, 3, 1, 1))),
    ],
)
def test_too_large_for_a_link(e: Experiment) -> None:
    """Say so when writing, not only when reading."""
    with pytest.raises(ExperimentError):
        encode(e)


def test_a_picture_fits_a_file() -> None:
    """Hold three channels of 64 x 64 fractions."""
    e = Experiment(np.random.default_rng(0).random((3, 64, 64)), np.zeros((1, 3, 1, 1)))
    assert from_json(to_json(e)) == (e, {})


@pytest.mark.parametrize("view", [{1: 2}, {"a" * 201: 1}, {"a": "b" * 201}, {"a": 10**5000}, [1]])
def test_views_are_small(view: Any) -> None:
    """Refuse a view that is not a small flat dictionary."""
    with pytest.raises(ExperimentError):
        encode(DEFAULT, view)
