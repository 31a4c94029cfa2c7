"""Examples: all of them, in groups, with a picture each; found by a word."""

import streamlit as st

from convviz.ui.gallery import gallery
from convviz.ui.page import STYLE
from convviz.words import say, term

SENTENCE = term(
    "Everything that the lessons bring, each with what to look for. A card opens its lesson with "
    "these numbers."
)


def show() -> None:
    """Run the page: what it is for, and the cards."""
    st.html(STYLE)
    with st.container(key="page"):
        st.title(say("Examples"), anchor=False)
        st.caption(say(SENTENCE))
        gallery()


if __name__ == "__main__":
    show()
