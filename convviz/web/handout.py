"""Exercises to hand out: a sheet to print, or a file of questions for a learning platform."""

from __future__ import annotations

from contextvars import copy_context
from typing import Final

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.export.moodle import moodle
from convviz.export.qti import qti
from convviz.export.worksheet import MOST, worksheet
from convviz.lessons.exercises import LARGEST_SEED, Exercise, exercise
from convviz.web.follow import following
from convviz.words import SOURCE, languages, use

PATH: Final = "/convviz/handout"
FORMS: Final = ("sheet", "moodle", "qti")
COUNT: Final = 4


def asked(query: QueryParams) -> list[Exercise]:
    """Make the exercises that a query asks for: kind, level, and count from seed on.

    Raises ExperimentError.
    """
    count = min(_whole(query, "count", COUNT), MOST)
    seed = min(_whole(query, "seed", 0), LARGEST_SEED - MOST)
    level = _whole(query, "level", 0)
    return [exercise(query.get("kind", ""), seed + n, level) for n in range(max(count, 1))]


def handout(query: QueryParams) -> Response:
    """Answer a query; what cannot be is said in words, with status 422."""
    return copy_context().run(_handout, query)


def _handout(query: QueryParams) -> Response:
    lang, form = query.get("lang", SOURCE), query.get("form", FORMS[0])
    use(lang if lang in languages() else SOURCE)
    try:
        exercises = asked(query)
        if form == "moodle":
            return _file(moodle(exercises), "xml", query)
        if form == "qti":
            return _file(qti(exercises), "zip", query)
        address = following()["address"] or query.get("address", "")
        paper = query.get("paper", "A4")
        page = worksheet(exercises, address=str(address)[:200], paper=paper)
    except ExperimentError as error:
        return PlainTextResponse(str(error), 422)
    return Response(page, media_type="text/html", headers={"Cache-Control": "no-store"})


def _file(body: bytes, ending: str, query: QueryParams) -> Response:
    kind = "".join(sign for sign in query.get("kind", "") if sign.isalnum() or sign == "_")
    name = f"convviz-{kind}-{query.get('seed', '0')[:16]}.{ending}"
    safe = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-_."))
    headers = {"Content-Disposition": f'attachment; filename="{safe}"', "Cache-Control": "no-store"}
    kinds = {"xml": "application/xml", "zip": "application/zip"}
    return Response(body, media_type=kinds[ending], headers=headers)


def _whole(query: QueryParams, name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else default


def route() -> Route:
    """Give the address of sheets and files."""
    limiter = CapacityLimiter(1)  # pictures take time: one at a time, beside the lessons

    async def respond(request: Request) -> Response:
        return await to_thread.run_sync(handout, request.query_params, limiter=limiter)

    return Route(PATH, respond)
