"""How a visitor's document is found when a page runs: started, brought along, opened, saved."""

from collections.abc import Mapping, Sequence

import streamlit as st

from convviz.core.arguments import ExperimentError
from convviz.lessons import place as places
from convviz.lessons.document import HISTORY, instead
from convviz.lessons.lesson import Accept
from convviz.lessons.presets import preset
from convviz.ui.arrival import by_address, from_another_page
from convviz.ui.state import KEY, LessonDocument
from convviz.words import later


def document_of(scene: str, examples: Sequence[str], accept: Accept) -> LessonDocument:
    """Find the visitor's lesson, or start one from the address, else with the first example.

    ``accept`` turns an experiment into one that the page can show and says what it changed, or
    raises ExperimentError.
    """
    if KEY not in st.session_state:
        st.session_state[KEY] = _start(scene, examples[0], accept)
    current: LessonDocument = st.session_state[KEY]
    visit(current, scene, examples, accept)
    return current


ELSEWHERE = later("What came before was made on another page, which can show it: undo it there.")


def visit(current: LessonDocument, scene: str, examples: Sequence[str], accept: Accept) -> None:
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


def _fits(current: LessonDocument, accept: Accept) -> bool:
    try:
        return not accept(current.experiment)[1]
    except ExperimentError:
        return False


def _start(scene: str, home: str, accept: Accept) -> LessonDocument:
    started = LessonDocument.begin(scene, home)
    try:
        if "s" in st.query_params:
            started.reopen(st.query_params)
            accept(started.experiment)
    except ExperimentError as error:
        started = LessonDocument.begin(scene, home)
        started.notice = instead(error)
    started.past.clear()
    started.go(st.query_params)
    started.unsaved = False
    return started


def _enter(current: LessonDocument, scene: str, examples: Sequence[str]) -> None:
    """Come from another lesson: the numbers stay, unless they are only that lesson's example."""
    current.addressed = ""
    current.enter(scene, examples[0])
    untouched = current.experiment == preset(current.example).experiment
    if "s" in st.query_params:  # the browser's Back or Forward: links between pages have none
        asked = st.query_params.to_dict()
        current.turn(lambda: _open(current, asked))
        current.go(st.query_params)
    elif untouched and current.example not in examples:
        # A number that was typed before, and comes later, goes along: then they are not untouched.
        current.turn(lambda: current.start(examples[0]), again=_nothing)
    else:
        current.place(0, current.granularity)


def _open(current: LessonDocument, asked: Mapping[str, str]) -> None:
    try:
        current.reopen(asked)
    except ExperimentError as error:
        current.notice = error.message


def _nothing() -> None:
    """What a page does by itself it does again when it runs next."""


def reopen(scene: str) -> None:
    """Show what the address says where the browser went to another one of the same page.

    That takes a run of the whole page and no event of the stage: a part of the page that runs, and
    then asks for the whole, at times has the stage taken down and built anew.
    """
    current: LessonDocument | None = st.session_state.get(KEY)
    if current is None or current.scene != scene or not by_address():
        return
    if from_another_page() and "s" not in st.query_params:
        # By a link, from a page that has no numbers of its own: these stay, as between lessons.
        current.go(st.query_params)
        # The browser writes them, in the entry of the link.
        current.unsaved, current.addressed = False, ""
        return
    asked = st.query_params.to_dict()
    try:
        current.turn(lambda: current.reopen(asked))
    except ExperimentError as error:
        current.notice = error.message
    current.go(st.query_params)
    current.unsaved, current.addressed = False, ""  # it stands there already


def save(current: LessonDocument) -> None:
    """Write the lesson into the address if it changed, or if it is there no more.

    A browser that was asked for something tells of its address as it was then: without the numbers
    that were written meanwhile, which that run would take away again.
    """
    text = current.link()
    lost = current.addressed == text != st.query_params.get("s")
    if not current.unsaved and not lost:
        return
    current.unsaved, current.addressed = False, text
    st.query_params.update(places.write(current.here))
