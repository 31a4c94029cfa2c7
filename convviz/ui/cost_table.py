"""The cost page's table of counts, and the charts of the same."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from convviz.core.cost import FLOAT32, Cost, Design
from convviz.formats.design import write_design
from convviz.formats.numerals import in_bytes, times
from convviz.ui.figure import show_figure
from convviz.words import say, term

ROOM_FOR_RATIOS = 4  # designs: with more, a ratio stands below its number


@dataclass(frozen=True)
class Row:
    """One line of the table: what is counted, and whether it is written as bytes."""

    label: str
    count: Callable[[Cost], int]
    bytes: bool = False
    chart: bool = False

    def written(self, count: int) -> str:
        """Write a count of this line."""
        return in_bytes(count * FLOAT32) if self.bytes else f"{count:,}"


ROWS = (
    Row(term("Weights"), lambda c: c.weights, chart=True),
    Row(term("Biases"), lambda c: c.biases),
    Row(term("Multiplications"), lambda c: c.multiplications, chart=True),
    Row(term("Additions in the sums"), lambda c: c.additions),
    Row(term("Additions of biases"), lambda c: c.bias_additions),
    Row(term("Memory forward, numbers"), lambda c: c.forward_numbers),
    Row(term("Memory forward, bytes"), lambda c: c.forward_numbers, bytes=True, chart=True),
    Row(term("Multiplications backward"), lambda c: c.backward_multiplications),
    Row(term("Memory backward, numbers"), lambda c: c.backward_numbers),
    Row(term("Memory backward, bytes"), lambda c: c.backward_numbers, bytes=True, chart=True),
)

_COUNTED = (
    term("One image, one pass. A group sees c_i = C_in / groups channels."),
    term(
        "Weights c_o c_i k_h k_w, biases c_o. Multiplications c_o c_i k_h k_w h′ w′, those with "
        "padding too; additions c_o h′ w′ (c_i k_h k_w − 1), and c_o h′ w′ more for the biases."
    ),
    term("Memory forward: the numbers in X, K, b, Y, and the map between two layers once."),
    term(
        "Backward: dX and dK take one product each for every product forward, so twice as many; "
        "the first layer of a network needs no dX. Memory: X and K are kept, dX, dK, db and dY are "
        "new; all of it is held at once here."
    ),
    term("Bytes at float32, 4 a number. ×, ÷: as many times the measure, or that part of it."),
)

_STYLE = """<style>
.convviz-costs { overflow-x: auto }
.convviz-costs table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100% }
.convviz-costs :is(th, td) {
  border-bottom: 1px solid #8884; padding: 0.26rem 0.4rem; text-align: right; vertical-align: top;
  font-size: 0.9rem;
}
.convviz-costs tr > :first-child { text-align: left; font-weight: 400; white-space: nowrap }
.convviz-costs thead th { font-weight: 600 }
.convviz-costs .count { white-space: nowrap }
.convviz-costs .layers td { font-size: 0.8rem }
.convviz-costs small { display: inline-block; min-width: 4.7em; font-size: 0.78rem; opacity: 0.8 }
.convviz-costs .many small { display: block }
.convviz-costs details { margin-top: 0.6rem; font-size: 0.875rem }
.convviz-costs li { font-size: 0.875rem }
.convviz-costs summary { cursor: pointer; padding: 0.3rem 0 }
@media (min-width: 1600px) { /* a projector: no text under 16 px */
  .convviz-costs :is(table, details) :is(th, td, small, li, summary) { font-size: 1rem !important }
  .st-key-page :is(p, label, textarea, input, [data-testid=stText] *) { font-size: 1rem !important }
}
@media (max-width: 640px) {
  .st-key-page [data-testid=stColumn]:has(.st-key-controls) { order: 1 }
  .convviz-costs :is(table, thead, tbody) { display: block }
  .convviz-costs tr {
    display: grid; grid-template-columns: repeat(var(--designs), minmax(0, 1fr));
    width: max(100%, 5.55rem * var(--designs)); border-bottom: 1px solid #8884;
  }
  .convviz-costs .many tr { width: calc(6rem * var(--designs)) } /* a cut column says: scroll */
  .convviz-costs :is(th, td, .layers td) { padding: 0.1rem; border: 0; font-size: 0.72rem }
  .convviz-costs tr > :first-child {
    grid-column: 1 / -1; justify-self: start; position: sticky; left: 0; opacity: 0.8;
  }
  .convviz-costs thead tr > :first-child { display: none }
  .convviz-costs small { display: block; font-size: 0.7rem }
}
</style>"""


def costs_table(designs: Mapping[str, Design], costs: Mapping[str, Cost], measure: int) -> None:
    """Show the counts, a column a design, and how many times the measure's they are."""
    heads = "".join(f'<th scope="col">{html.escape(say(name))}</th>' for name in designs)
    layers = "".join(f"<td>{_layers(design)}</td>" for design in designs.values())
    shapes = _cells([f"{design[-1].output_shape}" for design in designs.values()], measure)
    rows = "".join(
        f"<tr>{_row_head(say(row.label))}{_counts(row, list(costs.values()), measure)}</tr>"
        for row in ROWS
    )
    region, made_of, gives = say("Costs"), say("Layers"), say("Output (C_out, H′, W′)")
    many = ' class="many"' if len(designs) > ROOM_FOR_RATIOS else ""
    st.html(
        f'{_STYLE}<div class="convviz-costs" tabindex="0" role="region" '
        f'aria-label="{html.escape(region)}">'
        f'<table{many} style="--designs:{len(designs)}"><thead><tr><td></td>{heads}</tr></thead>'
        f'<tbody><tr class="layers">{_row_head(made_of)}{layers}</tr>'
        f"<tr>{_row_head(gives)}{shapes}</tr>{rows}"
        f"</tbody></table>{_how_counted()}</div>"
    )


