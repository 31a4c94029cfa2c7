"""Predicting without a session: what is asked before a step, and what is said of an answer.

``POST /convviz/predict`` takes the parameters of a page's address, with ``page``, its address below
the app's own, as ``/convviz/export`` does; ``step`` is the one to go to, ``since`` the first
position that the page lacks. The answer is the question, without what it asks for. With ``answer``,
what was typed or the number of a choice, or with ``reveal``, it is the verdict, and what the page
may know from then on; where there is nothing to ask, that alone. With ``beside``, the name of a
mistake, it is both ways to the number that is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextvars import copy_context
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.export.sight import sight
from convviz.lessons import place as places
from convviz.lessons.mistakes import mistakes
from convviz.playback.animation import Animation
from convviz.playback.beside import beside
from convviz.playback.predicting import asked, moment_of, seen, told, verdict
from convviz.web.change import Answer, json_response, refusal, taking
from convviz.words import SOURCE, languages, say, use

PATH: Final = "/convviz/predict"


def asking(root: str = ".") -> str:
    """Where the stage asks; root: the way from the page to the app's own address."""
    return f"{root}{PATH}"


def answer(message: object) -> Answer:
    """Answer a request, read from JSON: the status, and what it says as JSON data. Never raises."""
    return copy_context().run(_answer, message)  # the language ends with it


def _answer(message: object) -> Answer:
    use(SOURCE)
    if not isinstance(message, dict):
        return 400, refusal("", say("A request is a JSON object."))
    lang = message.get("lang", SOURCE)
    if isinstance(lang, str) and lang in languages():
        use(lang)
    query = {name: value for name, value in message.items() if isinstance(value, str)}
    try:
        return 200, _said(query, message)
    except ExperimentError as error:
        return 422, refusal("", error)


def _said(query: Mapping[str, str], message: Mapping[str, Any]) -> dict[str, Any]:
    film, place = sight(query.get("page", ""), query).film, places.read(query)
    question, given = asked(film, place), message.get("answer")
    since = message.get("since")
    known = seen(film, place, since if isinstance(since, int) and since > 0 else 0)
    if question is None:
        return {"seen": known}
    if (name := query.get("beside", "")) in mistakes() and isinstance(film, Animation):
        position = film.steps[moment_of(film, place).position].position
        return {"beside": beside(mistakes()[name], film.experiment, position)}
    if message.get("reveal") is True:
        return {"truth": question.write(question.truth), "seen": known}
    if not isinstance(given, str | int):
        return {"question": told(question)}
    return {**verdict(question, question.answered(given)), "seen": known}


def respond_to(body: bytes) -> Response:
    """Answer a request as it came; whatever that is, there is an answer."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return json_response(400, refusal("", say("A request is a JSON object.")))
    status, said = answer(message)
    # A browser notes every other status as an error of the page.
    quiet = isinstance(message, dict) and message.get("quiet") is True
    return json_response(200 if quiet else status, said)


def route() -> Route:
    """Give the address that asks and judges."""
    return Route(PATH, taking(respond_to), methods=["POST"])
