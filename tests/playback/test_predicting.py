"""What a page has before it has predicted: the inputs, what was reached, and nothing beyond."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from convviz.core.experiment import Experiment
from convviz.core.operation import Trace
from convviz.formats.numerals import exact
from convviz.lessons.course import LESSONS
from convviz.lessons.place import Place
from convviz.playback.animation import Animation, animate
from convviz.playback.predicting import asked, moment_of, payload, seen
from convviz.web.predict import answer

SCENES = {name: lesson.scene({"pooling": "average"}) for name, lesson in LESSONS.items()}


def telling(scene: str, seed: int = 0) -> Animation:
    """A film of numbers so large and so different that none of what is made of them comes twice."""
    rng = np.random.default_rng(seed)
    kernel = (1, 1) if scene == "pointwise" else (2, 2)
    groups = 2 if scene == "groups" else 1
    c_out = {"multi_input": 1, "geometry": 1}.get(scene, 2)
    c_in = 1 if scene == "geometry" else 2
    if scene == "average_pooling":  # of multiples of 4, so that it is whole
        x = 4 * rng.choice(np.arange(211, 999), (2, 3, 3), replace=False)
        return animate(Experiment(x=x, weight=np.full((2, 1, 2, 2), 1 / 4), groups=2), scene)
    x = rng.choice(np.arange(211, 999), (c_in, 3, 3), replace=False)
    weight = rng.choice(np.arange(211, 999), (c_out, c_in // groups, *kernel), replace=False)
    bias = rng.choice(np.arange(1000, 9999), c_out, replace=False)
    return animate(Experiment(x=x, weight=weight, bias=bias, groups=groups), scene)


def written(data: Any) -> set[str]:
    """Every whole number that stands anywhere in data, however it is grouped."""
    text = re.sub(r"(?<=\d)[,\u202f ](?=\d{3})", "", json.dumps(data, ensure_ascii=False))
    return {*re.findall(r"\d+", text)}


def made(step: Trace) -> dict[str, str]:
    """The numbers of a step by cell, as they are written."""
    return {cell: exact(value) for cell, value in step.numbers.items()}


def reached(film: Animation, place: Place) -> tuple[set[str], set[str]]:
    """What is made up to a step, and what is made later."""
    moment, end = moment_of(film, place), film.stops["window"][-1]
    now: set[str] = set()
    later: set[str] = set()
    for position, step in enumerate(film.steps):
        known = position in moment.places and moment.places[position] < moment.place
        for cell, text in made(step).items():
            phase = phase_of(step, cell, end)
            here = position == moment.position and phase <= moment.upto
            (now if known or here else later).add(text)
    return now, later


def phase_of(step: Trace, cell: str, end: int) -> int:
    """The phase in which a cell of a step comes about."""
    terms = [term.made for term in step.terms]
    if cell in terms:
        return terms.index(cell) + 1
    sums = [name for name in step.partials if name.startswith("sum")]
    return len(terms) // len(sums) * (sums.index(cell) + 1) if cell in sums else end


@pytest.mark.parametrize(
    ("granularity", "walk"), [("product", "all"), ("channel", "window"), ("window", "output")]
)
@pytest.mark.parametrize("scene", SCENES.values())
def test_no_number_is_sent_before_it_is_reached(scene: str, granularity: str, walk: str) -> None:
    film = telling(scene)
    given = written([film.experiment.x.tolist(), film.experiment.weight.tolist()])
    given |= written([film.experiment.bias.tolist(), payload(film, Place())["svg"]])
    steps = len(film.steps) * len(film.stops[granularity])
    totals = {made(step)[step.writes[0]] for step in film.steps}
    for step in range(steps + 1):
        place = Place(step=step, granularity=granularity, walk=walk)
        now, later = reached(film, place)
        found = written(payload(film, place))
        assert not (later - now - given) & found, step
        assert (now & totals) <= found | given, step
    assert totals and not totals & given


@pytest.mark.parametrize("scene", SCENES.values())
def test_at_the_end_a_page_shows_what_one_does_that_asks_nothing(scene: str) -> None:
    film = telling(scene)
    whole = payload(film, None)
    last = payload(film, Place(step=10**5, granularity="window"))
    folded: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    for frame, full in zip(last["frames"], whole["frames"], strict=True):
        folded, expected = folded | frame, expected | full
    assert {**whole["base"], **expected} == {**last["base"], **folded}
    assert last["forms"] == whole["forms"]


def test_what_is_sent_since_a_position_completes_what_a_page_has() -> None:
    film = telling("multi_output")
    before, after = Place(step=5), Place(step=8)
    since = moment_of(film, before).position
    more = seen(film, after, since)
    have = payload(film, before)["frames"][:since]
    assert [*have, *more["frames"]] == payload(film, after)["frames"]
    assert more["forms"] == payload(film, after)["forms"]


def ask(**more: Any) -> dict[str, Any]:
    query = {"page": "", "step": "3", "g": "channel"}
    status, said = answer({**query, **more})
    assert status == 200, said
    json.dumps(said)
    return said


def test_the_first_number_of_the_chapter() -> None:
    question = ask()["question"]
    assert sorted(question["choices"]) == ["19 and 37", "28", "44", "56"]
    assert question.keys() == {"text", "choices"} and "seen" not in ask()
    stacked = ask(answer=question["choices"].index("19 and 37"))
    assert not stacked["right"] and stacked["truth"] == "56"
    assert stacked["mistake"]["name"] == "stacked" and stacked["seen"]["known"] == ["all", 0, 9]
    assert ask(answer="28")["mistake"]["name"] == "averaged"
    assert ask(answer="56")["right"] and ask(answer=question["choices"].index("56"))["right"]
    assert "mistake" not in ask(answer="57")
    assert ask(reveal=True)["truth"] == "56"


def test_what_brings_nothing_new_is_not_asked_for() -> None:
    assert "seen" in ask(g="product", step="2")  # a product
    assert "seen" in ask(page="geometry", step="2")  # the total of one channel without a bias
    assert asked(telling("geometry"), Place(step=2, granularity="channel"))  # but this has one


def test_a_window_of_pooling_has_choices_too() -> None:
    first = {"page": "pooling", "step": "1", "g": "window"}
    question = ask(**first)["question"]
    assert len(question["choices"]) == 4
    truth = ask(**first, reveal=True)["truth"]
    told = [ask(**first, answer=n) for n in range(4)]
    assert [each["right"] for each in told].count(True) == 1
    assert {each["truth"] for each in told} == {truth}
    made = {each["mistake"]["name"]: each for each in told if "mistake" in each}
    assert {"channels_pooled", "average_for_maximum"} <= made.keys()
    assert not any(each["mistake"]["shown"] for each in made.values())  # there are no products


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (3, 400),
        ({}, 200),
        ({"page": "poem"}, 422),
        ({"page": "", "s": "1.broken"}, 422),
        ({"page": "", "step": "3", "answer": "many"}, 422),
        ({"page": "", "step": "3", "answer": 9}, 200),
        ({"page": "", "step": "3", "answer": [1]}, 200),
    ],
)
def test_whatever_comes_is_answered(message: object, status: int) -> None:
    found, said = answer(message)
    assert found == status
    json.dumps(said)
