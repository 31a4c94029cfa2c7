"""The list of a lecture's places: a component that keeps it in the browser and asks for links."""

from typing import Any

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.lessons.contents import CONTENTS
from convviz.lessons.lecture import Lecture, decode, document, encode, from_json
from convviz.playback.chapter import chapter
from convviz.player import words_of
from convviz.ui.events import told
from convviz.web.follow import following
from convviz.web.scripts import LECTURE
from convviz.words import say, tag

KEY = "list"
ANSWER = "convviz_lecture_answer"
PARAMETER = "l"
CHAPTER = "chapter"  # as the link of the chapter's lecture, in the language of whoever opens it
_COMPONENT = st.components.v2.component("convviz.lecture", js=LECTURE.loader())


def places() -> None:
    """Show the list; a link in the address brings one along."""
    _COMPONENT(
        key=KEY,
        data={
            "lang": tag(),
            "words": words_of("lecture"),
            "pages": {e.address: say(e.title) for e in CONTENTS if e.presents},
            "grains": {
                "product": say("product"),
                "channel": say("channel"),
                "window": say("window"),
            },
            "chapter": document(chapter()),
            "opened": _opened(st.query_params.get(PARAMETER, "")),
            "answer": st.session_state.get(ANSWER),
            "follow": following(),
        },
        on_asked_change=_take,
    )


def _opened(link: str) -> dict[str, Any] | None:
    """Read the lecture of a link, if there is one."""
    if not link:
        return None
    try:
        lecture = chapter() if link == CHAPTER else decode(link)
    except ExperimentError as error:
        return {"link": link, "refused": str(error)}
    return {"link": link, "lecture": document(lecture)}


def _take() -> None:
    """Answer the list: write it as a link, or read what was in a file."""
    asked = told(KEY, "asked")
    if not isinstance(asked, dict):
        return
    answer = {"n": str(asked.get("n")), "kind": str(asked.get("kind"))}
    try:
        lecture = from_json(asked.get("text"))
        found = document(lecture) if asked.get("kind") == "file" else _link(lecture)
    except ExperimentError as error:
        st.session_state[ANSWER] = {**answer, "refused": str(error)}
        return
    name = "lecture" if isinstance(found, dict) else "link"
    st.session_state[ANSWER] = {**answer, name: found}


def _link(lecture: Lecture) -> str:
    return CHAPTER if lecture == chapter() else encode(lecture)
