"""The frame that all lessons share: title, sentence, example, sizes, live shapes, stage, tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import streamlit as st

from convviz.core.convolution import CONVOLUTION
from convviz.lessons.lesson import Lesson
from convviz.lessons.presets import preset
from convviz.lessons.tables import Named, matrices
from convviz.listings.experiment import listing
from convviz.playback.animation import Animation, animate
from convviz.playback.photo import PhotoAnimation
from convviz.playback.separable import SeparableAnimation
from convviz.ui.choices import begin as begin_choices
from convviz.ui.choices import predicting
from convviz.ui.code import code, on_board
from convviz.ui.controls import example_chooser, number_controls
from convviz.ui.opening import SHOW, for_lesson, opening
from convviz.ui.stage import stage
from convviz.ui.state import LessonDocument
from convviz.ui.tables import tables
from convviz.ui.visit import document_of, reopen, save
from convviz.words import language, say

# On a phone the stage comes before the controls; st-key-… is Streamlit's own handle for styling.
STYLE = """<style>
.st-key-title h1 { padding: 0 }
.st-key-page { gap: 0.2rem }
.convviz-link { display: inline-flex; align-items: center; min-height: 36px; font-size: 0.875rem }
@media (pointer: coarse) { .convviz-link { min-height: 44px } }
/* A chevron of our own: Streamlit's is a letter of a font of 375 kB, hidden from the first. */
[data-testid=stMenuButton] :has(> [data-testid=stIconMaterial])::after {
  content: ""; width: 0.4em; height: 0.4em; margin: 0 0.2em 0.25em 0.4em; rotate: 45deg;
  border: solid; border-width: 0 2px 2px 0;
}
[data-testid=stMain]:focus { outline: none } /* a click on the page focuses it whole */
/* The chosen one of several: Streamlit's blue is for what lies under white text. */
[data-variant=segmented_control][aria-checked=true] p { color: light-dark(#1f5fbf, #8ab4f8) }
.st-key-controls { row-gap: 0.4rem }
.st-key-controls [data-testid=stText] { white-space: pre-wrap }
.st-key-controls [data-testid=stText] * { color: #c0332a; color: light-dark(#c0332a, #ff8a80) }
/* Code and picture in one window: the picture is lower, the code scrolls. What scrolls holds its
   button: the keyboard reaches it. */
.st-key-page:has(:is(.st-key-code, .st-key-opening)) { --convviz-below: 11rem }
.st-key-code [data-testid=stCode] { max-height: 17rem; overflow: auto }
.st-key-code [data-testid=stCode] pre { overflow: visible }
.st-key-page :is(.st-key-code, .st-key-opening, .st-key-tables, .st-key-views) {
  scroll-margin-block: 60px 12px;
}
@media (max-width: 640px), (max-height: 480px) {
  .st-key-page > :has(> .st-key-controls) { order: 1 }
  .st-key-page > :has(> .st-key-tables) { order: 2 }
}
@media (forced-colors: active) { /* a switch is told by its track and its knob */
  [data-testid=stCheckbox] label > div:first-of-type {
    forced-color-adjust: none; border: 1px solid ButtonText; background: ButtonFace;
  }
  [data-testid=stCheckbox] label > div:first-of-type > div { background: ButtonText }
  [data-testid=stCheckbox][data-selected=true] label > div:first-of-type { background: Highlight }
  [data-testid=stCheckbox][data-selected=true] label > div:first-of-type > div {
    background: HighlightText;
  }
}
@media (pointer: coarse) { /* what a finger hits, and no field so small that iOS zooms the page */
  [data-testid=stMain] :is(input, textarea) { font-size: 16px !important }
  [data-testid=stMain] button { min-width: 44px; min-height: 44px }
  [data-testid=stMain] :is(input:not([type=checkbox]), summary) { min-height: 44px }
  [data-testid=stElementContainer]:has([data-testid=stNumberInput]) { min-width: 136px }
  [data-testid=stNumberInputContainer] { height: 46px }
  [data-testid=stNumberInputField] { padding-inline: 8px 0 }
  [data-testid=stCheckbox] label { min-height: 44px; align-items: center }
}
</style>"""


Shown: TypeAlias = Animation | SeparableAnimation | PhotoAnimation
"""What a stage plays of a lesson's experiment."""

NOTICE = 380  # px: a message takes the place of the shapes


@dataclass(frozen=True)
class Page:
    """A lesson, and what its page has besides: where it differs from that of the others."""

    lesson: Lesson
    shapes_width: int | Literal["content"] = "content"
    draw: Callable[[LessonDocument], Shown] | None = None
    """Makes the animation where it depends on more than the experiment."""
    controls: Callable[[LessonDocument], None] | None = None
    """The controls, where they are more than the lesson's numbers."""
    tools: Callable[[LessonDocument], None] | None = None
    """Further controls, beside the example."""
    code: Callable[[LessonDocument, str], str] = lambda current, language: listing(
        current.experiment, language
    )
    """Writes what the page calculates as a program in one of the languages."""
    tables: Callable[[LessonDocument, Shown], Sequence[Named]] = lambda current, animation: (
        matrices(CONVOLUTION, animation.experiment)
    )
    """Gives the numbers of the stage, for the tables."""
    views: Callable[[LessonDocument, Shown], None] | None = None
    """Further views, under the stage; they ask for what they need only when they are opened."""


@st.fragment
def show(page: Page) -> None:
    """Run a lesson. The controls are one fragment of the app, the stage another within it."""
    reopen(page.lesson.name)
    current = document_of(page.lesson.name, page.lesson.examples, page.lesson.accept)
    current.greet()
    begin_choices(lambda: current.notices)
    st.html(STYLE)
    with st.container(key="page"):
        with st.container(horizontal=True, vertical_alignment="center", key="title"):
            st.title(say(page.lesson.title), anchor=False, width="stretch")
            if page.tools:
                page.tools(current)
            example_chooser(current, page.lesson.examples)
        st.caption(_sentence(page, current))
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key="controls"
        ):
            if page.controls:
                page.controls(current)
            else:
                number_controls(current, page.lesson.numbers)
            if said := current.notices:
                # The text may quote a link: it goes in as text, never as markup.
                st.text("\n".join(map(str, said)), width=NOTICE)
            elif page.lesson.shapes(current.experiment):
                st.caption(page.lesson.shapes(current.experiment), width=page.shapes_width)
            with st.container(width="content", gap=None, key="more"):
                st.toggle(say("Tables"), key="show_tables")
                st.toggle(say("Code"), key="show_code")
                st.toggle(say("File"), key=SHOW)
        _play(page, _heading(page, current))


@st.fragment
def _play(page: Page, heading: tuple[object, ...]) -> None:
    """Show the stage: an edited cell runs this again, and nothing else.

    A control that is used while a number is being typed tells of itself together with the number:
    then too only this runs, so it asks what the switches say now, and compares the heading.
    """
    current = document_of(page.lesson.name, page.lesson.examples, page.lesson.accept)
    if _heading(page, current) != heading:
        st.rerun()  # such as sizes after undo, which the controls show too
    animation: Shown = (
        animate(current.experiment, page.lesson.scene(current.options))
        if page.draw is None
        else page.draw(current)
    )
    save(current)  # before the stage, which may go to another page once it has its answer
    # The plain loops have the steps of the lesson's own animation alone.
    followed = isinstance(animation, Animation)
    written = partial(page.code, current), current.experiment
    stage(current, animation, say(page.lesson.title), on_board(*written, followed=followed))
    held = predicting() and animation.asks
    if page.views and not held:
        with st.container(key="views"):
            page.views(current, animation)
    if st.session_state.get(SHOW):
        with st.container(key="opening"):
            opening(for_lesson(current, page.lesson.accept))
    if st.session_state.get("show_code"):
        with st.container(key="code"):
            code(*written, followed=followed)
    if held and any(st.session_state.get(view) for view in ("show_tables", "stack")):
        st.caption(say("Tables and further views wait while you predict: they hold the numbers."))
    elif st.session_state.get("show_tables"):
        with st.container(key="tables"):
            tables(page.tables(current, animation), animation.limits)


def _sentence(page: Page, current: LessonDocument) -> str:
    """What to look for in the chosen example; the page's own sentence for its first one."""
    home = current.example == page.lesson.examples[0]
    return say(page.lesson.sentence if home else preset(current.example).note)


def _heading(page: Page, current: LessonDocument) -> tuple[object, ...]:
    """What the controls say of a lesson."""
    e = current.experiment
    how = (e.stride, e.padding, e.dilation, e.groups, e.padding_mode)
    shown = page.lesson.shapes(e), e.x.shape, e.weight.shape, how, current.options
    return current.example, *shown, *current.notices, language()
