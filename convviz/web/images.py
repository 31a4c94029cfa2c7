"""Pictures without a session: one is kept, its maps and the numbers of a window are asked for.

The same request gives the same answer as long as the picture is kept. Arithmetic runs beside the
event loop, two requests at a time: what else the server does goes on meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import copy_context
from typing import Any, Final

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.formats.image import MOST_BYTES
from convviz.lessons.pictures import keep_picture
from convviz.lessons.study import read
from convviz.playback.study import added, layer_of, shown, window
from convviz.web.change import json_response, refusal
from convviz.words import SOURCE, languages, use

PATH: Final = "/convviz/images"
_NUMBER: Final = re.compile(r"[0-9]{1,5}")
Query = Mapping[str, str]


def told_maps(query: Query) -> dict[str, Any]:
    """Answer with all pictures of a study."""
    return shown(read(query))


def told_added(query: Query) -> dict[str, Any]:
    """Answer with what each channel adds to a map, ``layer`` and ``o``."""
    study = read(query)
    return added(study, layer_of(study.filters, query.get("layer", "")), _whole(query, "o"))


def told_window(query: Query) -> dict[str, Any]:
    """Answer with the numbers of the window at ``row`` and ``col`` of a map."""
    study = read(query)
    place = _whole(query, "row"), _whole(query, "col")
    return window(study, layer_of(study.filters, query.get("layer", "")), _whole(query, "o"), place)


def _whole(query: Query, name: str) -> int:
    text = query.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise ExperimentError("{name} takes a whole number.", name=name)
    return int(text)


def answer(query: Query, tell: Callable[[Query], dict[str, Any]]) -> Response:
    """Answer a question in the language of the query; what can't be is refused in words."""
    return copy_context().run(_answer, query, tell)


def _answer(query: Query, tell: Callable[[Query], dict[str, Any]]) -> Response:
    lang = query.get("lang", SOURCE)
    use(lang if lang in languages() else SOURCE)
    try:
        return json_response(200, tell(query))
    except ExperimentError as error:
        # A browser notes every other status as an error of the page.
        return json_response(200 if query.get("quiet") == "1" else 422, refusal("", error))


def _keep(query: Query, body: bytes) -> Response:
    def tell(_: Query) -> dict[str, Any]:
        name, picture = keep_picture(body)
        return {"name": name, "notes": [str(note) for note in picture.notes]}

    return answer(query, tell)


def _too_large(query: Query) -> Response:
    def tell(_: Query) -> dict[str, Any]:
        raise ExperimentError(
            "The file has more than {most} MB: choose a smaller one.", most=MOST_BYTES // 2**20
        )

    return answer(query, tell)


def routes() -> list[Route]:
    """Give the addresses that keep pictures and answer for them."""
    limiter = CapacityLimiter(2)

    def asking(tell: Callable[[Query], dict[str, Any]]) -> Callable[[Request], Any]:
        async def respond(request: Request) -> Response:
            return await to_thread.run_sync(answer, request.query_params, tell, limiter=limiter)

        return respond

    async def take(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            if len(body) <= MOST_BYTES:
                body += chunk
        if len(body) > MOST_BYTES:
            return _too_large(request.query_params)
        return await to_thread.run_sync(_keep, request.query_params, bytes(body), limiter=limiter)

    return [
        Route(f"{PATH}/maps", asking(told_maps)),
        Route(f"{PATH}/added", asking(told_added)),
        Route(f"{PATH}/window", asking(told_window)),
        Route(f"{PATH}/keep", take, methods=["POST"]),
    ]
