"""The cost page's own parts: what is compared, and the designs that a visitor typed."""

from collections.abc import Mapping

import streamlit as st

from convviz.core.cost import Design
from convviz.formats.design import EXAMPLE
from convviz.lessons.comparisons import TYPED
from convviz.lessons.sheet import TEXT, Sheet
from convviz.playback.cost import MOST
from convviz.ui.arrival import by_address
from convviz.ui.choices import Examples, offer_examples
from convviz.ui.events import control, on_choice
from convviz.words import Message, later, say

KEY = "convviz_cost"


def sheet(*, entered: bool) -> Sheet:
    """Find the visitor's sheet, or start one from the address.

    entered: whether the visitor comes from another page, whose address says nothing of this one.
    """
    query = st.query_params.to_dict()
    if KEY not in st.session_state:
        started = st.session_state[KEY] = Sheet.begin()
        started.open(query)
        started.past.clear()
    found: Sheet = st.session_state[KEY]
    if entered:
        found.place(0, found.granularity)
    if by_address() and (not entered or any(name in query for name in TEXT.names)):
        found.open(query)
    return found


def save_sheet(current: Sheet) -> None:
    """Write the sheet into the address if that says something else."""
    found = {name: st.query_params[name] for name in TEXT.names if name in st.query_params}
    if found != current.said:
        rest = {name: v for name, v in st.query_params.items() if name not in TEXT.names}
        st.query_params.from_dict(rest | current.said)


def comparison_chooser(current: Sheet, names: Mapping[str, str]) -> None:
    """Choose what is compared."""
    offered = [name for name in names if name != TYPED or current.designs]
    chosen = control("compare", current.comparison)
    titles = {name: say(names[name]) for name in offered}
    offer_examples(Examples(titles, lambda: current.comparison, current.choose))
    st.selectbox(
        say("Comparison"),
        offered,
        format_func=lambda name: say(names[name]),
        key=chosen.key,
        on_change=on_choice(chosen, offered, current.choose),
        label_visibility="collapsed",
        width=330,
    )


def design_field(current: Sheet, left_out: Message | None) -> None:
    """Type designs; say what can't be read, or is left out."""
    # No `control`: the field in which someone types stays the same one, also after Back.
    st.session_state["design"] = current.value.text
    st.text_area(
        say("Your designs: one line a layer, an empty line between two designs"),
        key="design",
        placeholder=EXAMPLE,
        height=150,
        on_change=lambda: current.type(st.session_state["design"]),
    )
    for notice in (current.trouble, left_out):
        if notice:
            # The text may quote markup: it goes in as text.
            st.text(str(notice))


def measure_chooser(current: Sheet, names: list[str]) -> None:
    """Choose the design that the others are measured by, where there are others."""
    if len(names) < 2:
        return

    def choose(name: str) -> None:
        current.measured_by(names.index(name))

    measure = control("measure", names[current.measure])
    st.selectbox(
        say("× and ÷ are measured by"),
        names,
        format_func=say,
        key=measure.key,
        on_change=on_choice(measure, names, choose),
    )


def columns(
    current: Sheet, named: Mapping[str, Design]
) -> tuple[dict[str, Design], Message | None]:
    """The designs that are shown, the named ones and the typed ones, and what is left out."""
    every = [*named.items(), *current.typed.items()]
    shown = dict(every[:MOST])
    current.limit(len(shown))
    if len(every) <= MOST:
        return shown, None
    return shown, later(
        "{count} designs would stand side by side: the first {most} are shown.",
        count=len(every),
        most=MOST,
    )
