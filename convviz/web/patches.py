"""What is changed in Streamlit's own page, each with its reason: to be looked at on every upgrade.

`tests/web/test_patches.py` says which of them an installed Streamlit no longer needs, or no longer
bears.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Patch(NamedTuple):
    """One change: a script or a style in the page's head, before Streamlit's own.

    needed: the part of Streamlit's client that it is made for, as it stands in the bundle.
    upstream: where Streamlit's side of it is discussed. without: what a visitor has if it is left
    out.
    """

    code: str
    needed: str
    upstream: str
    without: str


_ISSUES: Final = "https://github.com/streamlit/streamlit/issues/"

SERVER: Final = Patch(
    code="""
      window.__streamlit = { BACKEND_BASE_URL: new URL(".", document.baseURI).href }
    """,
    needed="BACKEND_BASE_URL",
    upstream=_ISSUES + "7074",
    without="Every page but the first asks below its own address for the server, and two errors of "
    "a missing file stand in the console at each load.",
)

ICONS: Final = Patch(
    code="""
      document.fonts.load = (font, ...rest) => font.includes("Material Symbols")
        ? Promise.resolve([])
        : FontFaceSet.prototype.load.call(document.fonts, font, ...rest)
    """,
    needed="document.fonts.load(`1em ",
    upstream=_ISSUES + "5798",
    without="The icon font, 375 kB, is loaded before anything is drawn, icons or none. With it, "
    "the browser fetches the font when an icon is drawn.",
)

SCHEME: Final = Patch(
    code="""
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
    """,
    needed="(prefers-color-scheme: dark)",
    upstream=_ISSUES + "5908",
    without="A visitor changes between light and dark in Streamlit's menu only, for this page. "
    "Streamlit asks the browser whether the system is dark, and follows when that changes: here it "
    "asks the visitor's choice first, so one click changes the theme on all pages.",
)

FONTS: Final = Patch(
    code="""
      [data-testid=stSkipToContent] { font-family: system-ui, sans-serif !important }
      [data-testid=stMenuButton] [data-testid=stIconMaterial] { display: none }
    """,
    needed="stSkipToContent",
    upstream=_ISSUES + "7153",
    without="Hidden and drawn before the theme is there, the link to the content fetches "
    "Streamlit's font, 170 kB; and the chevron of a menu, drawn before the page's own style is "
    "there, that of its icons.",
)

SCRIPTS: Final = (SERVER, ICONS, SCHEME)
