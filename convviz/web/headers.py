"""Headers that let a page run what this server sent, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convviz.web.early import own_scripts
from convviz.web.shell import page

FRAME_ANCESTORS_VARIABLE: Final = "CONVVIZ_FRAME_ANCESTORS"
CAMERA_VARIABLE: Final = "CONVVIZ_CAMERA"


def inline_script_hashes(html: str) -> list[str]:
    """Give the CSP sources (`'sha256-…'`) that allow exactly the inline scripts of a page."""
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', html, flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def camera_allowed() -> bool:
    """Whether the server lets its pages use a camera: ``CONVVIZ_CAMERA=1`` does."""
    return os.environ.get(CAMERA_VARIABLE) == "1"


def security_headers(frame_ancestors: str = "'self'", *, camera: bool = False) -> dict[str, str]:
    """Give the headers that let a page run what this server sent, and nothing else.

    frame_ancestors: who may show the app in a frame, as CSP sources separated by blanks,
        for example `'self' https://lms.example.org`; `*` for anyone.
    camera: whether the app itself may ask the visitor for the camera.

    Raises ValueError if `frame_ancestors` could change another directive.
    """
    if re.search(r"[;,\r\n]", frame_ancestors) or not frame_ancestors.isascii():
        raise ValueError(
            f"{FRAME_ANCESTORS_VARIABLE} takes CSP sources separated by blanks, "
            f"not {frame_ancestors!r}"
        )
    scripts = " ".join(inline_script_hashes(page() + own_scripts()))
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' blob: {scripts}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "media-src": "'self' data: blob:",
        "worker-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": frame_ancestors,
    }
    return {
        "Content-Security-Policy": "; ".join(" ".join(item) for item in policy.items()),
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": (
            f"fullscreen=(self), clipboard-write=(self), camera=({'self' if camera else ''}), "
            "geolocation=(), "
            "microphone=(), payment=(), usb=()"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
    }


class SecurityHeaders:
    """Adds `headers` to every response but the bundle's files, and `nosniff` to all."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = dict(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; WebSockets and start-up are left alone."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                # Scripts, styles and fonts obey the page's policy; repeating it on each
                # of the seventy files of a first visit would cost 50 kB.
                if not is_bundle_file(scope):
                    headers.update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def is_bundle_file(scope: Scope) -> bool:
    """Whether a request asks for one of the files that a page asks for."""
    return "/static/" in scope["path"]
