"""The top row of every page: the lessons, another language, and the light or the dark theme."""

import streamlit as st

from convviz.ui.events import told
from convviz.ui.language import choose_language
from convviz.web.row import row
from convviz.web.scripts import TOP

KEY = "top"
# Not isolated: its links stand in the document, after the link that skips them.
_COMPONENT = st.components.v2.component("convviz.top", js=TOP.loader(), isolate_styles=False)

# It spans the window and stays at its top; st-key-… is Streamlit's own handle for styling. The room
# that it takes is there before it is.
_STYLE = """<style>
[data-testid=stHeader] { display: none }
[data-testid=stMainBlockContainer] { padding-top: 0 }
[data-testid=stMainBlockContainer] > [data-testid=stVerticalBlock] { gap: 0.25rem }
:has(> .st-key-top) {
  position: sticky; top: 0; z-index: 100; min-height: 46px;
  width: calc(100% + 2 * var(--convviz-side)); margin-inline: calc(-1 * var(--convviz-side));
  max-width: none;
}
[data-testid=stMainBlockContainer] { --convviz-side: 1rem }
@media (min-width: calc(736px + 8rem)) {
  [data-testid=stMainBlockContainer] { --convviz-side: 5rem }
}
.convviz-presenting :has(> .st-key-top) { visibility: hidden }
</style>"""


def top_row(page: str) -> None:
    """Show the links and the switches; with the stage they leave all as it is.

    page: the address of the one that is shown, below the app's own.
    """
    st.html(_STYLE)
    with st.container(key=KEY):
        _COMPONENT(
            key="switches",
            data=row(page),
            on_language_change=lambda: choose_language(told("switches", "language")),
        )
