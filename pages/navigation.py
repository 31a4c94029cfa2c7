"""The list of pages. Streamlit runs this script for every page."""

from pathlib import Path

import streamlit as st

from convviz.ui.corner import corner
from convviz.ui.language import settle_language
from convviz.words import say, term

# (file in this folder, title, address); the first is the page at "/". To add a lesson, add a line.
LESSONS = [
    ("multi_input.py", term("Multiple inputs"), ""),
    ("multi_output.py", term("Multiple outputs"), "multi_output"),
    ("pointwise.py", term("1×1 convolution"), "pointwise"),
    ("geometry.py", term("Geometry"), "geometry"),
    ("receptive_field.py", term("Receptive field"), "receptive_field"),
    ("matrix.py", term("Matrix product"), "matrix"),
    ("groups.py", term("Groups"), "groups"),
    ("pooling.py", term("Pooling"), "pooling"),
    ("cost.py", term("Cost"), "cost"),
]

HERE = Path(__file__).parent


def main() -> None:
    """Offer the lessons in the navigation and run the one that the address names."""
    settle_language()
    pages = [
        st.Page(HERE / file, title=say(title), url_path=address, default=index == 0)
        for index, (file, title, address) in enumerate(LESSONS)
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · convviz", layout="wide")
    corner()
    page.run()


if __name__ == "__main__":  # as Streamlit runs it; tests read the list
    main()
