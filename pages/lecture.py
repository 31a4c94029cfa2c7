"""A lecture: places in the lessons, put in order, played from first to last."""

import streamlit as st

from convviz.ui.lecture import places
from convviz.ui.page import STYLE
from convviz.words import say, term

SENTENCE = term(
    "Places in the lessons, in the order of your class. In a lesson the key L adds what is shown. "
    "The list stays in this browser: take it elsewhere as a file or a link."
)


def show() -> None:
    """Run the page: what it is for, and the list of places."""
    st.html(STYLE)
    with st.container(key="page"):
        st.title(say("Lecture"), anchor=False)
        st.caption(say(SENTENCE))
        places()


if __name__ == "__main__":
    show()
