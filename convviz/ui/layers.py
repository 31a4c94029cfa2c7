"""The convolutions of a model's file: their list, the kernels of one, and what of it to show."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import streamlit as st

from convviz.drawing.sheet import sheet
from convviz.formats.layers import Layer
from convviz.formats.numerals import MINUS
from convviz.lessons.bringing import MOST_INPUTS, MOST_OUTPUTS, Choice
from convviz.lessons.limits import MOST_DILATION, MOST_PADDING, MOST_STRIDE
from convviz.lessons.opened import LayerFile, Row
from convviz.words import say

Use = Callable[[Layer, Choice], None]
"""Takes chosen channels of a layer."""

FIELD = 124  # px
_AT_FIRST = 4, 3  # outputs and inputs that are chosen at first
_STYLE = """<style>
.convviz-layers { max-height: 15rem; overflow: auto }
.convviz-layers:focus-visible { outline: 3px solid var(--primary-color, #4a86d8) }
.convviz-layers table { border-collapse: collapse; font-variant-numeric: tabular-nums }
.convviz-layers :is(td, th) { padding: 0.2rem 0.7rem; text-align: right; white-space: nowrap }
.convviz-layers :is(td, th):first-child { text-align: left }
.convviz-layers tbody tr { border-top: 1px solid #8888 }
.convviz-layers tr.chosen { font-weight: 700 }
.st-key-sheet img { image-rendering: pixelated }
[data-testid=stMultiSelectTagsContainer] input { min-width: 24px }
</style>"""


def chosen_layer(number: int, file: LayerFile) -> int:
    """Which layer of the file is chosen, as its place in the list."""
    index: int = st.session_state.get(f"layer of file {number}", 0)
    return index if index < len(file.rows) else 0


def layer_controls(number: int, file: LayerFile, use: Use, *, says_all: bool = False) -> None:
    """List the layers of a file; show the kernels of one, and put chosen channels of it to use.

    says_all: whether the kernels say all that is needed; else stride, padding, dilation and groups
    are asked for where the file does not say them.
    """
    key = f"layer of file {number}"
    index = st.selectbox(
        say("Layer"),
        range(len(file.rows)),
        key=key,
        format_func=lambda n: f"{file.rows[n].name} {tuple(file.rows[n].shape)}",
        width=500,
    )
    layer = file.layer(index)
    if layer is None:
        st.caption(say("The layer is read …"))
    else:
        _choice(f"{key} {index}", layer, use, says_all)
    st.html(_table(file.rows, index))
    if layer is not None:
        _kernels(layer)


def _choice(key: str, layer: Layer, use: Use, says_all: bool) -> None:
    """Choose channels, ask for what the file does not say, and fold what follows in."""
    c_out, c_in = layer.weight.shape[:2]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        outputs = _channels(say("Output channels"), f"outputs {key}", c_out, MOST_OUTPUTS)
        inputs = _channels(say("Input channels"), f"inputs {key}", c_in, MOST_INPUTS)
        asked: dict[str, int] = {}
        for name, label, least, most in (
            ("stride", say("Stride"), 1, MOST_STRIDE),
            ("padding", say("Padding"), 0, MOST_PADDING),
            ("dilation", say("Dilation"), 1, MOST_DILATION),
            ("groups", say("Groups"), 1, c_out),
        ):
            if getattr(layer, name) is None and not says_all:
                asked[name] = st.number_input(
                    label, least, most, key=f"{name} {key}", width=FIELD, step=1
                )
        fold = layer.norm is not None and st.toggle(
            say("Fold in the batch normalisation that follows"), key=f"fold {key}"
        )
        choice = Choice(tuple(outputs), tuple(inputs), **asked)
        st.button(
            say("Use these kernels"),
            type="primary",
            on_click=lambda: use(layer.folded() if fold else layer, choice),
        )


def _channels(label: str, key: str, count: int, most: int) -> Sequence[int]:
    at_first = _AT_FIRST[most == MOST_INPUTS and key.startswith("inputs")]
    return st.multiselect(
        label,
        range(count),
        default=range(min(count, at_first)),
        key=key,
        max_selections=most,
        width=260,
    )


def _kernels(layer: Layer) -> None:
    """All kernels of the layer as a picture."""
    dots, outputs, slices, end = sheet(layer.weight)
    c_out, c_in, k_h, k_w = layer.weight.shape
    larger = max(1, min(6, 900 // len(dots)))
    if (outputs, slices) == (c_out, c_in):
        alt = say(
            "All kernels, {c_out} outputs of {c_in} slices {k_h}×{k_w}: colours from −{end} "
            "to {end}",
            c_out=c_out,
            c_in=c_in,
            k_h=k_h,
            k_w=k_w,
            end=f"{end:.2g}",
        )
    else:
        alt = say(
            "The first {n} of {c_out} outputs, {m} of {c_in} slices {k_h}×{k_w} each: colours from "
            "−{end} to {end}",
            n=outputs,
            c_out=c_out,
            m=slices,
            c_in=c_in,
            k_h=k_h,
            k_w=k_w,
            end=f"{end:.2g}",
        )
    with st.container(key="sheet"):
        picture = dots.repeat(larger, axis=0).repeat(larger, axis=1)
        st.image(picture, width=picture.shape[1], output_format="PNG", alt=alt)
    st.caption(alt)


def _table(rows: Sequence[Row], index: int) -> str:
    """Write the list of layers; what needs their numbers is there for those that were read."""
    heads = (
        say("Name"),
        "(C_out, C_in, k_h, k_w)",
        say("Type"),
        *(say("Mean"), say("Least"), say("Greatest"), say("Zeros")),
    )
    head = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in heads)
    lines = "".join(
        f"<tr{' class=chosen' if n == index else ''}>{_line(row)}</tr>"
        for n, row in enumerate(rows)
    )
    name = html.escape(say("Convolutions in the file"))
    return (
        f'{_STYLE}<div class="convviz-layers" tabindex="0" role="region" aria-label="{name}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _line(row: Row) -> str:
    told = [row.name[:200], " × ".join(map(str, row.shape)), row.kind]
    if row.numbers is None:
        told += ["–"] * 4
    else:
        mean, least, greatest, zeros = row.numbers
        told += [f"{each:.4g}".replace("-", MINUS) for each in (mean, least, greatest)]
        told.append(f"{zeros:.1%}")
    first, *rest = map(html.escape, told)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{each}</td>" for each in rest)
