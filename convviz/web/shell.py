"""The HTML page that Streamlit serves, made to ask early for what a lesson needs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import streamlit as st
from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, QueryParams
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convviz.web.early import Asked, Early, asked, early
from convviz.web.patches import FONTS, SCRIPTS
from convviz.web.scripts import PLAYER

STATIC_DIR: Final = Path(st.__file__).parent / "static"
# The part of the browser bundle that shows a component, by its name in the manifest.
_COMPONENT_CHUNK: Final = "../lib/src/components/widgets/BidiComponent/BidiComponent.tsx"
# What Streamlit's page asks for by itself.
_FILES: Final = re.compile(
    r'<script type="module"[^>]*\bsrc=[^>]*></script>'
    r'|<link\s+rel="(?:modulepreload|stylesheet)"[^>]*>'
)


class Sent(NamedTuple):
    """A page as it is sent."""

    body: bytes
    etag: str


class TailoredPage:
    """Answers with the tailored page wherever Streamlit would answer with its own.

    directory: where Streamlit's ``index.html`` is. The ETag is made from what is sent: after an
    upgrade no browser shows a page that it kept under a policy that is new.
    """

    def __init__(self, app: ASGIApp, directory: Path = STATIC_DIR) -> None:
        self.app = app
        index = directory / "index.html"
        self._theirs = FileResponse(index, stat_result=index.stat()).headers["etag"]
        self._directory = directory
        self._limiter = CapacityLimiter(2)  # arithmetic waits for arithmetic, not for the network

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer too unless it is Streamlit's page."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        replaced = False

        async def send_others(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                # Whichever part of it the client asked for, and if only whether it has changed.
                etag = Headers(raw=message["headers"]).get("etag", "")
                replaced = etag.removeprefix("W/") == self._theirs
            if not replaced:
                await send(message)

        await self.app(scope, receive, send_others)
        if replaced:
            wanted = _asked(scope)
            if wanted:
                made = to_thread.run_sync(sent, self._directory, wanted, limiter=self._limiter)
                page = await made
            else:
                page = sent(self._directory)
            await _response(scope, page)(scope, receive, send)


def _asked(scope: Scope) -> Asked | None:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    path = str(scope["path"]).strip("/")
    address = path.removeprefix(base).strip("/") if base else path
    query = QueryParams(scope.get("query_string", b""))
    return asked(address, query, Headers(scope=scope).get("accept-language", ""))


def _response(scope: Scope, page: Sent) -> Response:
    headers = {"ETag": page.etag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    known = Headers(scope=scope).get("if-none-match", "").split(",")
    if page.etag in (tag.strip().removeprefix("W/") for tag in known):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(page.body))
    body = b"" if scope["method"] == "HEAD" else page.body
    return Response(body, headers=headers, media_type="text/html")


@lru_cache(maxsize=32)
def sent(directory: Path, wanted: Asked | None = None) -> Sent:
    """Give the page at an address; those that a class opens are made once."""
    body = page(directory, wanted).encode()
    return Sent(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def page(directory: Path = STATIC_DIR, wanted: Asked | None = None) -> str:
    """Give the page that is sent."""
    return tailor((directory / "index.html").read_text("utf-8"), wanted and early(wanted))


def tailor(html: str, picture: Early | None = None) -> str:
    """Let Streamlit's page ask early for what a lesson needs, and not for what it does not.

    Adds a `modulepreload` for each file of the component part of the bundle, which the
    browser would otherwise learn about only when the first picture is due. Takes out the
    preload of a font that the theme does not use, and puts off the icon font until an icon
    is drawn. Says where the server is, which Streamlit would look for below the page first.
    Where there is a picture of the lesson, that comes first, and Streamlit's files once it is
    painted. Leaves other pages as they are.
    """
    if 'id="root"' not in html:
        return html
    html = re.sub(r"<link\s+rel=\"preload\"[^>]*?as=\"font\"[^>]*?/?>\s*", "", html)
    html = html.replace("<head>", f"<head>\n    <style>{FONTS.code}</style>", 1)
    player = () if picture else (PLAYER.path.lstrip("/"),)  # which the picture has in itself
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./{file}">\n    '
        for file in (*component_files(), *player)
        if file not in html
    )
    ours = "".join(f"<script>{patch.code}</script>\n    " for patch in SCRIPTS)
    html = html.replace("<script>", f"{ours}<script>", 1)
    html = html.replace("</head>", f"{links}</head>", 1)
    return _with(picture, html) if picture else html


def _with(picture: Early, html: str) -> str:
    """Put a picture before everything that Streamlit's page asks for."""
    later = "\n".join(_FILES.findall(html))
    html = re.sub(r"<title>.*?</title>", lambda _: f"<title>{picture.title}</title>", html, count=1)
    html = re.sub(r'<html lang="[^"]*"', lambda _: f'<html lang="{picture.tag}"', html, count=1)
    html = _FILES.sub("", html).replace("</head>", f"{picture.head}\n  </head>", 1)
    body = f'<body>\n<template id="convviz-later">{later}</template>\n{picture.body}'
    return html.replace("<body>", body, 1)


@cache
def component_files() -> tuple[str, ...]:
    """Give the files of Streamlit's bundle that showing a component takes, from its manifest.

    Empty if the manifest is absent or arranged in another way: the page works without.
    """
    try:
        manifest = json.loads((STATIC_DIR / "manifest.json").read_text("utf-8"))
        return tuple(dict.fromkeys(_files_of(manifest, _COMPONENT_CHUNK, set())))
    except (OSError, ValueError, KeyError):
        return ()


def _files_of(
    manifest: Mapping[str, dict[str, object]], name: str, seen: set[str]
) -> Iterator[str]:
    if name in seen:
        return
    seen.add(name)
    entry = manifest[name]
    yield str(entry["file"])
    imports = entry.get("imports", [])
    for needed in imports if isinstance(imports, list) else []:
        yield from _files_of(manifest, needed, seen)
