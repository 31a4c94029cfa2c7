"""The HTML page that Streamlit serves, made to ask early for what a lesson needs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convviz.web.patches import FONTS, SCRIPTS
from convviz.web.scripts import PLAYER

STATIC_DIR: Final = Path(streamlit.__file__).parent / "static"
# The part of the browser bundle that shows a component, by its name in the manifest.
_COMPONENT_CHUNK: Final = "../lib/src/components/widgets/BidiComponent/BidiComponent.tsx"


class TailoredPage:
    """Answers with the tailored page wherever Streamlit would answer with its own.

    directory: where Streamlit's ``index.html`` is. The ETag is made from what is sent: after an
    upgrade no browser shows a page that it kept under a policy that is new.
    """

    def __init__(self, app: ASGIApp, directory: Path = STATIC_DIR) -> None:
        self.app = app
        index = directory / "index.html"
        self._theirs = FileResponse(index, stat_result=index.stat()).headers["etag"]
        self._body = page(directory).encode()
        self._etag = f'"{hashlib.sha256(self._body).hexdigest()[:32]}"'

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
            await self._respond(scope)(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        headers = {"ETag": self._etag, "Cache-Control": "no-cache"}
        known = Headers(scope=scope).get("if-none-match", "").split(",")
        if self._etag in (tag.strip().removeprefix("W/") for tag in known):
            return Response(status_code=304, headers=headers)
        headers["Content-Length"] = str(len(self._body))
        body = b"" if scope["method"] == "HEAD" else self._body
        return Response(body, headers=headers, media_type="text/html")


@cache
def page(directory: Path = STATIC_DIR) -> str:
    """Give the page that is sent, for as long as the server lives."""
    return tailor((directory / "index.html").read_text("utf-8"))


def tailor(html: str) -> str:
    """Let Streamlit's page ask early for what a lesson needs, and not for what it does not.

    Adds a `modulepreload` for each file of the component part of the bundle, which the
    browser would otherwise learn about only when the first picture is due. Takes out the
    preload of a font that the theme does not use, and puts off the icon font until an icon
    is drawn. Says where the server is, which Streamlit would look for below the page first.
    Leaves other pages as they are.
    """
    if 'id="root"' not in html:
        return html
    html = re.sub(r"<link\s+rel=\"preload\"[^>]*?as=\"font\"[^>]*?/?>\s*", "", html)
    html = html.replace("<head>", f"<head>\n    <style>{FONTS.code}</style>", 1)
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./{file}">\n    '
        for file in (*component_files(), PLAYER.path.lstrip("/"))
        if file not in html
    )
    ours = "".join(f"<script>{patch.code}</script>\n    " for patch in SCRIPTS)
    html = html.replace("<script>", f"{ours}<script>", 1)
    return html.replace("</head>", f"{links}</head>", 1)


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
