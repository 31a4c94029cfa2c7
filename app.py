"""The server: `streamlit run app.py` starts it."""

from pathlib import Path

import streamlit as st

from convviz.web import change, export, follow, gallery, handout, images, light, practice, predict
from convviz.web.scripts import routes
from convviz.web.server import below_base, middleware

app = st.App(
    Path(__file__).parent / "pages" / "navigation.py",
    routes=below_base(
        [
            *routes(),
            follow.route(),
            change.route(),
            export.route(),
            gallery.route(),
            *images.routes(),
            *practice.routes(),
            predict.route(),
            handout.route(),
            *light.routes(),
        ]
    ),
    middleware=middleware(),
)
