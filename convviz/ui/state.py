"""The lesson a visitor is in: one Experiment, its history, its place; in the session and the URL.

The URL is read when a session starts and when the browser's Back or Forward comes to another page;
it is written on every change. Stepping changes it too, but in the browser alone: Python hears of
the step with the next edit.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats.keeping import how_long, is_name
from convviz.lessons.content import Content as Shown
from convviz.lessons.content import addressed, chosen, opened, written
from convviz.lessons.lesson import OPTIONS, option
from convviz.lessons.presets import preset
from convviz.playback.animation import GRANULARITIES
from convviz.words import Message

KEY = "convviz"
WALKS = ("all", "output", "window")
HISTORY = 200  # undo steps kept in memory for a visitor
TURNS = 20  # controls that can be used before an edit arrives that was typed earlier


class Content(NamedTuple):
    """What Undo brings back. Numbers that are typed change a document, all else begins another."""

    experiment: Experiment
    options: Mapping[str, str]
    document: int
    example: str  # that it is, or was made from


class Turn(NamedTuple):
    """A change of document: what was there before it, and what makes it again."""

    content: Content
    past: list[Content]
    again: Callable[[], None]


@dataclass
class Document:
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
    addressed: str = ""  # the numbers' text that was written into the address of this page

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
            "plain": self.plain,
        }

    @property
    def plain(self) -> bool:
        """Whether an address of the page that names no numbers stands for these."""
        return self.experiment == preset(self.home).experiment and not self.options

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
        return [*own, *self.unplaced, *([how_long()] if is_name(self.link()) else [])]

    def option(self, name: str) -> str:
        """What is chosen of one of the ``OPTIONS``."""
        return option(self.options, name)

    def change(
        self, experiment: Experiment, document: int | None = None, /, **options: str
    ) -> None:
        """Take a new experiment and options; the ones before can be had back.

        document: the one that they belong to, if not a new one.
        """
        now = chosen({**self.options, **options})
        if (experiment, now) != (self.experiment, self.options):
            self.past = [*self.past, self.content][-HISTORY:]
            self.future = []
            self.documents += document is None
            self.experiment, self.options = experiment, now
            self.document = self.documents if document is None else document
            self.turned = ""
            self.unsaved = True

    @property
    def content(self) -> Content:
        """What Undo would bring back after a change."""
        return Content(self.experiment, self.options, self.document, self.example)

    @content.setter
    def content(self, content: Content) -> None:
        self.experiment, self.options, self.document, self.example = content

    def turn(self, make: Callable[[], None], again: Callable[[], None] | None = None) -> None:
        """Make a change of document so that an edit which comes late can be put before it.

        again: what makes it again after the edit, if not ``make``.
        """
        before = Turn(self.content, self.past, again or make)
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
        self.change(preset(name).experiment, kernel="as it is")
        self.example = name
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
        found = opened(text, self.home)
        first = {name: values[0] for name, values in OPTIONS.items()}
        if not text:
            del first["pooling"]  # the page's own numbers, and what was chosen beside them
        self.change(found.experiment, **{**first, **found.options})
        self.example = found.example

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
        self.entry = {} if self.plain else {"s": self.link()}

    def link(self) -> str:
        """The experiment as the ``s`` of the address, by name where that has no room for it."""
        return addressed(written(Shown(self.experiment, self.options, self.example)))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
