"""What the top row of every page shows: the lessons, another language, the other theme."""

from __future__ import annotations

from typing import Any

from convviz.lessons.contents import sections
from convviz.words import language, languages, say, tag


def row(page: str) -> dict[str, Any]:
    """Give what the row on a page is told, as JSON data; page: its address below the app's own."""
    return {
        "page": page,
        "lessons": say("Lessons"),
        "contents": [
            {
                "title": say(title),
                "pages": [
                    {"address": entry.address, "title": say(entry.title)} for entry in entries
                ],
            }
            for title, entries in sections()
        ],
        "language": language(),
        "tag": tag(),
        "others": [
            {"language": name, "tag": each.tag, "name": each.title}
            for name, each in languages().items()
            if name != language()
        ],
        "light": say("Light theme"),
        "dark": say("Dark theme"),
    }
