"""Images: a photograph through kernels; every number of a map opens as a lesson."""

import streamlit as st

from convviz.lessons.pictures import SHIPPED
from convviz.ui.images import choosers, current_images, for_pictures, pictures, save
from convviz.ui.opening import SHOW, opening
from convviz.ui.page import STYLE
from convviz.words import say

_STYLE = """<style>
.st-key-choosers { row-gap: 0.4rem }
.st-key-choosers [data-testid=stText] { white-space: pre-wrap }
.st-key-choosers [data-testid=stText] * { color: #c0332a; color: light-dark(#c0332a, #ff8a80) }
</style>"""


@st.fragment
def show() -> None:
    """Run the page: what to look for, the controls, the picture and its maps."""
    current = current_images()
    st.html(STYLE + _STYLE)
    with st.container(key="page"):
        st.title(say("Images"), anchor=False)
        st.caption(current.note)
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key="choosers"
        ):
            choosers(current)
            st.toggle(say("File"), key=SHOW)
            if current.notice:
                # The text may quote a link: it goes in as text, never as markup.
                st.text(str(current.notice))
        save(current)
        if st.session_state.get(SHOW):
            with st.container(key="opening"):
                opening(for_pictures(current))
        pictures(current)
        if current.study.picture in SHIPPED:
            st.caption(say(SHIPPED[current.study.picture].credit))


if __name__ == "__main__":
    show()
