"""The player as a file of its own: fetched once and kept, not sent again with every rerun."""

from __future__ import annotations

import hashlib
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from convviz.animation import player_js

_SOURCE: Final = player_js().encode()
_DIGEST: Final = hashlib.sha256(_SOURCE).hexdigest()[:16]
# The name holds the content, so a browser may keep it for good.
PATH: Final = f"/convviz/static/player-{_DIGEST}.js"

# Streamlit runs this small module, which hands on to the file. The address is relative, as the
# page's own files are: the app may be served below a path.
LOADER: Final = f"""
export default async component => {{
  const {{ default: player }} = await import(new URL(".{PATH}", document.baseURI))
  return player(component)
}}
"""


async def _player(request: Request) -> Response:
    return Response(
        _SOURCE,
        media_type="text/javascript",
        headers={"Cache-Control": "public, immutable, max-age=31536000", "ETag": f'"{_DIGEST}"'},
    )


def routes() -> list[Route]:
    """Give the addresses that the app answers beside Streamlit's own."""
    return [Route(PATH, _player)]