def _row_head(text: str) -> str:
    return f'<th scope="row">{html.escape(text)}</th>'


def _how_counted() -> str:
    rules = "".join(f"<li>{html.escape(say(rule))}</li>" for rule in _COUNTED)
    summary = html.escape(say("How it is counted"))
    return f"<details><summary>{summary}</summary><ul>{rules}</ul></details>"


def _layers(design: Design) -> str:
    """Write layers as they may be typed, in the signs of print."""
    text = write_design(design).replace("->", "→").replace("x", "×")
    return "<br>".join(html.escape(line) for line in text.splitlines())


def _counts(row: Row, costs: Sequence[Cost], measure: int) -> str:
    counts = [row.count(cost) for cost in costs]
    ratios = [times(count, counts[measure]) for count in counts]
    return _cells([row.written(count) for count in counts], measure, ratios)


def _cells(texts: Sequence[str], measure: int, ratios: Sequence[str] | None = None) -> str:
    """Write the cells of a row; all but the measure leave room for a ratio, so that they align."""
    cells = (
        f'<td class="count">{text}' + ("</td>" if n == measure else f" <small>{ratio}</small></td>")
        for n, (text, ratio) in enumerate(zip(texts, ratios or [""] * len(texts), strict=True))
    )
    return "".join(cells)


def cost_charts(costs: Mapping[str, Cost]) -> None:
    """Draw the main counts as bars, the numbers of the table at their ends."""
    from convviz.drawing.plots import bars, needs_log

    charts = [row for row in ROWS if row.chart]
    # A row of columns for each two: on a phone they then follow each other in this order.
    places = [place for _ in charts[::2] for place in st.columns(2, gap="medium")]
    for place, row in zip(places, charts, strict=True):
        values = {say(name): row.count(each) for name, each in costs.items()}
        written = {name: row.written(value) for name, value in values.items()}
        label = say(row.label)
        told = {"label": label, "values": say("; ").join(f"{n} {w}" for n, w in written.items())}
        alt = (
            say("Bar chart, {label}, logarithmic scale: {values}.", **told)
            if needs_log(list(values.values()))
            else say("Bar chart, {label}, linear scale: {values}.", **told)
        )
        with place:
            show_figure(f"chart {row.label}", bars(label, values, written), alt)
