"""Exercises to hand out: a sheet to print, or a file of questions for a learning platform.

With ``page`` and what else the address of a lesson says, the sheet is of what that page shows.
"""

from __future__ import annotations

from contextvars import copy_context
from typing import Final
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.export.moodle import moodle
from convviz.export.qti import qti
from convviz.export.sight import sight
from convviz.export.worksheet import MOST, worksheet
from convviz.lessons.course import LESSONS
from convviz.lessons.exercises import LARGEST_SEED, Exercise, exercise
from convviz.lessons.place import PREDICT
from convviz.playback.animation import Animation
from convviz.playback.practised import on_paper
from convviz.playback.shown import name_of
from convviz.web.follow import following
from convviz.words import SOURCE, languages, say, use

PATH: Final = "/convviz/handout"
FORMS: Final = ("sheet", "moodle", "qti")
COUNT: Final = 4
MOST_IN_CODE: Final = 1200  # characters


def asked(query: QueryParams) -> list[Exercise]:
    """Make the exercises that a query asks for: kind, level, and count from seed on.

    Raises ExperimentError.
    """
    count = min(_whole(query, "count", COUNT), MOST)
    seed = min(_whole(query, "seed", 0), LARGEST_SEED - MOST)
    level = _whole(query, "level", 0)
    return [exercise(query.get("kind", ""), seed + n, level) for n in range(max(count, 1))]


def _of_page(query: QueryParams, address: str) -> str:
    """Write what a lesson shows at an address as a sheet, whose code leads to that, to predict."""
    said = dict(query)
    film = sight(said["page"], said).film
    if not isinstance(film, Animation):
        raise ExperimentError("There are no numbers to be worked out in this picture.")
    numbers = {name: said[name] for name in ("s", "lang") if said.get(name)}
    place = urlencode({**numbers, PREDICT: "1"})
    way = f"play/{said['page']}?{place}"
    name = name_of(said["page"])
    title, paper = say(LESSONS[name].title), said.get("paper", "A4")
    # A code of more than this is not read from paper.
    address = address if len(way) <= MOST_IN_CODE else ""
    return worksheet([on_paper(film)], title=title, address=address, paper=paper, page=way)


def handout(query: QueryParams) -> Response:
    """Answer a query; what cannot be is said in words, with status 422."""
    return copy_context().run(_handout, query)


def _handout(query: QueryParams) -> Response:
    lang, form = query.get("lang", SOURCE), query.get("form", FORMS[0])
    use(lang if lang in languages() else SOURCE)
    try:
        address = str(following()["address"] or query.get("address", ""))[:200]
        if "page" in query:
            return _sheet(_of_page(query, address))
        exercises = asked(query)
        if form == "moodle":
            return _file(moodle(exercises), "xml", query)
        if form == "qti":
            return _file(qti(exercises), "zip", query)
        return _sheet(worksheet(exercises, address=address, paper=query.get("paper", "A4")))
    except ExperimentError as error:
        return PlainTextResponse(str(error), 422)


def _sheet(page: str) -> Response:
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
