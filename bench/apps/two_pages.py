"""Two pages of plain Streamlit: what a switch between pages leaves behind there."""

import streamlit as st

_COMPONENT = st.components.v2.component(
    "plain.stage",
    js="export default ({ parentElement }) => { parentElement.textContent = 'ready' }",
)


def _page(name: str) -> None:
    st.title(name)
    left, right = st.columns(2)
    left.selectbox("Example", ["a", "b", "c"], key=f"example {name}")
    right.number_input("Size", 1, 9, 2, key=f"size {name}")
    right.toggle("Switch", key=f"switch {name}")
    _COMPONENT(key=f"stage {name}")
    st.button("go", key=f"button {name}")


def _first() -> None:
    _page("First")


def _second() -> None:
    _page("Second")


first = st.Page(_first, title="First", default=True)
second = st.Page(_second, title="Second", url_path="second")
chosen = st.navigation([first, second], position="hidden")
st.page_link(first)
st.page_link(second)
chosen.run()
