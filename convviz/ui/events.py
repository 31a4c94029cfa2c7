"""What a component told in the event that a callback is about."""

import streamlit as st


def told(key: str, event: str) -> object:
    """Give what the component told, or None where it is no longer on the page.

    An event that arrives together with a change of page finds the component gone, and with it all
    that it told.
    """
    return getattr(st.session_state.get(key), event, None)
