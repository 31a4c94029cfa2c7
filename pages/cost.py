"""Lesson: what a convolution costs."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from convviz.core.cost import total
from convviz.core.experiment import Experiment
from convviz.lessons.comparisons import HOME, OF_SETTING, TITLE, TITLES, chosen
from convviz.lessons.limits import SIZES, check_sizes
from convviz.lessons.numbers import all_sizes
from convviz.lessons.presets import PRESETS
from convviz.lessons.sheet import Sheet
from convviz.listings.cost import cost_listing
from convviz.playback.cost import CostAnimation
from convviz.ui.choices import begin as begin_choices
from convviz.ui.choices import offer_history
from convviz.ui.code import code, on_board
from convviz.ui.controls import groups_control, number_controls
from convviz.ui.cost_table import cost_charts, costs_table
from convviz.ui.costs import (
    columns,
    comparison_chooser,
    design_field,
    measure_chooser,
    save_sheet,
    sheet,
)
from convviz.ui.page import STYLE
from convviz.ui.stage import fixed_stage
from convviz.ui.state import KEY, LessonDocument
from convviz.ui.visit import document_of
from convviz.words import Message, say

# The first is that of a new visitor; coming from a lesson, any of them stays.
EXAMPLES = (HOME, *(each.name for each in PRESETS if each.name != HOME))
SCENE = "cost"


def unchanged(experiment: Experiment) -> tuple[Experiment, Message | None]:
    """Keep every experiment that the lessons can show."""
    check_sizes(experiment)
    return experiment, None


def _design_of_code(names: Sequence[str]) -> str:
    """Give the design whose code is shown; the first stands for one that is there no more."""
    # Set each time: a browser goes on showing an unset choice in the language it was made in.
    name = str(st.session_state.get("code_of"))
    name = name if name in names else names[0]
    st.session_state["code_of"] = name
    return name


def _design_chooser(names: Sequence[str]) -> str:
    """Choose the design whose code is shown."""
    return st.selectbox(say("Code of"), names, format_func=say, key="code_of", width=330)


def _save(current: LessonDocument, typed: Sheet) -> None:
    """Write into the address what it does not say yet."""
    if current.unsaved:
        current.unsaved = False
        st.query_params["s"] = current.link()
    save_sheet(typed)


@st.fragment
def show() -> None:
    """Run the page: controls to the left; to the right the stage, the table and the charts."""
    before = st.session_state.get(KEY)
    entered = before is not None and before.scene != SCENE
    current = document_of(SCENE, EXAMPLES, unchanged)
    typed = sheet(entered=entered)
    comparison = chosen(typed.comparison, current.experiment)
    designs, left_out = columns(typed, comparison.designs)
    costs = {name: total(design) for name, design in designs.items()}
    begin_choices(lambda: [*current.notices, *([typed.trouble] if typed.trouble else [])])
    offer_history(current, typed)
    st.html(STYLE)
    with st.container(key="page"):
        with st.container(horizontal=True, vertical_alignment="center", key="title"):
            st.title(say(TITLE), anchor=False, width="stretch")
            charts = st.toggle(say("Charts"), key="show_charts")
            show_code = st.toggle(say("Code"), key="show_code")
            table = st.toggle(say("Table"), key="show_table", value=True)
            comparison_chooser(typed, TITLES)
        st.caption(say(comparison.note))
        left, right = st.columns([1, 3], gap="medium")
        with left, st.container(key="controls"):
            design_field(typed, left_out)
            measure_chooser(typed, list(designs))
            if comparison.name in OF_SETTING:
                st.caption(say("Current setting, that of the lessons too"))
                with st.container(horizontal=True, gap="small"):
                    number_controls(current, all_sizes(*SIZES))
                groups_control(current)
            for notice in current.notices:
                st.text(notice)
        with right:
            film = CostAnimation(tuple(designs.items()), typed.measure, typed.granularity)
            _save(current, typed)
            design = designs[_design_of_code(list(designs))]
            program = on_board(partial(cost_listing, design))
            fixed_stage("cost_stage", film, say(TITLE), typed.view, program)
            if table:
                costs_table(designs, costs, typed.measure)
            if charts:
                cost_charts(costs)
            if show_code:
                with st.container(key="code"):
                    code(partial(cost_listing, designs[_design_chooser(list(designs))]))


if __name__ == "__main__":
    show()
