"""How a visitor came to what a page shows."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

KEY = "convviz_pages"  # the page of the run before, and of this one


def by_address() -> bool:
    """Whether the browser went to another address: by Back, Forward, or a place of the stage.

    What the address says then comes before what the session holds.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def note_page(address: str) -> None:
    """Note the address of the page that a run shows."""
    _, before = st.session_state.get(KEY, (address, address))
    st.session_state[KEY] = before, address


def from_another_page() -> bool:
    """Whether the run before showed another page."""
    before, now = st.session_state.get(KEY, ("", ""))
    return bool(before != now)
