"""A course as a folder: every lesson and a lecture, as pages that play, step and present.

They need no server and are read from disk too. No number is changed there.
"""

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from contextvars import copy_context
from pathlib import Path
from typing import Any

from convviz.export.shows import Show, examples, place, titles
from convviz.lessons.lecture import Lecture, document
from convviz.playback.chapter import chapter
from convviz.player import as_data, folder_js, light_css, packed, theme_button, words_of
from convviz.words import language, languages, say, tag, use

SCRIPT = "player.js"
HOME = "multi_input"  # name of the file of the first page, which has no address of its own
LECTURE = "lecture"


def write_course(folder: Path, lecture: Lecture | None = None) -> list[Path]:
    """Write all lessons and a lecture, by default the chapter's, in every language.

    Gives the files that were written: `player.js`, `index.html`, and a folder for each language.
    Raises ExperimentError if a place of the lecture can't be shown, OSError if a file can't be
    written; then nothing of the folder is changed, or only some of it.
    """
    files = {Path(SCRIPT): folder_js()}
    sections = []
    for name in languages():
        pages, section = copy_context().run(_in_language, name, lecture)
        files |= {Path(name, file): text for file, text in pages.items()}
        sections.append(section)
    files[Path("index.html")] = _INDEX.format(style=light_css(), sections="".join(sections))
    written = []
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
        written.append(folder / path)
    return written


def lecture_page(lecture: Lecture | None = None) -> str:
    """Write a lecture, by default the chapter's, as one page that needs no other file.

    It is in the language in use. Raises ExperimentError if a place of it can't be shown.
    """
    played = lecture or chapter()
    return _page(LECTURE, language(), _held(played), document(played), alone=True)


def file_of(page: str) -> str:
    """Name of the file of a page of the contents."""
    return f"{page or HOME}.html"


def _in_language(language: str, lecture: Lecture | None) -> tuple[dict[str, str], str]:
    use(language)
    return dict(_pages(language, lecture)), _section(language)


def _pages(language: str, lecture: Lecture | None) -> Iterator[tuple[str, str]]:
    for page, _ in titles():
        yield file_of(page), _page(page, language, [*examples(page)])
    played = lecture or chapter()
    yield file_of(LECTURE), _page(LECTURE, language, _held(played), document(played))


def _held(lecture: Lecture) -> list[Show]:
    """What a lecture shows, each once."""
    shows = [place(each) for each in lecture.places]
    return [*{json.dumps([show.page, show.key]): show for show in shows}.values()]


def _page(
    page: str,
    language: str,
    shows: Sequence[Show],
    lecture: Mapping[str, Any] | None = None,
    *,
    alone: bool = False,
) -> str:
    """Write a page; alone: with its script in it, and no way to other pages."""
    data = as_data({**_told(shows, alone), "page": page, "lecture": lecture})
    end = f'<script type="application/json" data-part="data">{data}</script>'
    first = shows[0].data
    title = str(lecture["title"] if lecture else first["title"])
    return _PAGE.format(
        tag=tag(),
        title=html.escape(title),
        style=light_css(),
        linked="" if alone else f'<script src="../{SCRIPT}" defer></script>',
        ways="" if alone else _ways(page),
        others="" if alone else _others(page, language),
        theme=theme_button(),
        chooser=html.escape(say("Places") if lecture else say("Example")),
        end=packed(f"{end}<script>{folder_js()}</script>") if alone else end,
    )


def _ways(page: str) -> str:
    links = "".join(_link(each, text, here=each == page) for each, text in _contents())
    name = html.escape(say("Lessons"))
    return f'<nav aria-label="{name}">{links}</nav>'


def _others(page: str, language: str) -> str:
    return "".join(
        f'<a href="../{name}/{file_of(page)}" lang="{each.tag}" data-lang="{name}">'
        f"{html.escape(each.title)}</a>"
        for name, each in languages().items()
        if name != language
    )


def _told(shows: Sequence[Show], alone: bool) -> dict[str, Any]:
    """What the script is told: what all shows share, and each layout, once."""
    around = {"contents": [] if alone else titles(), "words": words_of("folder")}
    whole = [{**show.data, **around} for show in shows]
    layouts = {data["layout"]: data.pop("svg") for data in whole}
    first, *others = whole
    shared = {
        name: value
        for name, value in first.items()
        if all(name in data and data[name] == value for data in others)
    }
    return {
        "shared": shared,
        "layouts": layouts,
        "shows": [
            {
                "page": show.page,
                "key": show.key,
                "title": show.title,
                "data": {name: value for name, value in data.items() if name not in shared},
            }
            for show, data in zip(shows, whole, strict=True)
        ],
    }


def _contents() -> list[tuple[str, str]]:
    return [*titles(), (LECTURE, say("Lecture"))]


def _link(page: str, title: str, folder: str = ".", *, here: bool = False) -> str:
    current = ' aria-current="page"' if here else ""
    return f'<a href="{folder}/{file_of(page)}"{current}>{html.escape(title)}</a>'


def _section(language: str) -> str:
    items = "".join(f"<li>{_link(page, title, language)}</li>" for page, title in _contents())
    heading = html.escape(languages()[language].title)
    return f'<section lang="{tag()}"><h2>{heading}</h2><ol>{items}</ol></section>'


_PAGE = """<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · convviz</title>
<link rel="icon" href="data:,">
<style>{style}</style>
{linked}
</head>
<body>
<header>{ways}<div class="corner">{others}
{theme}
</div></header>
<main>
<div class="title"><h1 data-part="title">{title}</h1>
<select data-part="examples" aria-label="{chooser}"></select></div>
<p data-part="sentence"></p>
<p data-part="shapes"></p>
<div data-part="stage"></div>
</main>
{end}
</body>
</html>
"""
_INDEX = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>convviz</title>
<link rel="icon" href="data:,">
<style>{style}
main {{ display: flex; flex-wrap: wrap; gap: 24px 80px }}
main h1 {{ flex-basis: 100% }}
main a {{ color: inherit; display: inline-block; min-height: 24px }}
</style>
</head>
<body>
<main>
<h1>convviz</h1>
{sections}
</main>
</body>
</html>
"""
