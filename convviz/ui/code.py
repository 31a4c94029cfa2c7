"""The code of a lesson with its current numbers, to copy, to save and to follow step by step."""

from collections.abc import Callable

import streamlit as st

from convviz.experiment import Experiment
from convviz.listing import LANGUAGES, trace
from convviz.ui.asset import LISTING
from convviz.words import say

_COMPONENT = st.components.v2.component("convviz.listing", js=LISTING.loader())


@st.fragment
def code(write: Callable[[str], str], experiment: Experiment | None = None) -> None:
    """Show the calculation in one language at a time; only that one is written and sent.

    experiment: whose steps the plain loops follow; without one there are no plain loops.
    """
    languages = [name for name in LANGUAGES if experiment is not None or name != "loops"]
    with st.container(horizontal=True, vertical_alignment="center"):
        language = st.segmented_control(
            say("Language"),
            languages,
            default="numpy",
            key="language",
            required=True,
            format_func=lambda name: say(LANGUAGES[name]),
            label_visibility="collapsed",
        )
        text = write(language)
        name = f"convviz_{language}.py"
        label = say("Download")
        st.download_button(label, text, name, "text/x-python", key="download", on_click="ignore")
    if experiment is not None and language == "loops":
        ran = trace(experiment, text)
        _COMPONENT(
            key="loops",
            data={
                "lines": text.splitlines(),
                "phases": [phase._asdict() for phase in ran.phases],
                "heads": ran.heads,
                "copy": say("Copy"),
                "copied": say("Copied"),
                "label": say(
                    "The calculation as plain loops; the lines of the current step are marked"
                ),
            },
        )
    else:
        st.code(text)
