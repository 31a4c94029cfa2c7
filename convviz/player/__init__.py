"""The player: plain JavaScript and CSS that shows what `convviz.playback` made; here, its scripts.

Every function that ends in ``_js`` gives one ES module that needs no other, or says what else.
`convviz.player.bundle` makes them of the modules in ``src``.
"""

import base64
import html
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from convviz.drawing.style import CLASSES, PAPER, arranged_css, svg_css
from convviz.words import kept, say


def player_js() -> str:
    """Source of the player, style included."""
    return _styled("player", *_drawn())


def light_js() -> str:
    """Source of the light page, with the player and its style."""
    return _styled("light", *_drawn())


def folder_js() -> str:
    """Source of the pages of a course in a folder: no module, so that it is read from disk too."""
    return _styled("folder", *_drawn())


def light_css() -> str:
    """Style of the light page around the stage."""
    return _source("light.css")


def early_js() -> str:
    """Source of the early picture: the player, the top row, and how they come to their places."""
    return _styled("early", *_drawn())


def early_css() -> str:
    """Style of what stands around the early picture."""
    return _source("early.css")


def lecture_js() -> str:
    """Source of the list of a lecture's places, style included."""
    return _styled("lecture", _around(), _source("lecture.css"))


def _drawn() -> Iterable[str]:
    drawn = svg_css(), svg_css(dark=True, scope=".convviz.dark")
    return (*drawn, *map(arranged_css, CLASSES), _around(), _source("forced.css"))


def _around() -> str:
    """What stands around the picture, what it asks, and how both fit a phone and a room."""
    return "\n".join(map(_source, ("player.css", "asking.css", "fitting.css")))


def _styled(name: str, *styles: str) -> str:
    style = json.dumps("\n".join(styles), ensure_ascii=False)
    return f"const STYLE = {style};\n{_script(name)}"


def gallery_js() -> str:
    """Source of the page of examples, style included."""
    return _styled("gallery", _around(), _source("gallery.css"))


def images_js() -> str:
    """Source of the page of pictures, style included."""
    return _styled("images", _around(), _source("images.css"))


def practice_js() -> str:
    """Source of the practice page, style included."""
    return _styled("practice", *_drawn(), _source("practice.css"))


def opening_js() -> str:
    """Source of what opens a file, style included."""
    return _styled("opening", _around(), _source("opening.css"))


def figure_js() -> str:
    """Source of the Plotly figures; it loads Plotly when one is shown."""
    return _script("figure")


def listing_js() -> str:
    """Source of the listing that marks the lines of the current step."""
    return _script("listing")


def tables_js() -> str:
    """Source of the tables, whose calculated numbers come with the step."""
    return _script("tables")


def save_js() -> str:
    """Source of the dialog that saves what is shown."""
    return _script("save")


def widget_js() -> str:
    """Source of the view of a widget in a notebook, with the page that stands in its frame."""
    page = _FRAMED.format(js=_styled("framed", *_drawn()))
    # A closing tag in a text would end the script that a saved notebook puts it into.
    text = json.dumps(page, ensure_ascii=False).replace("</", "<\\/")
    return f"const PAGE = {text};\n{_script('widget')}"


def top_js() -> str:
    """Source of the top row: links to the lessons, switches for language and theme."""
    return _script("top")


@kept(8)
def words_of(name: str) -> Mapping[str, str]:
    """What a script says, in the language in use, where that is not English."""
    source = "".join(_source(f"{module}.js") for module in modules_of(name))
    source = re.sub(r'" \+\s*"', "", source)  # a text may take two lines
    texts = map(json.loads, re.findall(r'\bt\(("(?:[^"\\\n]|\\.)+")', source))
    return {text: said for text in texts if (said := say(text)) != text}


def modules_of(name: str) -> list[str]:
    """Names of the modules that a script was made of, as its first line says."""
    first, _, _ = _script(name).partition(":")
    return first.removeprefix("/* ").split()


def theme_button() -> str:
    """Write the button that turns the theme of a page without Streamlit; see ``scheme.js``."""
    to_light, to_dark = html.escape(say("Light theme")), html.escape(say("Dark theme"))
    icon = f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{_HALF}"/></svg>'
    told = f'data-part="theme" data-light="{to_light}" data-dark="{to_dark}"'
    return f'<button type="button" {told}>{icon}</button>'


_HALF = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z"


def as_data(value: object) -> str:
    """Write JSON data that may stand in a script element, whatever texts it holds."""
    written = json.dumps(value, separators=(",", ":"))
    # Such an element is ended by a closing tag, and confused by a comment or another script.
    return re.sub("<(?=[!sS])", r"\\u003c", written.replace("</", "<\\/"))


def page(payload: Mapping[str, object], title: str, lang: str, *, dark: bool | None = None) -> str:
    """Write a page that plays by itself, offline; lang: as HTML has it.

    dark: in the dark or the light theme, by default in that of who opens it.
    """
    js = _styled("alone", *_drawn())
    theme = "" if dark is None else f' style="--st-background-color: {PAPER[dark]}"'
    scheme = {None: "light dark", False: "light", True: "dark"}[dark]
    told = {"lang": lang, "theme": theme, "scheme": scheme, "title": html.escape(title)}
    held = f'<script type="application/json">{as_data(payload)}</script>'
    return _PAGE.format(**told, end=packed(f"{held}<script>{js}</script>"))


def packed(end: str) -> str:
    """Write the scripts at the end of a page as one, of a third of their size."""
    packing = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)  # what a browser calls deflate-raw
    text = base64.b64encode(packing.compress(end.encode()) + packing.flush()).decode()
    return f'<script>const PACKED = "{text}";\n{_script("unpack")}</script>'


@cache
def _script(name: str) -> str:
    return files("convviz.player").joinpath("built", f"{name}.js").read_text(encoding="utf-8")


def _source(name: str) -> str:
    return files("convviz.player").joinpath("src", name).read_text(encoding="utf-8")


_PAGE = """<!doctype html>
<html lang="{lang}"{theme}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
html, body {{ margin: 0; background: var(--st-background-color, Canvas); color-scheme: {scheme} }}
main {{ padding: 16px }}
</style>
<main></main>
{end}
</html>
"""
_FRAMED = """<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>convviz</title>
<style>
html, body {{ margin: 0; background: Canvas; color-scheme: light dark }}
main {{ padding: 16px }}
</style>
<main></main>
<script>Object.defineProperty(window, "sessionStorage", {{ value: null }}) // not ours</script>
<script type="module">
{js}
</script>
"""
