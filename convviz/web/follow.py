"""Follow along: the address that others reach this app by, and links to it as QR codes."""

from __future__ import annotations

import io
import os
from ipaddress import ip_address
from typing import Final

import segno
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit.net_util import get_internal_ip

from convviz.playback.stateless import STATELESS

ADDRESS_VARIABLE: Final = "CONVVIZ_ADDRESS"
MAX_LINK: Final = 2000  # characters: a camera still tells the dots of a code of them apart
_PATH: Final = "/convviz/qr.svg"


def following(root: str = ".") -> dict[str, str | int | list[str]]:
    """What the stage needs to let others follow: where codes are drawn, and an address to offer.

    root: the way from the page to the app's own address. ``light`` names the lessons that others
    open without a session.
    """
    return {
        "root": root,
        "qr": f"{root}{_PATH}",
        "longest": MAX_LINK,
        "address": _address(),
        "light": [*STATELESS],
    }


def qr_svg(link: str) -> str:
    """Draw a link as a QR code with its quiet zone, black on white in either theme.

    Raises ValueError if it is empty or longer than `MAX_LINK`.
    """
    if not 0 < len(link) <= MAX_LINK:
        raise ValueError(f"A QR code takes 1 to {MAX_LINK} characters, not {len(link)}.")
    picture = io.BytesIO()
    # Not the small "micro" codes: few phones read them.
    segno.make(link, micro=False, error="l").save(
        picture, kind="svg", light="#fff", xmldecl=False, omitsize=True
    )
    return picture.getvalue().decode()


def route() -> Route:
    """Give the address that answers a link with its code."""

    async def respond(request: Request) -> Response:
        try:
            picture = qr_svg(request.query_params.get("link", ""))
        except ValueError as error:
            return PlainTextResponse(str(error), status_code=400)
        return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})

    return Route(_PATH, respond)


def _address() -> str:
    """The address that is set for the class, else that of this computer in its network, if any."""
    if chosen := os.environ.get(ADDRESS_VARIABLE):
        return chosen
    bound = st.get_option("server.address")
    here = get_internal_ip()
    if here is None or ip_address(here).is_loopback or bound in ("localhost", "127.0.0.1", "::1"):
        return ""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{scheme}://{here}:{st.get_option('server.port')}/{path}"
