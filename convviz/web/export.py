"""The route that makes files: an address and a format in, the file out; no session, nothing kept.

``GET`` and ``POST /convviz/export`` take the parameters of a page's address, and beside them
``page`` (the address below the app's own), ``format``, ``scale``, ``dark``, ``arrangement``,
``seconds`` and ``lang``; a POST gives them as one JSON object of texts. With ``progress`` the
answer is lines that say how far the work is, ``12 72``, then ``file NAME TYPE`` or
``refused MESSAGE``, then the bytes. ``GET ?offer=1`` says what there is to choose.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextvars import copy_context
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import quote

import anyio
from anyio import CapacityLimiter, from_thread, to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.export.files import (
    ARRANGEMENTS,
    FORMATS,
    SECONDS,
    Asked,
    check_format,
    file_name,
    made,
)
from convviz.export.raster import SCALES
from convviz.export.sight import sight
from convviz.playback.animation import Animation
from convviz.playback.film import Film
from convviz.player import words_of
from convviz.web.change import MOST_BYTES, json_response, refusal
from convviz.web.scripts import SAVE
from convviz.words import SOURCE, languages, later, say, term, use

if TYPE_CHECKING:
    from convviz.drawing.arrangement import Arrangement

PATH: Final = "/convviz/export"
MOST_SECONDS: Final = 60.0
TOO_SLOW: Final = term(
    "This takes longer than {seconds} seconds: take fewer steps or a smaller scale."
)
NO_REQUEST: Final = term("A request is an object of texts, with “page” and “format” among them.")
Told = Callable[[int, int], None]


class File(NamedTuple):
    """What is sent: a name that says what is in it, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


class GoneError(Exception):
    """Whoever asked for a file has gone."""


def saving(film: Film | None = None, root: str = ".") -> dict[str, str | bool]:
    """What the stage needs to save a film, by default a lesson's.

    root: the way from the page to the app's own address.
    """
    tensors = film is None or isinstance(film, Animation)
    return {"route": f"{root}{PATH}", "script": f"{root}{SAVE.path}", "tensors": tensors}


def offer(lang: str) -> dict[str, Any]:
    """What can be saved and how, with the words of the script that asks."""

    def said() -> dict[str, Any]:
        use(lang if lang in languages() else SOURCE)
        return {
            "formats": [
                {
                    "name": name,
                    "title": say(each.title),
                    "moves": each.moves,
                    "drawn": each.drawn,
                    "dots": each.dots,
                    "tensors": each.needs_tensors,
                }
                for name, each in FORMATS.items()
                if each.there()
            ],
            "scales": SCALES,
            "arrangements": [(name, say(title)) for name, title in ARRANGEMENTS.items()],
            "seconds": SECONDS,
            "words": words_of("save"),
        }

    return copy_context().run(said)


def make(asked: Mapping[str, str], told: Told) -> File:
    """Make the file that a request asks for; raises ExperimentError."""
    return copy_context().run(_make, asked, told)  # the language ends with it


def _make(asked: Mapping[str, str], told: Told) -> File:
    lang = asked.get("lang", SOURCE)
    use(lang if lang in languages() else SOURCE)
    format = asked.get("format", "png")
    check_format(format)
    until = time.monotonic() + MOST_SECONDS

    def going(done: int, count: int) -> None:
        if time.monotonic() > until:
            raise ExperimentError(TOO_SLOW, seconds=MOST_SECONDS)
        told(done, count)

    film, walk, step, name = sight(asked.get("page", ""), asked)
    wanted = Asked(
        step=step,
        dark=asked.get("dark") == "1",
        arrangement=cast("Arrangement", asked.get("arrangement", "wide")),  # `Asked` checks it
        scale=int(_number(asked.get("scale", "2"))),
        seconds=_number(asked.get("seconds", "1")),
        walk=walk,
        told=going,
    )
    content = made(film, format, wanted)
    return File(file_name(film, format, step, name), FORMATS[format].media_type, content)


def _number(text: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", text):
        raise ExperimentError("{text!r} is no number.", text=text)
    return float(text)


def route() -> Route:
    """Give the address that makes files."""
    limiter = CapacityLimiter(1)  # who steps and edits goes first

    async def respond(request: Request) -> Response:
        asked: Mapping[str, Any] = dict(request.query_params)
        if request.method == "POST":
            body = bytearray()
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    message = later("A request has at most {most} bytes.", most=MOST_BYTES)
                    return json_response(413, refusal("", message))
            asked = _read(bytes(body))
        if "offer" in asked:
            return json_response(200, offer(asked.get("lang", SOURCE)))
        if not asked:
            return json_response(400, refusal("", say(NO_REQUEST)))
        if asked.get("progress"):
            return StreamingResponse(
                _progress(asked, limiter),
                headers={"Cache-Control": "no-store"},
                media_type="application/octet-stream",
            )
        try:
            work = partial(make, asked, lambda done, count: None)
            file = await to_thread.run_sync(work, limiter=limiter)
        except ExperimentError as error:
            return json_response(422, refusal("", _said(error, asked)))
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
        return Response(file.content, headers=headers, media_type=file.media_type)

    return Route(PATH, respond, methods=["GET", "POST"])


async def _progress(asked: Mapping[str, str], limiter: CapacityLimiter) -> AsyncIterator[bytes]:
    """Tell how far the work is, then send the file; the work ends when the asker has gone."""
    gone = Event()
    lines, heard = anyio.create_memory_object_stream[bytes](1024)

    def told(done: int, count: int) -> None:
        if gone.is_set():
            raise GoneError
        from_thread.run_sync(lines.send_nowait, f"{done} {count}\n".encode())

    async def work() -> None:
        with lines:
            try:
                file = await to_thread.run_sync(make, asked, told, limiter=limiter)
            except ExperimentError as error:
                await lines.send(f"refused {_said(error, asked)}\n".encode())
            except GoneError:
                pass
            else:
                await lines.send(f"file {file.name} {file.media_type}\n".encode() + file.content)

    async with heard, anyio.create_task_group() as tasks:
        tasks.start_soon(work)
        try:
            async for line in heard:
                yield line
        finally:
            gone.set()


def _said(error: ExperimentError, asked: Mapping[str, str]) -> str:
    """Say why a file is refused, in the language of the request."""

    def said() -> str:
        lang = asked.get("lang", SOURCE)
        use(lang if lang in languages() else SOURCE)
        return str(error.message)

    return copy_context().run(said).replace("\n", " ")


def _read(body: bytes) -> dict[str, str]:
    """Read a request; nothing, where it is none."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(asked, dict) or not all(isinstance(each, str) for each in asked.values()):
        return {}
    return asked
