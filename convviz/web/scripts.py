"""Scripts as files of their own: fetched once and kept, not sent again with every rerun."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from convviz.player import (
    figure_js,
    gallery_js,
    images_js,
    lecture_js,
    light_js,
    listing_js,
    opening_js,
    player_js,
    practice_js,
    save_js,
    tables_js,
    top_js,
)


@dataclass(frozen=True)
class Script:
    """A script that the app serves; ``mark`` is in its name, so a browser may keep it for good."""

    name: str
    mark: str
    read: Callable[[], str]

    @property
    def path(self) -> str:
        """Address below the app's own."""
        return f"/convviz/static/{self.name}-{self.mark}.js"

    @cached_property
    def _source(self) -> bytes:
        return self.read().encode()

    async def respond(self, request: Request) -> Response:
        """Answer with the script."""
        headers = {
            "Cache-Control": "public, immutable, max-age=31536000",
            "ETag": f'"{self.mark}"',
        }
        return Response(self._source, media_type="text/javascript", headers=headers)

    def loader(self) -> str:
        """Give the small module that Streamlit runs, which hands on to the file.

        Where the page itself has the script already, because of its early picture, to that. The
        address is relative, as the page's own files are: the app may be served below a path.
        """
        return f"""
export default async component => {{
  const here = globalThis.convvizScripts?.{self.name}
  const show = here ?? (await import(new URL(".{self.path}", document.baseURI))).default
  return show(component)
}}
"""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plotly() -> str:
    # Read only when a view that needs it is opened: it is 4.7 MB.
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


PLAYER: Final = Script("player", _digest(player_js()), player_js)
LIGHT: Final = Script("light", _digest(light_js()), light_js)
FIGURE: Final = Script("figure", _digest(figure_js()), figure_js)
LISTING: Final = Script("listing", _digest(listing_js()), listing_js)
GALLERY: Final = Script("gallery", _digest(gallery_js()), gallery_js)
IMAGES: Final = Script("images", _digest(images_js()), images_js)
OPENING: Final = Script("opening", _digest(opening_js()), opening_js)
LECTURE: Final = Script("lecture", _digest(lecture_js()), lecture_js)
TABLES: Final = Script("tables", _digest(tables_js()), tables_js)
SAVE: Final = Script("save", _digest(save_js()), save_js)
PRACTICE: Final = Script("practice", _digest(practice_js()), practice_js)
TOP: Final = Script("top", _digest(top_js()), top_js)
PLOTLY: Final = Script("plotly", version("plotly"), _plotly)


def routes() -> list[Route]:
    """Give the addresses that the app answers beside Streamlit's own."""
    pages = (LECTURE, IMAGES, GALLERY, PRACTICE)
    scripts = (PLAYER, LIGHT, FIGURE, LISTING, *pages, TABLES, TOP, OPENING, SAVE, PLOTLY)
    return [Route(script.path, script.respond) for script in scripts]
