"""The lesson a visitor is in: one Experiment, its history, its place; in the session and the URL.

The URL is read when a session starts and when the browser's Back or Forward comes to another page;
it is written on every change. Stepping changes it too, but in the browser alone: Python hears of
the step with the next edit.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

import streamlit as st

from convviz import share
from convviz.animation import GRANULARITIES
from convviz.experiment import Experiment, ExperimentError
from convviz.presets import PRESETS, Preset
from convviz.ui.arrival import by_address
from convviz.words import Message, later

Accept = Callable[[Experiment], tuple[Experiment, Message | None]]
KEY = "convviz"
WALKS = ("all", "output", "window")
# What a page adds to an experiment, by name; the first value is what is not said.
OPTIONS: Final[Mapping[str, Sequence[str]]] = {
    "pooling": ("max", "average"),
    "kernel": ("as it is", "flipped"),
}
HISTORY = 200  # undo steps kept in memory for a visitor
TURNS = 20  # controls that can be used before an edit arrives that was typed earlier


class Content(NamedTuple):
    """What Undo brings back. Numbers that are typed change a document, all else begins another."""

    experiment: Experiment
    options: Mapping[str, str]
    document: int


class Turn(NamedTuple):
    """A change of document: what was there before it, and what makes it again."""

    content: Content
    past: list[Content]
    example: str
    again: Callable[[], None]


@dataclass
class Lesson:
    """What one visitor sees.

    ``home`` is the example that an address without numbers stands for; ``opened`` counts the times
    that the place was set from outside the stage; ``options`` holds what differs from the first of
    ``OPTIONS``.
    """

    experiment: Experiment
    scene: str
    home: str
    example: str
    step: int = 0
    granularity: str = "channel"
    walk: str = "all"
    opened: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    past: list[Content] = field(default_factory=list)
    future: list[Content] = field(default_factory=list)
    session: str = field(default_factory=lambda: secrets.token_hex(4))
    document: int = 0
    documents: int = 0  # begun so far
    turns: list[Turn] = field(default_factory=list)  # since the last edit of the stage
    held: str = ""  # key of the layout that the stage said it holds
    outbox: str = ""  # what the edits come from: there is one for a tab
    taken: int = 0  # number of its last edit that was taken
    refused: tuple[str, Message] | None = None  # where, and why
    notice: Message | None = None
    unplaced: list[Message] = field(default_factory=list)  # edits that belong nowhere any more
    # What the address of a page just entered says, if it says nothing yet.
    entry: dict[str, str] = field(default_factory=dict)
    late: int = 0  # edits of the page before that came when the page had been entered
    turned: str = ""  # "undo" or "redo", until the page has seen what came of it
    unsaved: bool = False  # the address says something else

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be, unless it has been there already."""
        return {
            "id": self.opened,
            "step": self.step,
            "granularity": self.granularity,
            "walk": self.walk,
            "entry": self.entry,
            "late": self.late,
            "link": {"s": self.link()},
        }

    @property
    def can(self) -> list[str]:
        """Which of undo, redo and reset would change something."""
        original = preset(self.example).experiment
        able = {"undo": self.past, "redo": self.future, "reset": self.experiment != original}
        return [name for name, possible in able.items() if possible]

    @property
    def notices(self) -> list[Message]:
        """What the page has to say of itself."""
        own = [self.notice] if self.notice else []
        return [*own, *self.unplaced, *(() if self.link() else [NO_LINK])]

    def option(self, name: str) -> str:
        """What is chosen of one of the ``OPTIONS``."""
        return self.options.get(name, OPTIONS[name][0])

    def change(
        self, experiment: Experiment, document: int | None = None, /, **options: str
    ) -> None:
        """Take a new experiment and options; the ones before can be had back.

        document: the one that they belong to, if not a new one.
        """
        chosen = {
            name: value
            for name, value in {**self.options, **options}.items()
            if name in OPTIONS and value in OPTIONS[name][1:]
        }
        if (experiment, chosen) != (self.experiment, self.options):
            self.past = [*self.past, self.content][-HISTORY:]
            self.future = []
            self.documents += document is None
            self.content = Content(
                experiment, chosen, self.documents if document is None else document
            )
            self.turned = ""
            self.unsaved = True

    @property
    def content(self) -> Content:
        """What Undo would bring back after a change."""
        return Content(self.experiment, self.options, self.document)

    @content.setter
    def content(self, content: Content) -> None:
        self.experiment, self.options, self.document = content

    def turn(self, make: Callable[[], None], again: Callable[[], None] | None = None) -> None:
        """Make a change of document so that an edit which comes late can be put before it.

        again: what makes it again after the edit, if not ``make``.
        """
        before = Turn(self.content, self.past, self.example, again or make)
        self.unplaced = []
        make()
        if self.content != before.content:
            self.turns = [*self.turns, before][-TURNS:]

    def attempt(self, make: Callable[[], Experiment], **options: str) -> None:
        """Take what ``make`` gives; where it can't be, keep the experiment and say why."""
        self.turn(lambda: self._attempt(make, options))

    def _attempt(self, make: Callable[[], Experiment], options: Mapping[str, str]) -> None:
        self.notice = None
        try:
            self.change(make(), **options)
        except ExperimentError as error:
            self.notice = error.message

    def undo(self) -> None:
        """Go back to the experiment before the last change."""
        if self.past:
            self.future = [*self.future, self.content]
            *self.past, self.content = self.past
            self.turned = "undo"

    def redo(self) -> None:
        """Take the last undo back."""
        if self.future:
            self.past = [*self.past, self.content]
            *self.future, self.content = self.future
            self.turned = "redo"

    def choose(self, name: str) -> None:
        """Open an example at its first step."""
        self.turn(lambda: self.start(name))

    def start(self, name: str) -> None:
        """Take an example, as part of another change."""
        self.example = name
        self.reset()
        self.place(0, self.granularity)

    @property
    def place_of_edits(self) -> str:
        """The document that the stage shows, as its edits name it."""
        return self.named(self.document)

    def named(self, document: int) -> str:
        """Tell a document from those of other sessions."""
        return f"{self.session}-{document}"

    def reset(self) -> None:
        """Go back to the numbers of the example."""
        self.change(preset(self.example).experiment, kernel="as it is")

    def place(self, step: int, granularity: str) -> None:
        """Send the stage to a step."""
        self.step, self.granularity = step, granularity
        self.opened += 1
        self.unsaved = True

    def open(self, text: str) -> None:
        """Take the experiment of a link. Raises ExperimentError if the link is broken."""
        if not text:
            self.example = self.home
            self.reset()
            return
        experiment, view = share.decode(text)
        example = view.get("example")
        self.example = str(example) if example in _BY_NAME else self.home
        first = {name: values[0] for name, values in OPTIONS.items()}
        self.change(experiment, **{name: str(view.get(name, first[name])) for name in first})

    def go(self, asked: Mapping[str, Any]) -> None:
        """Go to ``step``, ``g`` and ``walk`` of an address; what it does not say stays as it is."""
        granularity, walk = asked.get("g"), asked.get("walk")
        self.walk = walk if walk in WALKS else "all"
        self.place(
            _number(str(asked.get("step", ""))),
            granularity if granularity in GRANULARITIES else self.granularity,
        )

    def greet(self) -> None:
        """Give the address of the page its numbers, unless they are those that it stands for."""
        plain = self.experiment == preset(self.home).experiment and not self.options
        self.entry = {"s": self.link()} if self.link() and not plain else {}

    def link(self) -> str:
        """The experiment as the ``s`` of the address; "" where an address has no room for it."""
        return _link(self.experiment, self.example, tuple(self.options.items()))


