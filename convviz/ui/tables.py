"""The numbers of a lesson as HTML tables, for reading, for screen readers and for copying."""

import html
from collections.abc import Mapping, Sequence

import streamlit as st

from convviz.core.arguments import FloatArray
from convviz.drawing.style import TILES, scale
from convviz.drawing.values import PRODUCTS, SUMS
from convviz.formats.numerals import exact
from convviz.lessons.tables import Named
from convviz.web.scripts import TABLES
from convviz.words import say

_COMPONENT = st.components.v2.component("convviz.tables", js=TABLES.loader())


_STYLE = """<style>
.convviz-tables { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: flex-start }
.convviz-tables > div { max-width: 100%; overflow-x: auto }
.convviz-tables > div:focus-visible { outline: 3px solid var(--primary-color, #4a86d8) }
.convviz-tables caption { caption-side: top; text-align: left; white-space: nowrap }
.convviz-tables caption { font-weight: 600 }
.convviz-tables table { border-collapse: collapse; font-variant-numeric: tabular-nums }
.convviz-tables td, .convviz-tables th { padding: 0.2rem 0.6rem; text-align: right }
.convviz-tables tbody td { border: 1px solid #8888 }
.convviz-tables th { font-weight: 400; opacity: 0.75 }
</style>"""


def tables(named: Sequence[Named], limits: Mapping[str, float]) -> None:
    """Show matrices as tables, and the legend of the colours that they have in the stage."""
    _COMPONENT(
        key="tables_view",
        data={
            "tables": [
                {"name": each.name, "slot": each.slot, "rows": _written(each.values)}
                for each in named
            ],
            "scales": [
                {"text": scale(say(name), end), "late": name in (PRODUCTS, SUMS)}
                for name, end in limits.items()
            ],
            "separator": say("; "),
            "tiles": TILES,
        },
    )


def show_tables(named: Sequence[tuple[str, FloatArray]]) -> None:
    """Show matrices side by side, each under its name."""
    tables = "".join(_table(*each) for each in named)
    st.html(f'{_STYLE}<div class="convviz-tables">{tables}</div>')


def _written(values: FloatArray) -> list[list[str]]:
    return [[exact(float(value)) for value in row] for row in values]


def _table(name: str, values: FloatArray) -> str:
    """Write a matrix with the indices of its rows and columns; a wide one scrolls by itself."""
    columns = "".join(f'<th scope="col">{j}</th>' for j in range(values.shape[1]))
    rows = "".join(
        f'<tr><th scope="row">{i}</th>{"".join(f"<td>{text}</td>" for text in row)}</tr>'
        for i, row in enumerate(_written(values))
    )
    title = html.escape(name)
    return (
        f'<div tabindex="0" role="region" aria-label="{title}"><table><caption>{title}</caption>'
        f"<thead><tr><td></td>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
