"""The light page: a lesson as one small page without a session, that steps, presents and edits."""

from __future__ import annotations

import gzip
import html
from collections.abc import Mapping
from contextvars import copy_context
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.lessons.contents import CONTENTS
from convviz.lessons.document import instead
from convviz.lessons.place import Place, reached
from convviz.playback.stateless import STATELESS, contents, lesson_at, see
from convviz.player import as_data, light_css, theme_button
from convviz.web.change import PATH as CHANGE
from convviz.web.change import kept_as
from convviz.web.export import saving
from convviz.web.follow import following
from convviz.web.predict import asking
from convviz.web.scripts import LIGHT
from convviz.web.server import accepts_gzip
from convviz.words import SOURCE, languages, say, tag, use

PATH: Final = "/play"
_PAGE: Final = """<!doctype html>
<html lang="{tag}" data-lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · convviz</title>
<link rel="modulepreload" href="{script}">
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body{embedded}>
<header><nav aria-label="{lessons}">{links}</nav><div class="corner">{corner}
{theme}
</div></header>
<main>
<div class="title"><h1 data-part="title">{title}</h1>
<select data-part="examples" aria-label="{example}"></select></div>
<p data-part="sentence">{sentence}</p>
<div class="controls"><div data-part="numbers"></div><p data-part="shapes"></p></div>
<p data-part="notice" role="status"></p>
<div data-part="stage"></div>
</main>
<script type="application/json" data-part="data">{data}</script>
<script type="module" src="{script}"></script>
</body>
</html>
"""


def page(
    address: str,
    text: str = "",
    lang: str = SOURCE,
    *,
    embedded: bool = False,
    place: Place | None = None,
) -> str:
    """Write the page of the lesson at an address, which has one, with the numbers of a link's text.

    place: where the numbers end that it may know, if it does not know all.
    Numbers that can't be shown give way to the lesson's example, and the page says so.
    """
    make = _page if text or place else _example  # what a whole class opens is written once
    return copy_context().run(make, address, text, lang, embedded, place)


def _page(address: str, text: str, lang: str, embedded: bool, place: Place | None) -> str:
    use(lang)  # it ends with the context
    name = lesson_at(address)
    try:
        seen = see(name, text, place=place)
    except ExperimentError as error:
        seen = see(name, notice=instead(error), place=place)
    of_experiment, asks = seen.data["experiment"], asking("..")
    data = seen.data | {
        "follow": following(".."),
        "save": saving(root="..") | {"tensors": of_experiment},
        "asks": asks if of_experiment else None,
    }
    told = {
        "text": seen.text,
        **kept_as(name, seen.text),
        "data": data,
        "api": f"..{CHANGE}",
        "asks": asks,
        "reads": {each: lesson.reads for each, lesson in STATELESS.items()},
    }
    return _PAGE.format(
        tag=tag(),
        lang=lang,
        title=html.escape(say(STATELESS[name].title)),
        script=f"..{LIGHT.path}",
        style=light_css(),
        embedded=' class="embedded"' if embedded else "",
        lessons=html.escape(say("Lessons")),
        links=lesson_links(),
        corner=corner(address, lang),
        theme=theme_button(),
        example=html.escape(say("Example")),
        sentence=html.escape(data["sentence"]),
        data=as_data(told),
    )


_example = lru_cache(maxsize=64)(_page)


def lesson_links() -> str:
    """Write links to all light pages of lessons, as HTML."""
    lessons = "".join(
        f'<a href="{each or "."}" target="_self" data-page="{each}">{html.escape(title)}</a>'
        for each, title in contents()
    )
    practice = html.escape(say("Practice"))
    return f'{lessons}<a href="practice" target="_self" data-leave="practice">{practice}</a>'


def corner(address: str, lang: str) -> str:
    """Write links to the page in the other languages, and to the full page, as HTML."""
    others = "".join(
        f'<a href="{address or "."}?lang={name}" target="_self" lang="{each.tag}" data-leave '
        f'data-lang="{name}">{html.escape(each.title)}</a>'
        for name, each in languages().items()
        if name != lang
    )
    whole = html.escape(say("All controls"))
    return f'{others}<a href="../{address}" target="_self" data-leave="full">{whole}</a>'


def language_of(asked: str | None, accepted: str) -> str:
    """Choose the language of an address, else the first of an `Accept-Language` that there is."""
    tags = [asked or "", *(item.partition(";")[0] for item in accepted.split(","))]
    names = (each.strip().lower().partition("-")[0] for each in tags)
    return next((name for name in names if name in languages()), SOURCE)


def text_in(query: Mapping[str, str], address: str) -> str:
    """The text of the lesson at an address, as its query says it; "" if that says nothing of it."""
    names = STATELESS[lesson_at(address)].reads
    if len(names) == 1:
        return query.get(names[0], "")
    return urlencode({name: query[name] for name in names if name in query})


def routes() -> list[Route]:
    """Give the addresses of the light pages."""
    limiter = CapacityLimiter(2)

    def made(address: str, query: QueryParams, accepted: str, gzipped: bool) -> Response:
        lang = language_of(query.get("lang"), accepted)
        embedded = query.get("embed", "").lower() == "true"
        text, place = text_in(query, address), reached(query)
        body = page(address, text, lang, embedded=embedded, place=place).encode()
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language"}
        if gzipped:
            body = gzip.compress(body, compresslevel=6, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers, media_type="text/html")

    async def respond(request: Request) -> Response:
        address = request.path_params.get("address", "")
        query = request.query_params
        name = lesson_at(address)
        if not name:
            known = {entry.address for entry in CONTENTS}
            there = f"../{address}" if address in known else "./"
            return RedirectResponse(there + (f"?{query}" if query else ""))
        headers = request.headers
        gzipped = accepts_gzip(headers.get("accept-encoding", ""))
        accepted = headers.get("accept-language", "")
        return await to_thread.run_sync(made, address, query, accepted, gzipped, limiter=limiter)

    async def below(request: Request) -> Response:
        query = request.query_params
        return RedirectResponse("play/" + (f"?{query}" if query else ""))

    return [
        Route(PATH, below),
        Route(f"{PATH}/", respond),
        Route(f"{PATH}/{{address}}", respond),
    ]
