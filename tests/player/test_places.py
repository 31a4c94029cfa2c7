"""What an address and a lecture say of a place: JavaScript's copy against Python's."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from convviz.lessons import place as places
from convviz.lessons.place import ADDRESS, GRANULARITIES, WALKS, Place

SOURCE = Path(__file__).parents[2] / "convviz" / "player" / "src" / "places.js"
PIECES = (
    *("", "0", "7", "007", "123456", "1234567", "-1", "1.5", "1e3", " 7", "7 ", "7\n", "٣", "²"),
    *(*GRANULARITIES, *WALKS, "Product", "toString", "constructor", "null", "undefined", "NaN"),
)
ANSWER = """
const { readPlace, writePlace } = await import(%s)
const places = %s.map(readPlace)
console.log(JSON.stringify([places, places.map(writePlace)]))
"""


@given(
    st.builds(
        Place,
        st.dictionaries(st.sampled_from(["s", "layers", "size"]), st.text(max_size=5)),
        st.integers(0, 999_999),
        st.sampled_from(["", *GRANULARITIES]),
        st.sampled_from(WALKS),
    )
)
def test_a_place_is_what_its_address_says(place: Place) -> None:
    assert places.read(places.write(place)) == place


@given(st.dictionaries(st.text(max_size=5) | st.sampled_from(ADDRESS), st.text() | st.none()))
def test_whatever_an_address_says_it_is_a_place(query: dict[str, object]) -> None:
    place = places.read(query)
    assert 0 <= place.step < 10**6 and place.walk in WALKS
    assert place.granularity in ("", *GRANULARITIES)


def test_the_player_reads_and_writes_as_python_does() -> None:
    rng = random.Random(5)
    queries = [
        {name: rng.choice(PIECES) for name in ADDRESS if rng.random() < 0.8} for _ in range(2000)
    ]
    code = ANSWER % (json.dumps(SOURCE.as_uri()), json.dumps(queries))
    done = subprocess.run(
        [sys.executable, "-m", "deno", "run", "--no-check", "--location=http://localhost/", "-"],
        input=code,
        capture_output=True,
        text=True,
        check=True,
    )
    found, written = json.loads(done.stdout)
    expected = [places.read(query) for query in queries]
    assert found == [
        {"step": place.step, "granularity": place.granularity, "walk": place.walk}
        for place in expected
    ]
    assert len({str(place) for place in found}) > 20
    assert [
        {name: value for name, value in query.items() if value is not None} for query in written
    ] == [places.write(place) for place in expected]
