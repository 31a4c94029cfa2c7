"""The player: plain JavaScript and CSS that shows what `convviz.animation` made; here, its sources.

Every function that ends in ``_js`` gives one ES module that needs no other.
"""

import html
import json
import re
from collections.abc import Mapping
from importlib.resources import files

from convviz.style import board_css, svg_css

# What is used comes before what uses it.
_MODULES = (
    *("words", "letters", "access", "bar", "travel", "address", "blank", "touch", "editor"),
    *("follow", "course", "keys", "picture", "present", "ring", "player"),
)


def player_js() -> str:
    """Source of the player, style included: a page that holds it needs no more."""
    drawn = svg_css(), svg_css(dark=True, scope=".convviz.dark"), board_css()
    style = "\n".join((*drawn, _source("player.css")))
    modules = [_source(f"{name}.js") for name in _MODULES]
    joined = [re.sub(r"^(import .*\n|export (?!default))", "", m, flags=re.M) for m in modules]
    return "\n".join((f"const STYLE = {json.dumps(style, ensure_ascii=False)}", *joined))


def figure_js() -> str:
    """Source of the Plotly figures; it loads Plotly when one is shown."""
    return _source("figure.js")


def listing_js() -> str:
    """Source of the listing that marks the lines of the current step."""
    return _source("listing.js")


def corner_js() -> str:
    """Source of the switches for language and theme."""
    return _source("corner.js")


def page(payload: Mapping[str, object], title: str, lang: str) -> str:
    """Write a page that plays by itself, offline; lang: as HTML has it."""
    # "</" would end the script element early, wherever it came from.
    data = json.dumps(payload, separators=(",", ":")).replace("</", "<\\/")
    return _PAGE.format(lang=lang, title=html.escape(title), js=player_js(), data=data)


def _source(name: str) -> str:
    return files("convviz.player").joinpath(name).read_text(encoding="utf-8")


_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
html, body {{ margin: 0; background: Canvas; color-scheme: light dark }}
main {{ padding: 16px }}
</style>
<main></main>
<script type="module">
{js}
player({{ data: {data}, parentElement: document.querySelector("main") }})
// Numbers that are not reached yet are nowhere in the document.
for (const script of document.querySelectorAll("script")) script.remove()
</script>
</html>
"""
