"""Lessons without a session: what a text says, what a change makes of it, what is seen of that."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from convviz.lessons import comparisons, networks
from convviz.lessons.changes import apply
from convviz.lessons.content import MOST_TEXT, Content, opened, written
from convviz.lessons.contents import CONTENTS
from convviz.lessons.course import LESSONS
from convviz.lessons.lesson import Lesson
from convviz.lessons.outcomes import outcome
from convviz.lessons.place import Place
from convviz.lessons.questions import Question
from convviz.playback import compared, field
from convviz.playback.shown import shown
from convviz.player import words_of
from convviz.words import Message, say

See = Callable[
    [str, Mapping[str, Any], str, Message | None, Place | None], tuple[str, dict[str, Any]]
]


class Stateless(NamedTuple):
    """One lesson.

    title: a term; reads: names of the parts of an address that its text stands in, the text itself
    where there is one, else a query of them. ``of`` takes a text, a change, the language of its
    program, something to say and how much may be known; it gives the new text and what is shown,
    or raises ExperimentError for what can't be, RequestError for what is no change. "" is the first
    example.
    """

    title: str
    reads: tuple[str, ...]
    of: See


class Seen(NamedTuple):
    """The text of what is shown, and what the player and the page around it are told."""

    text: str
    data: dict[str, Any]


def see(
    name: str,
    text: str = "",
    change: Mapping[str, Any] | None = None,
    code: str = "",
    notice: Message | None = None,
    place: Place | None = None,
) -> Seen:
    """Show one of the ``STATELESS`` lessons after a change; code: a program's language, if any.

    place: where the numbers end that the page may know. ``experiment`` tells whether it is a lesson
    of one: its tensors are saved, its steps asked for. Raises ExperimentError and RequestError.
    """
    after, data = STATELESS[name].of(text, change or {}, code, notice, place)
    around = {"scene": name, "words": words_of("light"), "contents": contents()}
    return Seen(after, {**data, **around, "experiment": name in LESSONS})


def foreseen(name: str, text: str, change: Mapping[str, Any]) -> Question | None:
    """Ask for what a change of sizes makes, before it is shown; None if there is nothing to ask.

    Raises ExperimentError and RequestError.
    """
    lesson = LESSONS.get(name)
    if lesson is None or "size" not in change:
        return None
    before, after, _ = _changed(lesson, text, change)
    return outcome(lesson, before.experiment, after.experiment)


def lesson_at(address: str) -> str:
    """Name of the lesson at an address below the app's own; "" if none is shown there."""
    name = address or "multi_input"
    return name if name in STATELESS else ""


def contents() -> Sequence[tuple[str, str]]:
    """Address and title of every lesson that is shown without a session, in teaching order."""
    return [(each.address, say(each.title)) for each in CONTENTS if lesson_at(each.address)]


def _experiment(
    lesson: Lesson,
    text: str,
    change: Mapping[str, Any],
    code: str,
    notice: Message | None,
    place: Place | None,
) -> tuple[str, dict[str, Any]]:
    _, after, told = _changed(lesson, text, change)
    return written(after), shown(lesson, after, notice or told, code, place)


def _changed(
    lesson: Lesson, text: str, change: Mapping[str, Any]
) -> tuple[Content, Content, Message | None]:
    """What a text says, what a change makes of it, and what the lesson has to say of that."""
    before = opened(text, lesson.examples[0], MOST_TEXT)
    fitting, told = lesson.accept(before.experiment)
    before = before._replace(experiment=fitting)
    after = apply(lesson, before, change)
    if change:
        fitting, told = lesson.accept(after.experiment)
        after = after._replace(experiment=fitting)
    return before, after, told


STATELESS: Final[Mapping[str, Stateless]] = {
    **{
        name: Stateless(lesson.title, ("s",), partial(_experiment, lesson))
        for name, lesson in LESSONS.items()
    },
    "receptive_field": Stateless(networks.TITLE, networks.TEXT.names, field.see),
    "cost": Stateless(comparisons.TITLE, compared.READS, compared.see),
}
