"""The list of pages. Streamlit runs this script for every page."""

from pathlib import Path

import streamlit as st

from convviz.contents import CONTENTS
from convviz.ui.corner import corner
from convviz.ui.language import settle_language
from convviz.words import say

HERE = Path(__file__).parent


def main() -> None:
    """Offer the lessons in the navigation and run the one that the address names."""
    settle_language()
    pages = [
        st.Page(
            HERE / entry.file, title=say(entry.title), url_path=entry.address, default=not index
        )
        for index, entry in enumerate(CONTENTS)
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · convviz", layout="wide")
    corner()
    page.run()


main()
