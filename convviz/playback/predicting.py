"""A film as someone has it who is to predict: with no number beyond the step that was reached.

It is an ordinary film, its base and frames cut: what a step brings is not there before it is asked
for. So the page, which plays what it has, can't show, tell or leak it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from convviz.core.misread import Answer
from convviz.drawing.equation import pack
from convviz.drawing.picture import START, Layout, Moment, State
from convviz.drawing.still import is_reached
from convviz.drawing.svg import NAMESPACE
from convviz.lessons.choices import Choice
from convviz.lessons.place import Place
from convviz.lessons.questions import Question
from convviz.playback.film import Film
from convviz.words import say


def moment_of(film: Film, place: Place) -> Moment:
    """Give the step of a film that a place says, which counts the steps among all positions."""
    stops = film.stops[place.granularity if place.granularity in film.stops else film.granularity]
    step = min(place.step, len(film.outputs) * len(stops))
    if not step:
        return START
    position, done = divmod(step - 1, len(stops))
    walk = film.walk(place.walk, position) or range(len(film.outputs))
    places = {each: n for n, each in enumerate(walk)}
    after = stops[done - 1] if done else 0
    return Moment(position, film.outputs[position], after, stops[done], places)


def payload(film: Film, place: Place | None) -> dict[str, Any]:
    """Give what the player needs: all of it, or as much as there is up to a place."""
    if place is None or not film.asks:
        return film.payload()
    moment = moment_of(film, place)
    return {**cut(film, moment), "known": _known(place, moment)}


def cut(film: Film, moment: Moment) -> dict[str, Any]:
    """Give what the player needs of a film that ends at a moment of a walk."""
    given = {name: film.base[name] for name in film.base if _is_there(film.layout, name, START)}
    return {**film.payload(), "base": given, **_packed(film, moment, 0)}


def seen(film: Film, place: Place, since: int = 0) -> dict[str, Any]:
    """Give the frames up to a place, and what a page that has them knows.

    since: the first position that is told of; the page has those before. Positions that the walk
    leaves out are empty, as are those that are not reached.
    """
    moment = moment_of(film, place)
    return {**_packed(film, moment, since), "known": _known(place, moment)}


def _known(place: Place, moment: Moment) -> list[str | int]:
    return [place.walk, moment.position, moment.upto]


def _packed(film: Film, moment: Moment, since: int) -> dict[str, Any]:
    frames, end = _frames(film, moment), film.stops["window"][-1]
    upto = {moment.position: moment.upto}
    cut = [{**f, "equation": _line(f["equation"], upto.get(p, end))} for p, f in frames.items()]
    packed, forms = pack(cut)
    told = dict(zip(frames, packed, strict=True))
    return {
        "since": since,
        "frames": [told.get(position, {}) for position in range(since, len(film.outputs))],
        "forms": forms,
    }


def asked(film: Film, place: Place) -> Question | None:
    """Give the question that comes before a place, if one does."""
    moment = moment_of(film, place)
    return film.question(moment) if moment.position >= 0 else None


def told(question: Question) -> dict[str, Any]:
    """Give a question as a page asks it, in the language in use: without what it asks for."""
    return {
        "text": str(question.text),
        "choices": [question.write(each.answer) for each in question.choices],
    }


def verdict(question: Question, given: Choice) -> dict[str, Any]:
    """Give what is said of an answer: beside the truth, and with the mistake that made it."""
    said: dict[str, Any] = {
        "right": question.is_right(cast("Answer", given.answer)),
        "answer": question.write(given.answer),
        "truth": question.write(question.truth),
    }
    mistake = given.mistake
    if mistake is not None:
        said["mistake"] = {
            "name": mistake.name,
            "title": say(mistake.title),
            "why": say(mistake.why),
            "truth": say(mistake.truth),
            "shown": question.position is not None and mistake.is_computed,
        }
    return said


def _frames(film: Film, moment: Moment) -> dict[int, State]:
    """What each position of the walk shows anew, up to a moment."""
    layout, end = film.layout, film.stops["window"][-1]
    waiting = [name for name in film.base if not _is_there(layout, name, START)]
    shown: dict[str, Any] = {}
    folded: dict[str, Any] = {}
    frames: dict[int, State] = {}
    for position, frame in enumerate(film.frames[: moment.position + 1]):
        folded |= frame
        if position not in moment.places:
            continue
        upto = moment.upto if position == moment.position else end
        now = Moment(position, film.outputs[position], 0, upto, moment.places)
        come = [name for name in waiting if _is_there(layout, name, now)]
        waiting = [name for name in waiting if name not in come]
        there = {name: folded[name] for name in folded if _is_there(layout, name, now)}
        there |= {name: film.base[name] for name in come}
        frames[position] = {
            name: value
            for name, value in there.items()
            if name == "equation" or shown.get(name, shown) != value
        }
        shown |= there
    return frames


def _line(line: Mapping[str, Any], upto: int) -> Mapping[str, Any]:
    """Leave out the terms of a line that come after a phase."""
    tokens = [each if each.first <= upto else each._replace(text="") for each in line["tokens"]]
    return {**line, "tokens": tokens}


def _is_there(layout: Layout, name: str, moment: Moment) -> bool:
    element = _elements(layout.body).get(name)
    return element is None or is_reached(element, moment)


@lru_cache(maxsize=16)
def _elements(body: str) -> Mapping[str, ET.Element]:
    """The elements of a layout that show something, by name."""
    root = ET.fromstring(f'<svg xmlns="{NAMESPACE}">{body}</svg>')
    named = {each.get("data-cell") or each.get("data-slot"): each for each in root.iter()}
    return {name: each for name, each in named.items() if name is not None}
