"""The stateless route: a document and one change in, the new document and what is seen of it out.

No session, no cookie, nothing kept: any replica answers any request, and the same one always alike.
With ``predict``, how far a page has come that predicts first, sizes that make another output shape,
number of maps or of weights are asked for before they are shown: the answer is the question alone.
The same request with ``answer``, what was typed or the number of a choice, or with ``reveal``, has
the verdict beside what is seen.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from contextvars import copy_context
from typing import Any, Final

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.formats.keeping import GoneError, how_long
from convviz.lessons.changes import KINDS, ONE_KIND, RequestError, named
from convviz.lessons.content import addressed
from convviz.lessons.place import read
from convviz.lessons.questions import Question
from convviz.playback.predicting import told, verdict
from convviz.playback.stateless import STATELESS, foreseen, see
from convviz.words import SOURCE, languages, later, say, use

PATH: Final = "/convviz/change"
MOST_BYTES: Final = 2**18
Answer = tuple[int, dict[str, Any]]


def answer(message: object) -> Answer:
    """Answer a request, read from JSON: the status, and what it says as JSON data. Never raises."""
    return copy_context().run(_answer, message)  # the language ends with it


def refusal(at: str, message: object) -> dict[str, Any]:
    """Give what a refused request is answered."""
    return {"refused": {"at": at, "message": str(message)}}


def _answer(message: object) -> Answer:
    use(SOURCE)
    try:
        asked = _checked(message)
        status, told = _changed(asked)
    except RequestError as error:
        return 400, refusal("", error)
    # A browser notes every other status as an error of the page.
    return (200 if asked.get("quiet") is True else status), told


def _checked(message: object) -> dict[str, Any]:
    if not isinstance(message, dict):
        raise RequestError(say("A request is a JSON object."))
    lang = message.get("lang", SOURCE)
    if isinstance(lang, str) and lang in languages():
        use(lang)
    scene, change = message.get("scene"), message.get("change", {})
    if not isinstance(scene, str) or scene not in STATELESS:
        raise RequestError(say("“scene” must be one of {known}.", known=", ".join(STATELESS)))
    if not all(isinstance(message.get(name, ""), str) for name in ("s", "held", "code")):
        raise RequestError(say("“s”, “held” and “code” are texts."))
    if not isinstance(message.get("predict", {}), dict):
        raise RequestError(say("“predict” is an object of texts."))
    if not isinstance(change, dict) or sum(kind in change for kind in KINDS) > 1:
        raise RequestError(say(ONE_KIND, kinds=", ".join(KINDS)))
    return message


def _changed(message: Mapping[str, Any]) -> Answer:
    change = message.get("change", {})
    at = str(change.get("at", next(iter(named(change)), "")))
    try:
        place = message.get("predict")
        upto = None if place is None else read(place)
        code = message.get("code", "")
        question = (
            None if upto is None else foreseen(message["scene"], message.get("s", ""), change)
        )
        more = {} if question is None else _judged(question, message)
        if "question" in more:
            return 200, more
        seen = see(message["scene"], message.get("s", ""), change, code, place=upto)
        kept = kept_as(message["scene"], seen.text)
    except GoneError as error:
        return 422, {**refusal(at, error), "gone": True}
    except ExperimentError as error:
        return 422, refusal(at, error)
    if seen.data["layout"] == message.get("held"):
        seen.data["svg"] = ""
    return 200, {"s": seen.text, **kept, "data": seen.data, **more}


def _judged(question: Question, message: Mapping[str, Any]) -> dict[str, Any]:
    """Give the verdict on an answer, or the question while there is none."""
    given = message.get("answer")
    if message.get("reveal") is True:
        return {"verdict": {"truth": question.write(question.truth)}}
    if not isinstance(given, str | int):
        return {"question": told(question)}
    return {"verdict": verdict(question, question.answered(given))}


def kept_as(scene: str, text: str) -> dict[str, Any]:
    """Where an address has no room for a text, give what it says instead, and for how long."""
    if len(STATELESS[scene].reads) > 1:  # a query, which has names for what is too long in it
        return {}
    name = addressed(text)
    return {} if name == text else {"kept": {"name": name, "said": str(how_long())}}


def json_response(status: int, value: Mapping[str, Any]) -> Response:
    """Give an answer that nobody keeps."""
    body = json.dumps(value, separators=(",", ":"))
    headers = {"Cache-Control": "no-store"}
    return Response(body, status, headers=headers, media_type="application/json")


def respond_to(body: bytes) -> Response:
    """Answer a request as it came; whatever that is, there is an answer."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return json_response(400, refusal("", say("A request is a JSON object.")))
    return json_response(*answer(message))


def route() -> Route:
    """Give the address that takes changes."""
    return Route(PATH, taking(respond_to), methods=["POST"])


def taking(
    respond_to: Callable[[bytes], Response], most: int = MOST_BYTES
) -> Callable[[Request], Awaitable[Response]]:
    """Make what answers a request from its body, of so many bytes at most, off the event loop."""
    limiter = CapacityLimiter(2)  # arithmetic waits for arithmetic, not for the network

    async def respond(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                told = later("A request has at most {most} bytes.", most=most)
                return json_response(413, refusal("", told))
        return await to_thread.run_sync(respond_to, bytes(body), limiter=limiter)

    return respond
