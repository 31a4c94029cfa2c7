"""The list of pages. Streamlit runs this script for every page."""

from pathlib import Path

import streamlit as st

from convviz.lessons.contents import CONTENTS
from convviz.ui.arrival import note_page
from convviz.ui.choices import begin as begin_choices
from convviz.ui.elsewhere import asked_page, elsewhere
from convviz.ui.language import settle_language
from convviz.ui.top import top_row
from convviz.words import say

HERE = Path(__file__).parent


def main() -> None:
    """Run the lesson that the address names, or say that it names none."""
    settle_language()
    lessons = [
        st.Page(
            HERE / entry.file, title=say(entry.title), url_path=entry.address, default=not index
        )
        for index, entry in enumerate(CONTENTS)
    ]
    # Whatever is asked for has a page: Streamlit would show the first lesson without a word.
    asked, known = asked_page(), {entry.address for entry in CONTENTS}
    more = [] if asked in known else [elsewhere(asked, lessons)]
    page = st.navigation([*lessons, *more], position="hidden")
    st.set_page_config(page_title=f"{page.title} · convviz", layout="wide")
    note_page(page.url_path)
    top_row(page.url_path)
    begin_choices(list)  # a page that offers nothing has not what the one before offered
    page.run()


if __name__ == "__main__":
    main()