_BY_NAME = {each.name: each for each in PRESETS}
NO_LINK = later(
    "An address has no room for these numbers: a reload or a copied link shows the ones before. "
    "All else works, and Undo leads back."
)


@lru_cache(maxsize=64)
def _link(experiment: Experiment, example: str, options: tuple[tuple[str, str], ...]) -> str:
    try:
        return share.encode(experiment, {"example": example, **dict(options)})
    except ExperimentError:
        return ""


def preset(name: str) -> Preset:
    """The named example."""
    return _BY_NAME[name]


def lesson(scene: str, examples: Sequence[str], accept: Accept) -> Lesson:
    """Find the visitor's lesson, or start one from the address, else with the first example.

    ``accept`` turns an experiment into one that the page can show and says what it changed, or
    raises ExperimentError.
    """
    if KEY not in st.session_state:
        st.session_state[KEY] = _start(scene, examples[0], accept)
    current: Lesson = st.session_state[KEY]
    visit(current, scene, examples, accept)
    return current


ELSEWHERE = later("What came before was made on another page, which can show it: undo it there.")


def visit(current: Lesson, scene: str, examples: Sequence[str], accept: Accept) -> None:
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


def _fits(current: Lesson, accept: Accept) -> bool:
    try:
        return not accept(current.experiment)[1]
    except ExperimentError:
        return False


def instead(error: ExperimentError) -> Message:
    """Say that the default example stands for an address that can't be shown, and why."""
    return later("{error} The default example is shown instead.", error=error.message)


def _start(scene: str, home: str, accept: Accept) -> Lesson:
    started = Lesson(preset(home).experiment, scene, home, example=home)
    try:
        if "s" in st.query_params:
            started.open(st.query_params["s"])
            accept(started.experiment)
    except ExperimentError as error:
        started = Lesson(preset(home).experiment, scene, home, example=home)
        started.notice = instead(error)
    started.past.clear()
    started.go(st.query_params)
    started.unsaved = False
    return started


def _enter(current: Lesson, scene: str, examples: Sequence[str]) -> None:
    """Come from another lesson: the numbers stay, unless they are only that lesson's example."""
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


def _open(current: Lesson, text: str) -> None:
    try:
        current.open(text)
    except ExperimentError as error:
        current.notice = error.message


def _nothing() -> None:
    """What a page does by itself it does again when it runs next."""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def reopen(scene: str) -> None:
    """Show what the address says where the browser went to another one of the same page.

    That takes a run of the whole page and no event of the stage: a part of the page that runs, and
    then asks for the whole, at times has the stage taken down and built anew.
    """
    current: Lesson | None = st.session_state.get(KEY)
    if current is None or current.scene != scene or not by_address():
        return
    try:
        current.turn(lambda: current.open(st.query_params.get("s", "")))
    except ExperimentError as error:
        current.notice = error.message
    current.go(st.query_params)
    current.unsaved = False  # it stands there already


def save(current: Lesson) -> None:
    """Write the lesson into the address if it changed."""
    if not current.unsaved:
        return
    current.unsaved = False
    if text := current.link():
        place = {"step": str(current.step), "g": current.granularity}
        st.query_params.update({"s": text, **place})
