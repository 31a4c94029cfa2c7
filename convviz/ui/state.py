"""The lesson a visitor is in: one Experiment, its history, its place; in the session and the URL.

The URL is read when a session starts and when the browser's Back or Forward comes to another page;
it is written on every change. Stepping changes it too, but in the browser alone: Python hears of
the step with the next edit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import streamlit as st

from convviz import editing, share
from convviz.animation import GRANULARITIES
from convviz.experiment import Experiment, ExperimentError
from convviz.presets import PRESETS, Preset
from convviz.words import Message, later

Accept = Callable[[Experiment], tuple[Experiment, Message | None]]
Content = tuple[Experiment, Mapping[str, str]]

KEY = "convviz"
WALKS = ("all", "output", "window")
# What a page adds to an experiment, by name; the first value is what is not said.
OPTIONS: Final[Mapping[str, Sequence[str]]] = {
    "pooling": ("max", "average"),
    "kernel": ("as it is", "flipped"),
}
HISTORY = 200  # undo steps kept in memory for a visitor


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
    held: str = ""  # key of the layout that the stage said it holds
    taken: int = 0  # number of the last edit of the stage that was taken
    refused: tuple[str, Message] | None = None  # where, and why
    notice: Message | None = None
    # What the address of a page just entered says, if it says nothing yet.
    entry: dict[str, str] = field(default_factory=dict)
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
        return [*([self.notice] if self.notice else ()), *(() if self.link() else [NO_LINK])]

    def option(self, name: str) -> str:
        """What is chosen of one of the ``OPTIONS``."""
        return self.options.get(name, OPTIONS[name][0])

    def change(self, experiment: Experiment, **options: str) -> None:
        """Take a new experiment and options; the ones before can be had back."""
        chosen = {
            name: value
            for name, value in {**self.options, **options}.items()
            if name in OPTIONS and value in OPTIONS[name][1:]
        }
        if (experiment, chosen) != self._content:
            self.past = [*self.past, self._content][-HISTORY:]
            self.future = []
            self.experiment, self.options = experiment, chosen
            self.turned = ""
            self.unsaved = True

    @property
    def _content(self) -> Content:
        return self.experiment, self.options

    def attempt(self, make: Callable[[], Experiment], **options: str) -> None:
        """Take what ``make`` gives; where it can't be, keep the experiment and say why."""
        self.notice = None
        try:
            self.change(make(), **options)
        except ExperimentError as error:
            self.notice = error.message

    def undo(self) -> None:
        """Go back to the experiment before the last change."""
        if self.past:
            self.future.append(self._content)
            self.experiment, self.options = self.past.pop()
            self.turned = "undo"

    def redo(self) -> None:
        """Take the last undo back."""
        if self.future:
            self.past.append(self._content)
            self.experiment, self.options = self.future.pop()
            self.turned = "redo"

    def choose(self, name: str) -> None:
        """Open an example at its first step."""
        self.example = name
        self.reset()
        self.place(0, self.granularity)

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
        current.change(fitting)
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
        try:
            current.open(st.query_params["s"])
        except ExperimentError as error:
            current.notice = error.message
        current.go(st.query_params)
    elif untouched and current.example not in examples:
        current.choose(examples[0])
    else:
        current.place(0, current.granularity)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def save(current: Lesson) -> None:
    """Write the lesson into the address if it changed: after the stage, which people wait for."""
    if not current.unsaved:
        return
    current.unsaved = False
    if text := current.link():
        place = {"step": str(current.step), "g": current.granularity}
        st.query_params.update({"s": text, **place})


def take(current: Lesson, message: Any) -> None:
    """Take the edits that the stage sent: each once, in order, up to the first that is refused."""
    if not isinstance(message, dict):
        return
    current.held = str(message.get("held", ""))
    sent = [edit for edit in message.get("edits", []) if isinstance(edit.get("n"), int)]
    fresh = [edit for edit in sent if edit["n"] > current.taken]
    if fresh:  # what was sent again has its answer already
        current.refused = None
    step, granularity = message.get("step"), message.get("granularity")
    if isinstance(step, int) and granularity in GRANULARITIES:
        current.step, current.granularity = step, granularity
        current.walk = "all" if message.get("walk") not in WALKS else message["walk"]
    for edit in sorted(fresh, key=lambda each: each["n"]):
        current.taken = edit["n"]
        try:
            _apply(current, edit)
        except ExperimentError as error:
            current.refused = str(edit.get("at", "")), error.message
    if fresh:  # what was opened from the address stands in it already
        current.unsaved = not all(edit.get("op") == "open" for edit in fresh)


def _apply(current: Lesson, edit: dict[str, Any]) -> None:
    match edit:
        case {"op": "undo"}:
            current.undo()
        case {"op": "redo"}:
            current.redo()
        case {"op": "reset"}:
            current.reset()
        case {"op": "open", "s": str(text)}:
            current.open(text)
            current.go(edit)
        case {"at": str(cell), "text": str(text), "pasted": True}:
            current.change(editing.paste(current.experiment, cell, text))
        case {"at": str(cell), "text": str(text)}:
            current.change(editing.set_cell(current.experiment, cell, text))
