"""The cost page's own parts: what is compared, and the designs that a visitor typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Design
from convviz.formats.design import EXAMPLE, MAX_TEXT, parse_designs
from convviz.lessons.comparisons import TYPED, named
from convviz.playback.cost import GRANULARITIES, MOST
from convviz.ui.arrival import by_address
from convviz.ui.choices import Examples, offer_examples
from convviz.ui.events import control, on_choice
from convviz.words import Message, later, say

KEY = "convviz_cost"
ADDRESS = ("design", "compare", "by")


@dataclass
class Sheet:
    """What one visitor compares: a named comparison, and the designs typed beside it.

    compare: "" for what is compared of itself: the typed designs where there are any, else
    ``otherwise``. text: what stands in the field; designs: what was read of it, nothing if a line
    of it can't be read. measure: the number of the design that the others are measured by.
    ``opened`` counts the times that the film was set to a step from outside.
    """

    otherwise: str
    compare: str = ""
    text: str = ""
    designs: tuple[Design, ...] = ()
    measure: int = 0
    notice: Message | None = None
    step: int = 0
    granularity: str = "product"
    opened: int = 0

    @property
    def comparison(self) -> str:
        """What is compared."""
        chosen = self.compare and (self.compare != TYPED or self.designs)
        return self.compare if chosen else self._of_itself

    @property
    def _of_itself(self) -> str:
        return TYPED if self.designs else self.otherwise

    @property
    def typed(self) -> dict[str, Design]:
        """The typed designs by their names."""
        return named(self.designs)

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be, unless it has been there already."""
        place = {"step": self.step, "granularity": self.granularity}
        return {"id": f"cost {self.opened}", **place, "entry": {}}

    @property
    def written(self) -> dict[str, str]:
        """What the address says of it."""
        wanted = {
            "design": self.text.strip() if len(self.text) <= MAX_TEXT else "",
            "compare": self.compare,
            "by": str(self.measure + 1) if self.measure else "",
        }
        return {name: value for name, value in wanted.items() if value}

    def take(self, text: str) -> None:
        """Read typed designs; if a line can't be read there are none, and it is said why."""
        self.text, self.notice, self.designs = text, None, ()
        try:
            self.designs = parse_designs(text)
        except ExperimentError as error:
            self.notice = error.message
        self.restart()

    def choose(self, compare: str) -> None:
        """Compare something else."""
        self.compare = "" if compare == self._of_itself else compare
        self.restart()

    def restart(self) -> None:
        """Show the first step, measured by the first design."""
        self.measure, self.step = 0, 0
        self.opened += 1

    def read(self, query: Mapping[str, str], names: Mapping[str, str]) -> None:
        """Take what an address says; what it says wrongly is left out."""
        asked = query.get("compare", "")
        self.compare = asked if asked in names else ""
        self.take(query.get("design", ""))
        by = query.get("by", "")
        self.measure = int(by) - 1 if by in tuple("123456789"[:MOST]) else 0
        granularity, step = query.get("g"), query.get("step", "")
        self.granularity = granularity if granularity in GRANULARITIES else "product"
        self.step = int(step) if step.isdecimal() and len(step) < 7 else 0


def sheet(otherwise: str, names: Mapping[str, str], *, entered: bool) -> Sheet:
    """Find the visitor's sheet, or start one from the address.

    otherwise: what is compared of itself; names: of all comparisons; entered: whether the visitor
    comes from another page, whose address says nothing of this one.
    """
    asked = any(name in st.query_params for name in ADDRESS)
    if KEY not in st.session_state:
        started = st.session_state[KEY] = Sheet(otherwise)
        started.read(st.query_params.to_dict(), names)
    found: Sheet = st.session_state[KEY]
    if entered:
        found.step = 0
        found.opened += 1
    if by_address() and (asked or not entered):
        found.read(st.query_params.to_dict(), names)
    return found


def save_sheet(current: Sheet) -> None:
    """Write the sheet into the address if that says something else."""
    found = {name: st.query_params[name] for name in ADDRESS if name in st.query_params}
    wanted = current.written
    if found != wanted:
        rest = {name: v for name, v in st.query_params.items() if name not in ADDRESS}
        st.query_params.from_dict(rest | wanted)


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
    st.session_state["design"] = current.text
    st.text_area(
        say("Your designs: one line a layer, an empty line between two designs"),
        key="design",
        placeholder=EXAMPLE,
        height=150,
        on_change=lambda: current.take(st.session_state["design"]),
    )
    for notice in (current.notice, left_out):
        if notice:
            # The text may quote markup: it goes in as text.
            st.text(str(notice))


def measure_chooser(current: Sheet, names: list[str]) -> None:
    """Choose the design that the others are measured by, where there are others."""
    if len(names) < 2:
        return

    def choose(name: str) -> None:
        current.measure = names.index(name)

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
    current.measure = min(current.measure, len(shown) - 1)
    if len(every) <= MOST:
        return shown, None
    return shown, later(
        "{count} designs would stand side by side: the first {most} are shown.",
        count=len(every),
        most=MOST,
    )
