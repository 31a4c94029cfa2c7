"""What the web server adds to Streamlit: small transfers, an early picture, safe headers.

Streamlit serves its browser bundle uncompressed, because compressing it anew for every
visitor costs more than it saves: 50 ms of a class's one server, for each that comes. Here each
file is compressed once for the life of the server, and only those that are asked for, a tenth of
the bundle. The classes are plain ASGI middleware, outermost last: `SecurityHeaders` wraps
`CompressOnce`, which wraps `TailoredPage`, which wraps Streamlit.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convviz.web.headers import (
    FRAME_ANCESTORS_VARIABLE,
    SecurityHeaders,
    camera_allowed,
    is_bundle_file,
    security_headers,
)
from convviz.web.shell import TailoredPage

# Below this size the gzip header and the extra header lines eat what is saved.
_MINIMUM_SIZE: Final = 700
# The whole of Streamlit's bundle takes about 8 MB when compressed.
_CACHE_BYTES: Final = 32 * 2**20
_COMPRESSIBLE: Final = re.compile(
    r"(text/(?!event-stream)|application/(javascript|json|manifest\+json|wasm)|image/svg)"
)


def middleware() -> list[Middleware]:
    """Give the middleware of the app, outermost first, configured from the environment."""
    return [
        Middleware(
            SecurityHeaders,
            headers=security_headers(
                os.environ.get(FRAME_ANCESTORS_VARIABLE) or "'self'", camera=camera_allowed()
            ),
        ),
        Middleware(CompressOnce),
        Middleware(TailoredPage),
    ]


def below_base(routes: Sequence[Route]) -> list[Route]:
    """Put routes below the path that the app is served at, as Streamlit puts its own."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    if not base:
        return list(routes)
    return [
        Route(f"/{base}{route.path}", route.endpoint, methods=sorted(route.methods or ()))
        for route in routes
    ]


class _Key(NamedTuple):
    """What tells one version of one file from another."""

    path: str
    etag: str
    length: str


class CompressOnce:
    """Gzips each file that a client may keep, and the page itself, once a server life.

    Other responses pass unchanged: Streamlit compresses those that gain by it.
    """

    def __init__(self, app: ASGIApp, cache_bytes: int = _CACHE_BYTES) -> None:
        self.app = app
        self.cache_bytes = cache_bytes
        self._bodies: OrderedDict[_Key, asyncio.Task[bytes]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the cache, or pass the request on."""
        if not _may_compress(scope):
            await self.app(scope, receive, send)
            return
        # HEAD asks for the headers alone, so a file that is cached is not read again.
        plain = _without_encodings(scope)
        start, _ = await _collect(self.app, {**plain, "method": "HEAD"})
        headers = MutableHeaders(raw=start["headers"])
        if start["status"] == 304 and "etag" in headers:
            _mark(headers)
            await _answer(send, start, b"")
        elif start["status"] == 200 and _gains(headers):
            _mark(headers)
            is_page = headers["content-type"].startswith("text/html")
            key = _Key(
                # Every address that is no file gives the same page.
                "" if is_page else scope["path"],
                headers["etag"],
                headers["content-length"],
            )
            body = await self._compressed(key, plain)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            await _answer(send, start, body)
        else:
            await self.app(scope, receive, send)

    async def _compressed(self, key: _Key, scope: Scope) -> bytes:
        task = self._bodies.get(key)
        if task is None:
            # One task a file: visitors who come meanwhile wait for the same one.
            task = self._bodies[key] = asyncio.create_task(self._compress(scope))
        self._bodies.move_to_end(key)
        try:
            # A visitor who leaves must not cancel it for the others.
            body = await asyncio.shield(task)
        except Exception:
            self._bodies.pop(key, None)
            raise
        self._shrink()
        return body

    async def _compress(self, scope: Scope) -> bytes:
        start, body = await _collect(self.app, scope)
        if start["status"] != 200:
            raise RuntimeError(f"{scope['path']} answers GET with {start['status']}, HEAD with 200")
        return await asyncio.to_thread(partial(gzip.compress, body, compresslevel=9, mtime=0))

    def _shrink(self) -> None:
        done = {key: len(task.result()) for key, task in self._bodies.items() if task.done()}
        total = sum(done.values())
        for key, size in done.items():
            if total <= self.cache_bytes:
                break
            del self._bodies[key]
            total -= size


def _may_compress(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    return (
        "range" not in headers
        and accepts_gzip(headers.get("accept-encoding", ""))
        and (is_bundle_file(scope) or "text/html" in headers.get("accept", ""))
    )


def accepts_gzip(accept_encoding: str) -> bool:
    """Tell whether an `Accept-Encoding` header allows gzip (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        coding, _, parameter = item.partition(";")
        _, _, weight = parameter.partition("q=")
        try:
            weights[coding.strip()] = float(weight) if weight else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _gains(headers: Headers) -> bool:
    """Whether a response is a file that stays as it is, and text of some length."""
    content_type = headers.get("content-type", "")
    return (
        "etag" in headers
        and "content-encoding" not in headers
        and (
            "immutable" in headers.get("cache-control", "") or content_type.startswith("text/html")
        )
        and _COMPRESSIBLE.match(content_type) is not None
        and int(headers.get("content-length", "0")) >= _MINIMUM_SIZE
    )


def _mark(headers: MutableHeaders) -> None:
    """Say that other encodings of this response exist, equal in meaning but not in bytes."""
    headers.add_vary_header("Accept-Encoding")
    headers["ETag"] = "W/" + headers["etag"].removeprefix("W/")
    del headers["accept-ranges"]


def _without_encodings(scope: Scope) -> Scope:
    headers = [item for item in scope["headers"] if item[0] != b"accept-encoding"]
    return {**scope, "headers": headers}


async def _collect(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """Call `app` and give its response: the start message and the whole body."""
    start: Message = {}
    parts: list[bytes] = []

    request: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not request:
            # The visitor never leaves: responses that listen for it are cancelled at their end.
            await asyncio.Event().wait()
        return request.pop()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    start["headers"] = list(start["headers"])
    return start, b"".join(parts)


async def _answer(send: Send, start: Message, body: bytes) -> None:
    await send(start)
    await send({"type": "http.response.body", "body": body})
