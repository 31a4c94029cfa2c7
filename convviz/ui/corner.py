"""The corner of the top row: another language, and the light or the dark theme."""

import streamlit as st

from convviz.ui.asset import CORNER
from convviz.ui.events import told
from convviz.ui.language import choose_language
from convviz.words import language, languages, say, tag

KEY = "corner"
_COMPONENT = st.components.v2.component("convviz.corner", js=CORNER.loader())


def corner() -> None:
    """Show the switches, which every page has; with the stage they leave all as it is."""
    with st.container(key=KEY):  # its style takes it out of the page's flow
        _COMPONENT(
            key="switches",
            data={
                "language": language(),
                "tag": tag(),
                "others": [
                    {"language": name, "tag": tag(name), "name": locale.get_language_name()}
                    for name, locale in languages().items()
                    if name != language()
                ],
                "light": say("Light theme"),
                "dark": say("Dark theme"),
            },
            on_language_change=lambda: choose_language(told("switches", "language")),
        )
