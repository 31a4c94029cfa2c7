"""The early picture: the stage in the page's own HTML, seen before Streamlit's client is there."""

from __future__ import annotations

import html
from collections.abc import Mapping
from contextvars import copy_context
from functools import cache
from typing import Final, NamedTuple

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.lessons.contents import CONTENTS
from convviz.player import as_data, early_css, early_js
from convviz.web.drafts import draft_of, read_by
from convviz.web.follow import following
from convviz.web.row import row
from convviz.words import SOURCE, languages, say, tag, use

MOST: Final = 2**20  # characters of data; with more, Streamlit's own picture is hardly later
# The theme before anything is drawn; Streamlit's own files once the picture is. A page that nobody
# looks at has no frames, and one in a frame out of sight neither.
START: Final = """
      {
        const [scheme, { dataset }] = [window.convvizScheme, document.documentElement]
        const dye = () => { dataset.convvizTheme = scheme.matches ? "dark" : "light" }
        scheme.addEventListener("change", dye)
        dye()
        const start = () => {
          const picture = document.getElementById("convviz-early")
          if (picture && !("live" in picture.dataset)) picture.remove() // its script did not run
          document.head.append(document.getElementById("convviz-later").content)
        }
        addEventListener("DOMContentLoaded", () => {
          requestAnimationFrame(() => setTimeout(start))
          setTimeout(start, document.hidden ? 0 : 500)
        })
      }
    """
_COLOURS: Final = {
    "primary": "primary",
    "background": "background",
    "secondaryBackground": "secondary-background",
    "text": "text",
    "border": "border",
    "link": "link",
}
_BODY: Final = """<div id="convviz-early"><template shadowrootmode="open"><style>{style}</style>
<div class="top"></div>
<main>{above}<div class="stage"></div></main></template></div>
<script type="application/json" id="convviz-early-data">{data}</script>
<script type="module">{script}</script>"""


class Asked(NamedTuple):
    """What the picture depends on: a page's address, what it reads of the query, a language."""

    address: str
    query: tuple[tuple[str, str], ...]
    lang: str


class Early(NamedTuple):
    """What the page's HTML has because of its picture."""

    title: str
    tag: str
    head: str
    body: str


def asked(address: str, query: Mapping[str, str], accepted: str) -> Asked | None:
    """Tell what an address asks for; None where its page has no early picture.

    accepted: an `Accept-Language`, whose first language is the browser's own.
    """
    names = read_by(address, query)
    if names is None:
        return None
    tags = (query.get("lang", ""), accepted.partition(",")[0].partition(";")[0])
    said = (each.strip().lower().replace("_", "-").partition("-")[0] for each in tags)
    lang = next((name for name in said if name in languages()), SOURCE)
    return Asked(address, tuple((name, query[name]) for name in names if name in query), lang)


def early(wanted: Asked) -> Early | None:
    """Make the picture; None where it can't be: Streamlit's page then says why."""
    return copy_context().run(_early, wanted)  # the language ends with it


def own_scripts() -> str:
    """The scripts that such a page has in itself, as they stand there: the same on all."""
    return f'<script>{START}</script><script type="module">{_script()}</script>'


@cache
def _script() -> str:
    return early_js()  # as long as the server lives: its policy names this one


def _early(wanted: Asked) -> Early | None:
    use(wanted.lang)
    try:
        draft = draft_of(wanted.address, dict(wanted.query))
    except ExperimentError:
        return None
    told = draft.told | {
        "follow": following(),
        "contents": [(each.address, say(each.title)) for each in CONTENTS if each.presents],
    }
    view = {"entry": {}, "late": 0, "link": draft.link, "plain": draft.plain}
    data = as_data({"data": told, "view": view, "row": row(wanted.address)})
    if len(data) > MOST:
        return None
    return Early(
        title=f"{html.escape(told['title'])} · convviz",
        tag=tag(),
        head=f"<style>{_place()}</style>\n    <script>{START}</script>",
        body=_BODY.format(style=early_css(), above=draft.above, data=data, script=_script()),
    )


def _place() -> str:
    """Where it lies, over Streamlit's page, which nobody sees before it is done; its colours."""

    def colours(theme: str, knob: str) -> str:
        found = {n: st.get_option(f"theme.{theme}.{n}Color") for n in _COLOURS}
        own = "".join(f"--st-{_COLOURS[n]}-color:{colour};" for n, colour in found.items())
        return f"color-scheme:{theme};{own}--knob:{found[knob]}"

    return (
        "body{margin:0}#convviz-early:not([data-done])~#root{visibility:hidden;transform:translateX(-200vw)}"
        "#convviz-early{position:fixed;inset:0;overflow:auto;background:var(--st-background-color);"
        f"--st-font:{st.get_option('theme.font')};"
        + colours("light", "background")
        + "}[data-convviz-theme=dark] #convviz-early{"
        + colours("dark", "text")
        + "}"
    )
