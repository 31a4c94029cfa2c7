"""The practice page: a component that asks the stateless route for exercises and verdicts."""

import streamlit as st

from convviz.web.practice import desk
from convviz.web.scripts import PRACTICE

KEY = "practice"
_COMPONENT = st.components.v2.component("convviz.practice", js=PRACTICE.loader())


def practice() -> None:
    """Show the exercises; which one is asked for stands in the address."""
    _COMPONENT(key=KEY, data=desk("."))
