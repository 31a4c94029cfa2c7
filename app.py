"""The server: `streamlit run app.py` starts it."""

from pathlib import Path

import streamlit as st

from convviz.ui.asset import routes
from convviz.ui.follow import route
from convviz.ui.server import below_base, middleware

app = st.App(
    Path(__file__).parent / "pages" / "navigation.py",
    routes=below_base([*routes(), route()]),
    middleware=middleware(),
)
