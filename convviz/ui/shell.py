"""The HTML page that Streamlit serves, made to ask early for what a lesson needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import streamlit

from convviz.ui.asset import PLAYER

STATIC_DIR: Final = Path(streamlit.__file__).parent / "static"
# The part of the browser bundle that shows a component, by its name in the manifest.
_COMPONENT_CHUNK: Final = "../lib/src/components/widgets/BidiComponent/BidiComponent.tsx"


def tailor(html: str) -> str:
    """Let Streamlit's page ask early for what a lesson needs, and not for what it does not.

    Adds a `modulepreload` for each file of the component part of the bundle, which the
    browser would otherwise learn about only when the first picture is due. Takes out the
    preload of a font that the theme does not use, and puts off the icon font until an icon
    is drawn. Leaves other pages as they are.
    """
    if 'id="root"' not in html:
        return html
    html = re.sub(r"<link\s+rel=\"preload\"[^>]*?as=\"font\"[^>]*?/?>\s*", "", html)
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./{file}">\n    '
        for file in (*component_files(), PLAYER.path.lstrip("/"))
        if file not in html
    )
    ours = "".join(f"<script>{script}</script>\n    " for script in (_ICONS_ON_DEMAND, _SCHEME))
    html = html.replace("<script>", f"{ours}<script>", 1)
    return html.replace("</head>", f"{links}</head>", 1)


# Streamlit loads its icon font (375 kB) before it draws anything, icons or none. The browser
# still fetches it when an icon is drawn. A script of its own, so that the policy also allows
# the page as Streamlit made it, which a client without gzip gets.
_ICONS_ON_DEMAND: Final = """
      document.fonts.load = (font, ...rest) => font.includes("Material Symbols")
        ? Promise.resolve([])
        : FontFaceSet.prototype.load.call(document.fonts, font, ...rest)
    """


# Streamlit asks the browser whether the system is dark, and follows when that changes. Here it asks
# the visitor's choice first, so one click changes the theme and nothing else, on all pages.
_SCHEME: Final = """
      {
        const [query, key] = ["(prefers-color-scheme: dark)", "convviz-dark"]
        const [system, ask] = [window.matchMedia(query), window.matchMedia.bind(window)]
        const told = () => scheme.dispatchEvent(new Event("change"))
        let dark = null // what the visitor chose, if it is not what the system says
        try { dark = JSON.parse(localStorage.getItem(key)) } catch {} // storage may be forbidden
        const scheme = window.convvizScheme = Object.assign(new EventTarget(), {
          media: query,
          turn() {
            dark = scheme.matches === system.matches ? !system.matches : null
            try { localStorage.setItem(key, dark) } catch {}
            told()
          },
        })
        Object.defineProperty(scheme, "matches", { get: () => dark ?? system.matches })
        system.addEventListener("change", told)
        window.matchMedia = asked => asked === query ? scheme : ask(asked)
      }
    """


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
