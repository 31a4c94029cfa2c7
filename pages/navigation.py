"""The list of pages. Streamlit runs this script for every page."""

from pathlib import Path

import streamlit as st

# (file in this folder, title, address); the first is the page at "/". To add a lesson, add a line.
LESSONS = [
    ("multi_input.py", "Multiple inputs", ""),
    ("multi_output.py", "Multiple outputs", "multi_output"),
    ("pointwise.py", "1×1 convolution", "pointwise"),
    ("geometry.py", "Geometry", "geometry"),
    ("receptive_field.py", "Receptive field", "receptive_field"),
    ("matrix.py", "Matrix product", "matrix"),
    ("groups.py", "Groups", "groups"),
    ("pooling.py", "Pooling", "pooling"),
    ("cost.py", "Cost", "cost"),
]

HERE = Path(__file__).parent


def main() -> None:
    """Offer the lessons in the navigation and run the one that the address names."""
    st.set_page_config(page_title="convviz", layout="wide")
    pages = [
        st.Page(HERE / file, title=title, url_path=address, default=index == 0)
        for index, (file, title, address) in enumerate(LESSONS)
    ]
    st.navigation(pages, position="top").run()


main()
