"""How a visitor's document is found when a page runs: started, brought along, opened, saved."""

from collections.abc import Sequence

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.lessons.lesson import Accept
from convviz.lessons.presets import preset
from convviz.ui.arrival import by_address, from_another_page
from convviz.ui.state import HISTORY, KEY, Document
from convviz.words import Message, later


def document_of(scene: str, examples: Sequence[str], accept: Accept) -> Document:
    """Find the visitor's lesson, or start one from the address, else with the first example.

    ``accept`` turns an experiment into one that the page can show and says what it changed, or
    raises ExperimentError.
    """
    if KEY not in st.session_state:
        st.session_state[KEY] = _start(scene, examples[0], accept)
    current: Document = st.session_state[KEY]
    visit(current, scene, examples, accept)
    return current


ELSEWHERE = later("What came before was made on another page, which can show it: undo it there.")


def visit(current: Document, scene: str, examples: Sequence[str], accept: Accept) -> None:
    """Show a lesson on a page: what the page can't show is made to fit, and the visitor is told."""
    entered = current.scene != scene
    if entered:
        _enter(current, scene, examples)
    elif current.turned and not _fits(current, accept):
        # Undo and Redo stop where another page's work begins: changed here, it would be lost.
        back = current.redo if current.turned == "undo" else current.undo
        for _ in range(HISTORY):
            if _fits(current, accept):
                break
            back()
        current.notice = ELSEWHERE
    current.turned = ""
    # What was made to fit is not written into the address that it came from: Back could not get
    # past it. That of a page just entered is written by the browser, in the same history entry.
    unsaved = current.unsaved and not entered
    try:
        fitting, changed = accept(current.experiment)
    except ExperimentError as error:  # such as an address that the browser's Back came to
        current.undo()
        changed = error.message
        try:
            fitting, _ = accept(current.experiment)
        except ExperimentError:
            current.choose(current.home)
            fitting, _ = accept(current.experiment)
    if changed:
        current.turn(lambda: current.change(fitting), again=_nothing)
        current.notice = changed
    current.unsaved = unsaved


def _fits(current: Document, accept: Accept) -> bool:
    try:
        return not accept(current.experiment)[1]
    except ExperimentError:
        return False


def instead(error: ExperimentError) -> Message:
    """Say that the default example stands for an address that can't be shown, and why."""
    return later("{error} The default example is shown instead.", error=error.message)


def _start(scene: str, home: str, accept: Accept) -> Document:
    started = Document(preset(home).experiment, scene, home, example=home)
    try:
        if "s" in st.query_params:
            started.open(st.query_params["s"])
            accept(started.experiment)
    except ExperimentError as error:
        started = Document(preset(home).experiment, scene, home, example=home)
        started.notice = instead(error)
    started.past.clear()
    started.go(st.query_params)
    started.unsaved = False
    return started


def _enter(current: Document, scene: str, examples: Sequence[str]) -> None:
    """Come from another lesson: the numbers stay, unless they are only that lesson's example."""
    current.addressed = ""
    current.scene, current.home, current.notice = scene, examples[0], None
    untouched = current.experiment == preset(current.example).experiment
    if "s" in st.query_params:  # the browser's Back or Forward: links between pages have none
        text = st.query_params["s"]
        current.turn(lambda: _open(current, text))
        current.go(st.query_params)
    elif untouched and current.example not in examples:
        # A number that was typed before, and comes later, goes along: then they are not untouched.
        current.turn(lambda: current.start(examples[0]), again=_nothing)
    else:
        current.place(0, current.granularity)


def _open(current: Document, text: str) -> None:
    try:
        current.open(text)
    except ExperimentError as error:
        current.notice = error.message


def _nothing() -> None:
    """What a page does by itself it does again when it runs next."""


def reopen(scene: str) -> None:
    """Show what the address says where the browser went to another one of the same page.

    That takes a run of the whole page and no event of the stage: a part of the page that runs, and
    then asks for the whole, at times has the stage taken down and built anew.
    """
    current: Document | None = st.session_state.get(KEY)
    if current is None or current.scene != scene or not by_address():
        return
    if from_another_page() and "s" not in st.query_params:
        # By a link, from a page that has no numbers of its own: these stay, as between lessons.
        current.go(st.query_params)
        # The browser writes them, in the entry of the link.
        current.unsaved, current.addressed = False, ""
        return
    try:
        current.turn(lambda: current.open(st.query_params.get("s", "")))
    except ExperimentError as error:
        current.notice = error.message
    current.go(st.query_params)
    current.unsaved, current.addressed = False, ""  # it stands there already


def save(current: Document) -> None:
    """Write the lesson into the address if it changed, or if it is there no more.

    A browser that was asked for something tells of its address as it was then: without the numbers
    that were written meanwhile, which that run would take away again.
    """
    text = current.link()
    lost = current.addressed == text != st.query_params.get("s")
    if not current.unsaved and not lost:
        return
    current.unsaved, current.addressed = False, text
    place = {"step": str(current.step), "g": current.granularity}
    st.query_params.update({"s": text, **place})
