"""Two kernels as one: what they make together, and where padding keeps them apart."""

import html

import numpy as np
import streamlit as st

from convviz.experiment import Array, ExperimentError
from convviz.network import both_ways, composed
from convviz.parsing import parse_block
from convviz.style import exact, number
from convviz.words import say, term

FIRST, SECOND = "[[1, 2], [3, 4]]", "[[1, 0], [-1, 2]]"
MOST = 5  # rows and columns of a kernel
LABELS = {"first_kernel": term("First kernel"), "second_kernel": term("Second kernel")}
BOX = np.ones((3, 3), dtype=np.int64)  # nine times the mean of 3 x 3

_STYLE = """<style>
.convviz-kernels { display: flex; flex-wrap: wrap; gap: 0.6rem 1.5rem; align-items: center }
.convviz-kernels caption { caption-side: top; text-align: left; font-weight: 600;
  white-space: nowrap }
.convviz-kernels table { border-collapse: collapse; font-variant-numeric: tabular-nums }
.convviz-kernels td { border: 1px solid #8888; padding: 0.15rem 0.5rem; text-align: right }
.convviz-kernels td.differs { outline: 2px solid #d1005b; outline-offset: -2px; font-weight: 700 }
@media (max-width: 640px) {
  .convviz-kernels td { padding: 0.15rem 0.25rem }
  .convviz-kernels caption { white-space: normal }
}
@media (max-width: 360px) {
  .convviz-kernels table { font-size: 0.8rem }
  .convviz-kernels td { padding: 0.15rem 0.1rem }
}
.convviz-kernels b.sign { font-size: 1.4rem }
</style>"""


def kernels_view() -> None:
    """Type two kernels; show the single one that they make, both results, and the border."""
    kept = st.session_state.setdefault(
        "convviz_kernels", {"first_kernel": FIRST, "second_kernel": SECOND}
    )
    with st.container(horizontal=True):
        for name, label in LABELS.items():
            st.session_state[name] = kept[name]
            st.text_input(
                say(label),
                key=name,
                max_chars=400,
                width=330,
                on_change=_keep,
                args=(kept, name),
            )
    try:
        first, second = (
            _kernel(say("The first kernel"), kept["first_kernel"]),
            _kernel(say("The second kernel"), kept["second_kernel"]),
        )
        _show_single(first, second)
    except ExperimentError as error:
        st.text(str(error))  # it may quote what was typed: text, never markup
    _show_border()


def _keep(kept: dict[str, str], name: str) -> None:
    kept[name] = st.session_state[name]


def _kernel(name: str, text: str) -> Array:
    """Read one typed kernel; whole numbers stay whole, so that sums of them are exact."""
    try:
        channels = np.array(parse_block(text))
    except ExperimentError as error:
        raise ExperimentError("{what}: {error}", what=name, error=error) from error
    if len(channels) != 1 or max(channels.shape[1:]) > MOST:
        raise ExperimentError(
            "{kernel} must be one table of at most {most}×{most} numbers, e.g. {example}.",
            kernel=name,
            most=MOST,
            example=FIRST,
        )
    kernel: Array = channels[0]
    return kernel.astype(np.int64) if np.array_equal(kernel, np.rint(kernel)) else kernel


def _show_single(first: Array, second: Array) -> None:
    single = composed(first, second)
    side = max(single.shape) + 2
    x = np.arange(side * side).reshape(side, side)
    twice, once = both_ways(x, first, second)
    largest = float(np.abs(twice - once).max())
    (k_h, k_w), (l_h, l_w) = first.shape, second.shape
    rows, columns = single.shape
    sizes = say(
        "{k_h}×{k_w}, then {l_h}×{l_w}: {k_h} + {l_h} − 1 = {rows} rows, "
        "{k_w} + {l_w} − 1 = {columns} columns.",
        k_h=k_h,
        k_w=k_w,
        l_h=l_h,
        l_w=l_w,
        rows=rows,
        columns=columns,
    )
    told = {"last": x[-1, -1], "side": side, "most": number(largest)}
    gap = (
        say(
            "Both on the input 0, 1, 2, … {last} in {side}×{side}: largest difference {most}.",
            **told,
        )
        if largest == 0
        else say(
            "Both on the input 0, 1, 2, … {last} in {side}×{side}: largest difference {most}, "
            "from rounding.",
            **told,
        )
    )
    _show(
        _table(say("first"), first),
        _sign(say("then")),
        _table(say("second"), second),
        _sign("="),
        _table(say("single"), single),
        below=sizes,
    )
    _show(
        _table(say("one after the other"), twice),
        _sign("=" if largest == 0 else "≈"),
        _table(say("the single one"), once),
        below=gap,
    )


def _show_border() -> None:
    # Whole numbers until the very end: what differs then differs exactly.
    x = np.ones((5, 5), dtype=np.int64)
    twice, once = both_ways(x, BOX, BOX, padding=(1, 1))
    differs, ninths = twice != once, 81
    most = np.abs(twice - once).max() / ninths
    _show(
        _table(say("one after the other"), twice / ninths, differs),
        _sign("≠"),
        _table(say("the single one"), once / ninths, differs),
        _table(say("difference"), (twice - once) / ninths, differs),
        above=say(
            "With zeros around the map between the two, they are not one: the mean of 3×3 twice, "
            "padding 1 each, and the single 5×5 kernel of both, padding 2, on a 5×5 input of ones. "
            "{differing} of {cells} cells differ (outlined), by up to {most}: there the second "
            "kernel reads a zero where the single kernel reads on.",
            differing=differs.sum(),
            cells=differs.size,
            most=number(most, 3),
        ),
    )


def _show(*parts: str, above: str = "", below: str = "") -> None:
    """Show tables and signs in a row, with a sentence above or below them."""
    before, after = (f"<p>{html.escape(text)}</p>" if text else "" for text in (above, below))
    st.html(f'{_STYLE}{before}<div class="convviz-kernels">{"".join(parts)}</div>{after}')


def _sign(text: str) -> str:
    return f'<b class="sign">{html.escape(text)}</b>'


def _table(caption: str, values: Array, differs: Array | None = None) -> str:
    marks = np.zeros(values.shape, dtype=bool) if differs is None else differs
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td title="{exact(value)}"{" class=differs" if mark else ""}>'
            f"{number(round(value, 3))}</td>"
            for value, mark in zip(row, mark_row, strict=True)
        )
        + "</tr>"
        for row, mark_row in zip(values.astype(np.float64).tolist(), marks.tolist(), strict=True)
    )
    return f"<table><caption>{html.escape(caption)}</caption><tbody>{rows}</tbody></table>"
