"""The stage: the player as a Streamlit component."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from convviz.lessons.contents import CONTENTS
from convviz.lessons.place import Place
from convviz.playback.animation import Animation
from convviz.playback.film import Film
from convviz.playback.predicting import payload
from convviz.ui.choices import choose, offered, offered_history, predicting
from convviz.ui.edits import take
from convviz.ui.events import told
from convviz.ui.state import LessonDocument
from convviz.web.change import PATH as CHANGE
from convviz.web.export import saving
from convviz.web.follow import following
from convviz.web.predict import asking
from convviz.web.scripts import PLAYER
from convviz.words import say

KEY = "stage"
_COMPONENT = st.components.v2.component("convviz.stage", js=PLAYER.loader())


def stage(current: LessonDocument, animation: Film, title: str, program: Mapping[str, Any]) -> None:
    """Show an animation; what is edited in it changes the lesson before the page runs again.

    program: the code that it can show while it presents, as `convviz.ui.code.on_board` gives it.
    """
    place = Place(step=current.step, granularity=current.granularity, walk=current.walk)
    shown = payload(animation, place if predicting() else None)
    if current.held == animation.layout.key:
        shown["svg"] = ""  # the largest part of it, and an edited number leaves it as it is
    _COMPONENT(
        key=KEY,
        data={
            **shown,
            # One scene may be a part of a lesson: it goes by the name of that.
            "scene": current.scene if isinstance(animation, Animation) else animation.scene,
            "title": title,
            "view": current.view,
            "change": f".{CHANGE}" if isinstance(animation, Animation) else None,
            "document": current.place_of_edits,
            "outbox": current.outbox,
            "taken": current.taken,
            "refused": _refusal(current),
            "can": current.can,
            "follow": following(),
            "save": saving(animation),
            "asks": asking() if animation.asks else None,
            "contents": _contents(),
            "choices": offered(),
            "program": program,
        },
        on_choice_change=lambda: choose(told(KEY, "choice")),
        on_edits_change=_taker(current),
    )


def fixed_stage(
    key: str, film: Film, title: str, view: Mapping[str, Any], program: Mapping[str, Any]
) -> None:
    """Show a film in which no number can be changed; what its page changes it can take back.

    view: where it should be; program: as for `stage`.
    """
    _COMPONENT(
        key=key,
        data={
            **film.payload(),
            "title": title,
            "view": view,
            "can": offered_history(),
            "follow": following(),
            "save": saving(film),
            "contents": _contents(),
            "choices": offered(),
            "program": program,
        },
        on_choice_change=lambda: choose(told(key, "choice")),
    )


def _contents() -> list[tuple[str, str]]:
    """Address and title of every lesson that presents, in the order in which they are taught."""
    return [(entry.address, say(entry.title)) for entry in CONTENTS if entry.presents]


def _refusal(current: LessonDocument) -> dict[str, str] | None:
    if current.refused is None:
        return None
    cell, why = current.refused
    return {"at": cell, "message": str(why)}


def _taker(current: LessonDocument) -> Callable[[], None]:
    return lambda: take(current, told(KEY, "edits"))
