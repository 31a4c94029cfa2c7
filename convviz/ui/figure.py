"""Plotly figures as a component of our own: nothing of Plotly is fetched before one is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import streamlit as st

from convviz.web.scripts import FIGURE, PLOTLY

if TYPE_CHECKING:
    import plotly.graph_objects as go

_COMPONENT = st.components.v2.component(
    "convviz.figure",
    html="<div></div>\n<!-- the figure -->",
    js=FIGURE.loader(),
    isolate_styles=False,  # Plotly puts its style rules into the document
)


def show_figure(
    key: str, figure: go.Figure, alt: str, outlines: dict[str, Any] | None = None
) -> None:
    """Show a figure of a fixed height; alt says in words what it shows.

    outlines: paths of cells by their names in the stage, to mark the current ones.
    """
    _COMPONENT(
        key=key,
        data={
            "figure": json.loads(figure.to_json()),
            "outlines": outlines,
            "plotly": f".{PLOTLY.path}",
            "alt": alt,
        },
        height=figure.layout.height + 10,
    )
