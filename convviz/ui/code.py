"""The code of a lesson with its current numbers, to copy, to save and to follow step by step."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from convviz.core.experiment import Experiment
from convviz.drawing.style import CHANNELS, CHANNELS_DARK, QUIET, QUIET_DARK
from convviz.listings.board import board, languages_of, lines_of
from convviz.ui.choices import offer_languages
from convviz.web.scripts import LISTING
from convviz.words import say

# Streamlit's own colours of code are the same in both themes, and too pale on the light one.
_TOKENS = {
    "keyword, .tag": (CHANNELS[4], CHANNELS_DARK[4]),
    "number, .boolean": (CHANNELS[0], CHANNELS_DARK[0]),
    "operator": (CHANNELS[3], CHANNELS_DARK[3]),
    "string, .triple-quoted-string": (CHANNELS[1], CHANNELS_DARK[1]),
    "function, .builtin, .class-name, .decorator": (CHANNELS[2], CHANNELS_DARK[2]),
    "comment, .punctuation": (QUIET, QUIET_DARK),
}
_STYLE = "".join(
    f".st-key-code [data-testid=stCode] .token:is(.{kinds})"
    f"{{color:{light};color:light-dark({light},{dark})}}"
    for kinds, (light, dark) in _TOKENS.items()
)

_COMPONENT = st.components.v2.component("convviz.listing", js=LISTING.loader())


def code(
    write: Callable[[str], str], experiment: Experiment | None = None, *, followed: bool = True
) -> None:
    """Show the calculation in one language at a time; only that one is written and sent.

    experiment: whose steps the plain loops follow; without one there are no plain loops. followed:
    whether the stage goes through these steps.

    It is no fragment of its own: as one within that of the stage, what it showed would be sent
    without its place where the stage's next run overtakes it.
    """
    st.html(f"<style>{_STYLE}</style>")
    languages = languages_of(experiment)
    with st.container(horizontal=True, vertical_alignment="center"):
        language = st.segmented_control(
            say("Language"),
            list(languages),
            default="numpy",
            key="language",
            required=True,
            format_func=lambda name: languages[name],
            label_visibility="collapsed",
        )
        text = write(language)
        name = f"convviz_{language}.py"
        label = say("Download")
        st.download_button(label, text, name, "text/x-python", key="download", on_click="ignore")
    if experiment is not None and language == "loops":
        _COMPONENT(
            key="loops",
            data={
                **lines_of(text, experiment if followed else None),
                "copy": say("Copy"),
                "copied": say("Copied"),
                "label": say(
                    "The calculation as plain loops; the lines of the current step are marked"
                ),
            },
        )
    else:
        st.code(text)


def on_board(
    write: Callable[[str], str], experiment: Experiment | None = None, *, followed: bool = True
) -> dict[str, Any]:
    """Give what the stage shows of the code while it presents: only what was asked for is written.

    The arguments are those of `code`. The page has a place of its own for it, and its own language.
    """
    language = offer_languages(languages_of(experiment))
    return board(write, language, experiment, followed=followed)
