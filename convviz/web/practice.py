"""Practice without a session: an exercise is asked for by its seed, and answers are judged."""

from __future__ import annotations

import html
import json
from contextvars import copy_context
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from convviz.core.arguments import ExperimentError
from convviz.lessons.exercises import KINDS, exercise
from convviz.lessons.mistakes import mistakes
from convviz.playback.practised import MIXED, asked, choices, judged, revealed, shown_beside
from convviz.player import as_data, light_css, theme_button, words_of
from convviz.web.change import json_response, refusal, taking
from convviz.web.light import corner, language_of, lesson_links
from convviz.web.scripts import PRACTICE
from convviz.words import SOURCE, languages, say, tag, use

PATH: Final = "/convviz/practice"
PAGE: Final = "/play/practice"
MOST_BYTES: Final = 2**14
_PAGE: Final = """<!doctype html>
<html lang="{tag}" data-lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · convviz</title>
<link rel="modulepreload" href="{script}">
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<header><nav aria-label="{lessons}">{links}</nav><div class="corner">{corner}
{theme}
</div></header>
<main><div class="title"><h1>{title}</h1></div><div data-part="practice"></div></main>
<script type="application/json" data-part="data">{data}</script>
<script type="module" src="{script}"></script>
</body>
</html>
"""


def desk(root: str) -> dict[str, Any]:
    """Give what the practice page needs before the first exercise, in the language in use.

    root: the app's address, from the page's.
    """
    named = next(name for name, each in languages().items() if each.tag == tag())
    return {
        "api": f"{root}{PATH}",
        "root": root,
        "language": named,
        "lang": tag(),
        "words": words_of("practice"),
        **choices(),
    }


def answer(message: object) -> tuple[int, dict[str, Any]]:
    """Answer a request, read from JSON: an exercise, a verdict or the key. Never raises."""
    return copy_context().run(_answer, message)


def _answer(message: object) -> tuple[int, dict[str, Any]]:
    use(SOURCE)
    if not isinstance(message, dict):
        return 400, refusal("", say("A request is a JSON object."))
    lang = message.get("lang", SOURCE)
    if isinstance(lang, str) and lang in languages():
        use(lang)
    answers = message.get("answers")
    kind, seed = message.get("kind", ""), message.get("seed", 0)
    if kind == MIXED and isinstance(seed, int):
        kind = [*KINDS][seed % len(KINDS)]
    try:
        made = exercise(kind, seed, message.get("level", 0))
    except ExperimentError as error:
        return 422, refusal("", error)
    if message.get("reveal") is True:
        return 200, revealed(made)
    name, mistake = str(message.get("blank", "")), mistakes().get(str(message.get("beside", "")))
    if mistake is not None and name in made.blanks:
        return 200, {"beside": shown_beside(made, name, mistake)}
    if answers is None:
        return 200, asked(made)
    if not isinstance(answers, dict) or not all(isinstance(each, str) for each in answers.values()):
        return 400, refusal("", say("“answers” is an object of texts."))
    return 200, judged(made, answers)


def page(lang: str) -> str:
    """Write the light page."""
    return copy_context().run(_page, lang)


def _page(lang: str) -> str:
    use(lang)
    return _PAGE.format(
        tag=tag(),
        lang=lang,
        title=html.escape(say("Practice")),
        script=f"..{PRACTICE.path}",
        style=light_css(),
        lessons=html.escape(say("Lessons")),
        links=lesson_links(),
        corner=corner("practice", lang),
        theme=theme_button(),
        data=as_data(desk("..")),
    )


def routes() -> list[Route]:
    """Give the addresses of the practice page and of its questions."""

    def respond_to(body: bytes) -> Response:
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            return json_response(400, refusal("", say("A request is a JSON object.")))
        return json_response(*answer(message))

    respond = taking(respond_to, MOST_BYTES)

    async def show(request: Request) -> Response:
        accepted = request.headers.get("accept-language", "")
        lang = language_of(request.query_params.get("lang"), accepted)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
        return Response(page(lang), headers=headers, media_type="text/html")

    return [Route(PATH, respond, methods=["POST"]), Route(PAGE, show)]
