"""The player: plain JavaScript and CSS that shows what `convviz.animation` made; here, its sources.

Every function that ends in ``_js`` gives one ES module that needs no other.
"""

import html
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

from convviz.drawing.style import board_css, svg_css
from convviz.words import kept, say

# What is used comes before what uses it.
MODULES = (
    *("words", "letters", "access", "bar", "travel", "address", "blank", "touch", "running"),
    *("outbox", "relay", "foresight", "editor", "follow", "kept", "places", "playing"),
    *(
        "lecturing",
        "collect",
        "course",
        "choices",
        "lines",
        "program",
        "coming",
        "keys",
        "shorten",
        "digits",
        "whole",
    ),
    *("picture", "present", "release", "ring", "theme", "mounted", "player"),
)
LIGHT_MODULES = (*MODULES, "light")
LECTURE_MODULES = (
    *("words", "letters", "bar", "travel", "follow", "theme", "kept", "places", "playing", "row"),
    *("mounted", "lecture"),
)


def player_js() -> str:
    """Source of the player, style included: a page that holds it needs no more."""
    return _played(MODULES)


def light_js() -> str:
    """Source of the light page, with the player and its style."""
    return _played(LIGHT_MODULES)


def light_css() -> str:
    """Style of the light page around the stage."""
    return _source("light.css")


def lecture_js() -> str:
    """Source of the list of a lecture's places, style included."""
    return _joined(LECTURE_MODULES, (_source("player.css"), _source("lecture.css")))


def _played(names: Iterable[str]) -> str:
    drawn = svg_css(), svg_css(dark=True, scope=".convviz.dark"), board_css()
    return _joined(names, (*drawn, _source("player.css"), _source("forced.css")))


def _joined(names: Iterable[str], styles: Iterable[str]) -> str:
    style = json.dumps("\n".join(styles), ensure_ascii=False)
    return "\n".join((f"const STYLE = {style}", _modules(*names)))


def _modules(*names: str) -> str:
    modules = [_source(f"{name}.js") for name in names]
    return "\n".join(
        re.sub(r"^(import .*\n|export (?!default))", "", m, flags=re.M) for m in modules
    )


def figure_js() -> str:
    """Source of the Plotly figures; it loads Plotly when one is shown."""
    return _source("figure.js")


def listing_js() -> str:
    """Source of the listing that marks the lines of the current step."""
    return _modules("mounted", "lines", "listing")


def tables_js() -> str:
    """Source of the tables, whose calculated numbers come with the step."""
    return _modules("mounted", "tables")


def top_js() -> str:
    """Source of the top row: links to the lessons, switches for language and theme."""
    return _modules("running", "reveal", "top")


@kept(8)
def words_of(names: tuple[str, ...]) -> Mapping[str, str]:
    """What the scripts of these names say, in the language in use, where that is not English."""
    source = re.sub(r'" \+\s*"', "", "".join(_source(f"{name}.js") for name in names))
    texts = map(json.loads, re.findall(r'\bt\(("(?:[^"\\\n]|\\.)+")', source))
    return {text: said for text in texts if (said := say(text)) != text}


def page(payload: Mapping[str, object], title: str, lang: str) -> str:
    """Write a page that plays by itself, offline; lang: as HTML has it."""
    # "</" would end the script element early, wherever it came from.
    data = json.dumps(payload, separators=(",", ":")).replace("</", "<\\/")
    return _PAGE.format(lang=lang, title=html.escape(title), js=player_js(), data=data)


def _source(name: str) -> str:
    return files("convviz.player").joinpath("src", name).read_text(encoding="utf-8")


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
