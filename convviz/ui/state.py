"""The lesson a visitor is in: one document, in the session and the URL, and its edits on their way.

The URL is read when a session starts and when the browser's Back or Forward comes to another page;
it is written on every change. Stepping changes it too, but in the browser alone: Python hears of
the step with the next edit.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats.keeping import how_long, is_name
from convviz.lessons.content import Content, begun, chosen, text_of
from convviz.lessons.document import Document, Version
from convviz.lessons.lesson import OPTIONS, Options, option
from convviz.lessons.presets import preset
from convviz.words import Message

KEY = "convviz"
TURNS = 20  # controls that can be used before an edit arrives that was typed earlier


class Turn(NamedTuple):
    """A change of document: what was there before it, and what makes it again."""

    version: Version[Content]
    past: list[Version[Content]]
    again: Callable[[], None]


@dataclass
class LessonDocument(Document[Content]):
    """The experiment that one visitor has open, which goes along from lesson to lesson.

    ``home`` is the example that an address without numbers stands for.
    """

    scene: str = ""
    home: str = ""
    session: str = field(default_factory=lambda: secrets.token_hex(4))
    turns: list[Turn] = field(default_factory=list)  # since the last edit of the stage
    held: str = ""  # key of the layout that the stage said it holds
    outbox: str = ""  # what the edits come from: there is one for a tab
    taken: int = 0  # number of its last edit that was taken
    refused: tuple[str, Message] | None = None  # where, and why
    unplaced: list[Message] = field(default_factory=list)  # edits that belong nowhere any more
    # What the address of a page just entered says, if it says nothing yet.
    entry: dict[str, str] = field(default_factory=dict)
    late: int = 0  # edits of the page before that came when the page had been entered
    turned: str = ""  # "undo" or "redo", until the page has seen what came of it
    addressed: str = ""  # the numbers' text that was written into the address of this page

    @classmethod
    def begin(cls, scene: str, home: str, experiment: Experiment | None = None) -> Self:
        """Open an example, or an experiment that was made from it, in a lesson."""
        first = begun(home)
        value = first if experiment is None else first._replace(experiment=experiment)
        return cls(value, text_of(home), scene=scene, home=home)

    def enter(self, scene: str, home: str) -> None:
        """Come to another lesson."""
        self.scene, self.home, self.text, self.notice = scene, home, text_of(home), None

    @property
    def experiment(self) -> Experiment:
        """The numbers that are shown."""
        return self.value.experiment

    @property
    def options(self) -> Options:
        """What is chosen beside them, where it is not the first of ``OPTIONS``."""
        return self.value.options

    @property
    def example(self) -> str:
        """The example that it is, or was made from."""
        return self.value.example

    @example.setter
    def example(self, name: str) -> None:
        self.value = self.value._replace(example=name)

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be, unless it has been there already."""
        return {**super().view, "entry": self.entry, "late": self.late}

    @property
    def plain(self) -> bool:
        """Whether an address of the page that names no numbers stands for these."""
        return self.experiment == preset(self.home).experiment and not self.options

    @property
    def can(self) -> list[str]:
        """Which of undo, redo and reset would change something."""
        return [*super().can, *([] if self.value.is_example else ["reset"])]

    @property
    def notices(self) -> list[Message]:
        """What the page has to say of itself."""
        own = [self.notice] if self.notice else []
        return [*own, *self.unplaced, *([how_long()] if is_name(self.link()) else [])]

    def option(self, name: str) -> str:
        """What is chosen of one of the ``OPTIONS``."""
        return option(self.options, name)

    def change(self, experiment: Experiment, number: int | None = None, /, **options: str) -> None:
        """Take a new experiment and options; the ones before can be had back.

        number: of the document that they belong to, if not a new one.
        """
        now = chosen({**self.options, **options})
        if (experiment, now) != (self.experiment, self.options):
            self.take(Content(experiment, now, self.example), number)
            self.turned = ""

    def turn(self, make: Callable[[], None], again: Callable[[], None] | None = None) -> None:
        """Make a change of document so that an edit which comes late can be put before it.

        again: what makes it again after the edit, if not ``make``.
        """
        before = Turn(self.version, self.past, again or make)
        self.unplaced = []
        make()
        if (self.value, self.number) != before.version[:2]:
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
            super().undo()
            self.turned = "undo"

    def redo(self) -> None:
        """Take the last undo back."""
        if self.future:
            super().redo()
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
        return self.named(self.number)

    def named(self, number: int) -> str:
        """Tell a document from those of other sessions."""
        return f"{self.session}-{number}"

    def reset(self) -> None:
        """Go back to the numbers of the example."""
        self.change(preset(self.example).experiment, kernel="as it is")

    def reopen(self, query: Mapping[str, str]) -> None:
        """Take the experiment of an address. Raises ExperimentError if that is broken."""
        found = self.text.read(query)
        first = {name: values[0] for name, values in OPTIONS.items()}
        if not query.get("s"):
            del first["pooling"]  # the page's own numbers, and what was chosen beside them
        self.change(found.experiment, **{**first, **found.options})
        self.example = found.example

    def greet(self) -> None:
        """Give the address of the page its numbers, unless they are those that it stands for."""
        self.entry = {} if self.plain else self.said

    def link(self) -> str:
        """The experiment as the ``s`` of the address, by name where that has no room for it."""
        return self.said["s"]
