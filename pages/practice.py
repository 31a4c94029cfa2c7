"""Practice: exercises without end, judged number by number."""

import streamlit as st

from convviz.ui.page import STYLE
from convviz.ui.practice import practice
from convviz.words import say, term

SENTENCE = term(
    "Fill in the blanks. A wrong number is told by the mistake that makes it, and leads to the "
    "step. The same address gives a whole class the same exercise."
)


def show() -> None:
    """Run the page: what it is for, and an exercise."""
    st.html(STYLE)
    with st.container(key="page"):
        st.title(say("Practice"), anchor=False)
        st.caption(say(SENTENCE))
        practice()


if __name__ == "__main__":
    show()
