"""Lesson: what a convolution costs."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from convviz.comparisons import COMPARISONS, Comparison, doubled
from convviz.cost import layer_of, total
from convviz.experiment import Experiment
from convviz.listing_cost import cost_listing
from convviz.presets import PRESETS
from convviz.ui.code import code
from convviz.ui.controls import SIZES, check_sizes, groups_control, size_controls
from convviz.ui.costs import (
    YOURS,
    comparison_chooser,
    cost_charts,
    costs_table,
    design_field,
    save_sheet,
    sheet,
)
from convviz.ui.page import STYLE
from convviz.ui.state import lesson
from convviz.words import Message, say, term

# The first is the current setting of a new visitor; coming from a lesson, any of them stays.
HOME = "d2l_three_out"
EXAMPLES = (HOME, *(each.name for each in PRESETS if each.name != HOME))
NOTES = {each.name: each for each in COMPARISONS}
DEFAULT = "doubled"
TITLES = {
    DEFAULT: term("Double the channels"),
    "current": term("The current setting"),
    **{name: each.title for name, each in NOTES.items()},
}


def unchanged(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep every experiment that the lessons can show."""
    check_sizes(experiment)
    return experiment, None


def chosen(name: str, experiment: Experiment) -> Comparison:
    """Find a comparison; those of the current setting are made from it."""
    if name in NOTES:
        return NOTES[name]
    layer = layer_of(experiment)
    here = {term("Current setting"): (layer,)}
    if name == DEFAULT:
        note = term("Twice the inputs or twice the outputs: × 2 multiplications. Both: × 4.")
        return Comparison(name, TITLES[name], note, here | doubled(layer))
    note = term(
        "The numbers that the other pages show. Change a size, or type a design to compare."
    )
    return Comparison(name, TITLES[name], note, here)


def _design_chooser(names: Sequence[str]) -> str:
    """Choose one of the designs; the first stands for one that is there no more."""
    # Set each time: a browser goes on showing an unset choice in the language it was made in.
    chosen = st.session_state.get("code_of")
    st.session_state["code_of"] = chosen if chosen in names else names[0]
    return st.selectbox(say("Code of"), names, format_func=say, key="code_of", width=330)


@st.fragment
def show() -> None:
    """Run the page: controls to the left, table and charts to the right."""
    current = lesson("cost", EXAMPLES, unchanged)
    typed = sheet(DEFAULT, TITLES)
    st.html(STYLE)
    with st.container(key="page"):
        with st.container(horizontal=True, vertical_alignment="center", key="title"):
            st.title(say("Cost"), anchor=False, width="stretch")
            charts = st.toggle(say("Charts"), key="show_charts")
            show_code = st.toggle(say("Code"), key="show_code")
            comparison_chooser(typed, TITLES)
        comparison = chosen(typed.compare, current.experiment)
        st.caption(say(comparison.note))
        left, right = st.columns([1, 3], gap="medium")
        with left, st.container(key="controls"):
            design_field(typed)
            if comparison.name not in NOTES:
                st.caption(say("Current setting, that of the lessons too"))
                with st.container(horizontal=True, gap="small"):
                    size_controls(current, tuple(SIZES))
                groups_control(current)
            for notice in current.notices:
                st.text(notice)
        designs = comparison.designs | ({YOURS: typed.design} if typed.design else {})
        costs = {name: total(design) for name, design in designs.items()}
        with right:
            costs_table(designs, costs)
            if charts:
                cost_charts(costs)
            if show_code:
                with st.container(key="code"):
                    code(partial(cost_listing, designs[_design_chooser(list(designs))]))
    if current.unsaved:
        current.unsaved = False
        if current.link():
            st.query_params["s"] = current.link()
    save_sheet(typed, DEFAULT)


show()
