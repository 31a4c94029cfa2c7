"""A wrong rule beside the right one: each shows its own numbers, from where they part."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import convviz as cv
from convviz.core.experiment import Experiment
from convviz.core.misread import Answer
from convviz.formats.numerals import exact
from convviz.lessons.mistakes import ALL, mistakes
from convviz.lessons.presets import presets
from convviz.lessons.questions import written
from convviz.playback.beside import beside
from tests.lessons.test_mistakes import positions
from tests.strategies import Configuration, configurations

D2L = presets()["d2l_two_in"]


def shown(side: dict[str, Any]) -> dict[str, str]:
    """The numbers of the one position that a side knows, by cell, with all digits."""
    (frame,) = [frame for frame in side["data"]["frames"] if frame]
    cells = {name: each for name, each in frame.items() if name.split(" ")[0] in ("p", "total")}
    return {name: (each[2] if len(each) > 2 else each[0]) for name, each in cells.items()}


def terms(side: dict[str, Any]) -> list[str]:
    """The products as the line of a side writes them: with both factors."""
    (frame,) = [frame for frame in side["data"]["frames"] if frame]
    return [text for text in frame["equation"]["texts"] if "·" in text]


def test_the_chapters_first_number() -> None:
    found = beside(mistakes()["one_slice"], D2L, (0, 0, 0))
    assert found is not None
    json.dumps(found)
    assert found["step"] == 5
    assert terms(found["right"])[:4] == terms(found["wrong"])[:4]
    assert (terms(found["wrong"])[4], terms(found["right"])[4]) == ("1·0", "1·1")
    stacked = beside(mistakes()["stacked"], D2L, (0, 0, 0))
    assert stacked is not None and stacked["step"] == 9 and stacked["wrong"]["last"] == 8
    assert stacked["wrong"]["number"] == "19 and 37" and "total" not in shown(stacked["wrong"])
    averaged = beside(mistakes()["averaged"], D2L, (0, 0, 0))
    assert averaged is not None and shown(averaged["wrong"])["total"] == "28"


@settings(max_examples=12)
@given(configurations(), st.data())
def test_each_side_shows_its_own_number_and_they_part_where_they_open(
    c: Configuration, data: st.DataObject
) -> None:
    e = Experiment(**c)
    at = data.draw(st.sampled_from([*positions(e)]))
    right = cv.step_at(e, at)
    for mistake in ALL:
        wrong, found = mistake.step(e, at), beside(mistake, e, at)
        assert (found is None) == (wrong is None)
        if found is None or wrong is None:
            continue
        assert shown(found["right"])["total"] == exact(right.total)
        assert found["right"]["number"] == written(right.total)
        answer: Answer = mistake.combine(wrong) if mistake.combine else wrong.total
        assert found["wrong"]["number"] == written(answer)
        if not isinstance(answer, tuple):
            assert shown(found["wrong"])["total"] == exact(answer)
        if wrong.windows.shape != right.windows.shape:
            assert found["step"] == 1
            continue
        pairs = [
            list(zip(step.windows.ravel(), step.kernel.ravel(), strict=True))
            for step in (right, wrong)
        ]
        differ = [n + 1 for n, (a, b) in enumerate(zip(*pairs, strict=True)) if a != b]
        assert found["step"] == (differ[0] if differ else found["right"]["last"])
