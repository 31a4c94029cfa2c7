"""The small pictures of the examples: each drawn when it is first seen, and kept."""

from __future__ import annotations

import gzip
from contextvars import copy_context
from functools import lru_cache
from typing import Final

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.export.gallery import cards, drawn
from convviz.web.server import accepts_gzip
from convviz.words import SOURCE, languages, use

PATH: Final = "/convviz/example.svg"


@lru_cache(maxsize=4 * 128)
def packed(name: str, lang: str, dark: bool) -> bytes:
    """Give the picture of an example, gzipped; raises ExperimentError if there is none."""

    def draw() -> str:
        use(lang)
        return drawn(name, dark)

    svg = copy_context().run(draw)  # the language ends with it
    return gzip.compress(svg.encode(), compresslevel=6, mtime=0)


def route() -> Route:
    """Give the address that answers the name of an example with its picture."""
    limiter = CapacityLimiter(1)  # who steps and edits goes first

    def answer(name: str, lang: str, dark: bool, gzipped: bool) -> Response:
        try:
            if name not in cards():
                raise ExperimentError("There is no example {name!r}.", name=name[:40])
            content = packed(name, lang if lang in languages() else SOURCE, dark)
        except ExperimentError as error:
            return PlainTextResponse(str(error), status_code=404)
        headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding"}
        if gzipped:
            headers["Content-Encoding"] = "gzip"
        body = content if gzipped else gzip.decompress(content)
        return Response(body, headers=headers, media_type="image/svg+xml")

    async def respond(request: Request) -> Response:
        query = request.query_params
        told = query.get("name", ""), query.get("lang", ""), query.get("dark") == "1"
        gzipped = accepts_gzip(request.headers.get("accept-encoding", ""))
        return await to_thread.run_sync(answer, *told, gzipped, limiter=limiter)

    return Route(PATH, respond)
