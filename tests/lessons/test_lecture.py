"""A lecture comes back from its link and its file, and nothing else gets through."""

from __future__ import annotations

import base64
import json
import random
import re
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.formats import packing
from convviz.lessons import lecture
from convviz.lessons.lecture import Lecture, Place, decode, encode, from_json, to_json
from tests.strategies import junk

URL_SAFE = re.compile(r"[A-Za-z0-9._~-]+")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.from_regex("[a-z_]{1,24}", fullmatch=True).filter(
    lambda name: name not in lecture.NOT_OF_A_PLACE
)
places = st.builds(
    Place,
    page=st.sampled_from(lecture.PAGES),
    query=st.dictionaries(names, words, max_size=5),
    until=st.none() | st.integers(0, lecture.MAX_STEP),
    title=words,
    note=words,
)
lectures = st.builds(Lecture, words, st.lists(places, max_size=6))
SOME = Lecture("Monday", [Place("", {"step": "2"}), Place("matrix", {"g": "window"}, 4, "a", "b")])


def packed(content: bytes) -> str:
    return packing.pack(content.decode(), lecture.VERSION, lecture.COMMON)


def refused(text: Any) -> bool:
    """Try a text; anything but a result or an ExperimentError fails the test."""
    try:
        decode(text)
    except ExperimentError as error:
        assert str(error).startswith("This link holds no lecture: ")
        return True
    return False


@settings(max_examples=200)
@given(lectures)
def test_lectures_come_back(made: Lecture) -> None:
    text = encode(made)
    assert URL_SAFE.fullmatch(text)
    assert decode(text) == from_json(to_json(made)) == from_json(to_json(made, indent=1)) == made
    assert encode(decode(text)) == text


OLD = encode(SOME)


def test_old_links_stay_readable() -> None:
    """Read a link written by version 1; it is in people's slides."""
    text = "1.ePnOKlVTQzUM5lhfYDAkgl2B13SoeUZKtbU6cAVwz6A4AhpAwACBBpEJwrZEoGJogCUp1cbWAgDb_S8R"
    assert decode(text) == SOME


@settings(max_examples=300)
@given(st.text() | st.binary() | st.text(alphabet="1.ePnrhs_-=", max_size=40) | junk)
def test_hostile_values_are_refused(text: Any) -> None:
    assert refused(text)
    with pytest.raises(ExperimentError):
        from_json(text)


@settings(max_examples=300)
@given(junk, st.sampled_from(["title", "places", "version", "other"]))
def test_hostile_fields_are_refused(value: Any, name: str) -> None:
    found = json.loads(to_json(SOME)) | {name: value}
    refused(packed(json.dumps(found, default=str).encode()))


@settings(max_examples=300)
@given(junk, st.sampled_from(["page", "query", "until", "title", "note", "other"]))
def test_hostile_places_are_refused(value: Any, name: str) -> None:
    found = {"page": "matrix", name: value}
    refused(packed(json.dumps({"version": 1, "places": [found]}, default=str).encode()))


@settings(max_examples=300)
@given(st.integers(0, len(OLD) - 1), st.sampled_from("0AZaz_-.~%= \n\u00e9"))
def test_flipped_links(position: int, character: str) -> None:
    changed = OLD[:position] + character + OLD[position + 1 :]
    assert refused(changed) or decode(changed) == SOME


def test_cut_links() -> None:
    assert all(refused(OLD[:length]) for length in range(len(OLD)))
    assert refused(OLD + "A" * 8)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"page": "nowhere"}, "there is no page 'nowhere' that a lecture can go to."),
        ({"page": "lecture"}, "there is no page 'lecture' that a lecture can go to."),
        ({"page": "//evil.example"}, "there is no page '//evil.example'"),
        ({"page": "javascript:alert(1)"}, "there is no page"),
        ({"page": "", "query": {"lang": "zh"}}, "'lang' is nothing that a place holds."),
        ({"page": "", "query": {"s": 3}}, "s must be a text of at most 32768 characters."),
        ({"page": "", "query": {"s": "x" * 40_000}}, "s must be a text of at most"),
        ({"page": "", "query": {f"a{'b' * n}": "" for n in range(17)}}, "at most 16 entries"),
        ({"page": "", "title": "x" * 121}, "a title has 121 characters, at most 120"),
        ({"page": "", "note": "x" * 601}, "a note has 601 characters, at most 600"),
        ({"page": "", "note": "\ud800"}, "note must be a text."),
        ({"page": "", "until": -1}, "until is a whole number from 0 to 999999"),
        ({"page": "", "until": True}, "until is a whole number"),
        ({}, "place 1 must hold page"),
        ([], "place 1 must hold page"),
    ],
)
def test_a_refusal_says_which_place_and_why(place: Any, why: str) -> None:
    with pytest.raises(ExperimentError) as raised:
        from_json(json.dumps({"version": 1, "places": [place]}))
    assert str(raised.value).startswith("This file holds no lecture: place 1")
    assert why in str(raised.value)


def test_no_more_places_than_a_class_can_bear() -> None:
    assert len(Lecture("", [Place("")] * lecture.MAX_PLACES).places) == 100
    with pytest.raises(ExperimentError, match="at most 100 places, this one has 101"):
        Lecture("", [Place("")] * 101)
    many = json.dumps({"version": 1, "places": [{"page": ""}] * 101})
    with pytest.raises(ExperimentError, match="at most 100 places"):
        from_json(many)


def test_what_unpacks_to_too_much_is_refused_without_unpacking_it() -> None:
    packer = zlib.compressobj(level=9, zdict=lecture.COMMON)
    bomb = packer.compress(b"a" * 20_000_000) + packer.flush()
    assert refused("1." + base64.urlsafe_b64encode(bomb).decode().rstrip("="))


def test_a_lecture_too_large_for_a_link_goes_into_a_file() -> None:
    rng = random.Random(1)
    noise = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=600)) for _ in range(99)]
    large = Lecture("", [Place("", {"s": text}, note=text[::-1]) for text in noise])
    with pytest.raises(ExperimentError, match=r"too large for a link .* save it as a file"):
        encode(large)
    assert from_json(to_json(large)) == large


def test_a_lecture_does_not_change() -> None:
    place = Place("", {"step": "1"})
    with pytest.raises(TypeError):
        place.query["step"] = "2"  # type: ignore[index] # what types forbid is tried
    assert Place("", {"step": "x"}).step == 0 and place.step == 1
