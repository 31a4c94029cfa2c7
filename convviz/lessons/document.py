"""What a visitor has open: a value, what it was before, where in it one is, and its address.

A convolution, a network, a pair of kernels, designs that are compared: each is a value, and all are
changed, undone, written and read by the same `Document`. It knows of no session and no page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Generic, NamedTuple, TypeVar

from convviz.core.arguments import ExperimentError
from convviz.lessons import place as places
from convviz.lessons.place import GRANULARITIES, Place
from convviz.words import Message, later

T = TypeVar("T")
HISTORY: Final = 200  # undo steps that are kept
_moments: Final = count(1)


@dataclass(frozen=True)
class Text(Generic[T]):
    """How a value becomes what an address says, and is read again.

    names: of the parts of the address; home: the value that an address without them stands for.
    ``read`` takes what ``write`` gave and raises ExperimentError for all else.
    """

    names: tuple[str, ...]
    home: T
    write: Callable[[T], dict[str, str]]
    read: Callable[[Mapping[str, str]], T]


class Version(NamedTuple, Generic[T]):
    """A value that Undo or Redo brings back.

    number: of the document that it is of: numbers that are typed change one, all else begins
    another. left: counts on with every change of any document, so that the last one can be told.
    """

    value: T
    number: int
    left: int


@dataclass
class Document(Generic[T]):
    """A value with its history and the place where it is shown.

    opened: how often the place was set from outside the stage; unsaved: the address says something
    else.
    """

    value: T
    text: Text[T]
    step: int = 0
    granularity: str = "channel"
    walk: str = "all"
    opened: int = 0
    past: list[Version[T]] = field(default_factory=list)
    future: list[Version[T]] = field(default_factory=list)
    number: int = 0
    numbers: int = 0  # documents begun so far
    granularities: tuple[str, ...] = GRANULARITIES
    notice: Message | None = None
    unsaved: bool = False

    @property
    def said(self) -> dict[str, str]:
        """What an address says of the value."""
        return self.text.write(self.value)

    @property
    def plain(self) -> bool:
        """Whether an address of the page that says nothing of the value stands for it."""
        return self.value == self.text.home

    @property
    def here(self) -> Place:
        """The place that is shown."""
        return Place(self.said, self.step, self.granularity, self.walk)

    @property
    def view(self) -> dict[str, Any]:
        """Where the stage should be, unless it has been there already; what its address says."""
        return {
            "id": self.opened,
            "step": self.step,
            "granularity": self.granularity,
            "walk": self.walk,
            "entry": {} if self.plain else self.said,
            "link": self.said,
            "plain": self.plain,
        }

    @property
    def can(self) -> list[str]:
        """Which of undo and redo would change something."""
        return [name for name, there in (("undo", self.past), ("redo", self.future)) if there]

    @property
    def version(self) -> Version[T]:
        """What Undo would bring back after a change."""
        return Version(self.value, self.number, next(_moments))

    def restore(self, version: Version[T]) -> None:
        """Have a value as it was."""
        self.value, self.number, _ = version
        self.unsaved = True

    def take(self, value: T, number: int | None = None) -> None:
        """Have another value; the one before can be had back.

        number: of the document that it belongs to, if not a new one.
        """
        if value == self.value:
            return
        self.past = [*self.past, self.version][-HISTORY:]
        self.future = []
        self.numbers += number is None
        self.value, self.number = value, self.numbers if number is None else number
        self.unsaved = True

    def undo(self) -> None:
        """Go back to the value before the last change."""
        if self.past:
            self.future = [*self.future, self.version]
            *self.past, before = self.past
            self.restore(before)

    def redo(self) -> None:
        """Take the last undo back."""
        if self.future:
            self.past = [*self.past, self.version]
            *self.future, after = self.future
            self.restore(after)

    def try_take(self, make: Callable[[], T]) -> bool:
        """Take what ``make`` gives; where it can't be, keep the value and say why."""
        self.notice = None
        try:
            self.take(make())
        except ExperimentError as error:
            self.notice = error.message
        return self.notice is None

    def place(self, step: int, granularity: str) -> None:
        """Send the stage to a step."""
        self.step, self.granularity = step, granularity
        self.opened += 1
        self.unsaved = True

    def go(self, query: Mapping[str, object]) -> None:
        """Go where an address says; a granularity that it does not say stays."""
        there = places.read(query)
        self.walk = there.walk
        said = there.granularity
        self.place(there.step, said if said in self.granularities else self.granularity)

    def open(self, query: Mapping[str, str]) -> None:
        """Take the value that an address says, and go where it says.

        Where it can't be read the value is the one of an address that says nothing, and it is said
        why.
        """
        self.notice = None
        value = self.text.home
        try:
            if any(name in query for name in self.text.names):
                value = self.text.read(query)
        except ExperimentError as error:
            self.notice = instead(error)
        self.take(value)
        self.go(query)
        self.unsaved = False


def instead(error: ExperimentError) -> Message:
    """Say that the default example stands for an address that can't be shown, and why."""
    return later("{error} The default example is shown instead.", error=error.message)


def last_changed(documents: Sequence[Document[Any]]) -> Document[Any] | None:
    """The one whose change Undo takes back, where a page has several; None if there is none."""
    able = [each for each in documents if each.past]
    return max(able, key=lambda each: each.past[-1].left, default=None)


def last_undone(documents: Sequence[Document[Any]]) -> Document[Any] | None:
    """The one that Redo changes."""
    able = [each for each in documents if each.future]
    return max(able, key=lambda each: each.future[-1].left, default=None)
