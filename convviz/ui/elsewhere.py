"""Addresses that are no lesson: what is said there, and the way to the lessons."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import get_script_run_ctx

from convviz.words import say, term

NO_PAGE = term("No such page")


def asked_page() -> str:
    """Give the address that the browser asked for, below the app's own; "" where it named none."""
    context = get_script_run_ctx()
    name = context and context.pages_manager.intended_page_name
    return "" if not name or "/" in name else name


def elsewhere(address: str, lessons: Sequence[Page]) -> Page:
    """Make the page for an address that is none."""
    title = say(NO_PAGE)

    def show() -> None:
        st.title(title, anchor=False)
        # An address that was asked for goes in as text, never as markup.
        st.text(say("There is no page at this address: /{address}", address=address))
        st.text(say("These are the lessons:"))
        for lesson in lessons:
            st.page_link(lesson)

    return st.Page(show, title=title, url_path=address, visibility="hidden")
