"""All examples as cards: the component that shows and searches them."""

from typing import Any

import streamlit as st

from convviz.export.gallery import Card, groups
from convviz.player import words_of
from convviz.web.gallery import PATH
from convviz.web.scripts import GALLERY
from convviz.words import language, say, tag

KEY = "cards"
_COMPONENT = st.components.v2.component("convviz.gallery", js=GALLERY.loader())


def gallery() -> None:
    """Show all examples in groups."""
    _COMPONENT(
        key=KEY,
        data={
            "lang": tag(),
            "language": language(),
            "words": words_of("gallery"),
            "path": PATH,
            "groups": [(say(title), [_told(card) for card in cards]) for title, cards in groups()],
        },
    )


def _told(card: Card) -> dict[str, Any]:
    return {
        "name": card.name,
        "title": say(card.title),
        "note": say(card.note),
        "shapes": card.shapes,
        "page": card.page,
        "query": dict(card.query),
    }
