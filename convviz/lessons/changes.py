"""What a change makes of a document: an edited cell, sizes, another example, an option."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.lessons import editing
from convviz.lessons.content import Content, begun, chosen
from convviz.lessons.lesson import OPTIONS, Lesson
from convviz.lessons.numbers import Number
from convviz.lessons.presets import NAMES
from convviz.words import say, term

KINDS: Final = ("at", "size", "example", "option", "reset")
ONE_KIND: Final = term("“change” is an object with one of {kinds}.")


class RequestError(Exception):
    """What came is no change."""


def named(change: Mapping[str, Any]) -> Mapping[str, Any]:
    """The numbers that a change sets, or the options that it chooses, by name."""
    named = change.get("size", change.get("option", {}))
    if not isinstance(named, dict):
        raise RequestError(say("“{kind}” is an object of names and values.", kind="size"))
    return named


def apply(lesson: Lesson, content: Content, change: Mapping[str, Any]) -> Content:
    """Apply a change, such as ``{"at": "x 0 0 1", "text": "7"}`` or ``{"size": {"c_in": 3}}``.

    Raises ExperimentError if it breaks a rule, RequestError if it is none.
    """
    match change:
        case {"at": cell, "text": text}:
            return content._replace(experiment=_edit(content.experiment, cell, text, change))
        case {"size": dict(sizes)}:
            return content._replace(experiment=resize(lesson.numbers, content.experiment, sizes))
        case {"example": str(name)}:
            if name not in NAMES:
                raise ExperimentError("There is no example {name!r}.", name=name)
            return begun(name, content.options)
        case {"option": dict()}:
            return _choose(content, change["option"])
        case {"reset": True}:
            return begun(content.example, content.options)
        case _ if not change:
            return content
    raise RequestError(say(ONE_KIND, kinds=", ".join(KINDS)))


def _edit(
    experiment: Experiment, cell: object, text: object, change: Mapping[str, Any]
) -> Experiment:
    if not isinstance(cell, str) or not isinstance(text, str):
        raise RequestError(say("“at” and “text” are texts."))
    fill = editing.paste if change.get("pasted") is True else editing.set_cell
    return fill(experiment, cell, text)


def resize(
    numbers: Sequence[Number], experiment: Experiment, sizes: Mapping[str, Any]
) -> Experiment:
    """Set some of the numbers that are offered; raises ExperimentError if one can't be."""
    known = {number.name: number for number in numbers}
    for name, value in sizes.items():
        number = known[check_name(name, known)]
        check_whole(value, number.label, number.ends(experiment))
        experiment = number.change(experiment, value)
    return experiment


def check_name(name: str, known: Iterable[str]) -> str:
    """Give the name of a number; raises ExperimentError if it is none of those that there are."""
    if name not in known:
        names = ", ".join(known)
        raise ExperimentError(
            "There is no number {name!r} here: choose from {known}.", name=name, known=names
        )
    return name


def check_whole(value: object, name: object, ends: tuple[int, int]) -> int:
    """Give a whole number from one end to the other; raises ExperimentError if it is none."""
    least, most = ends
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ExperimentError(
            "{name} takes a whole number from {least} to {most}.", name=name, least=least, most=most
        )
    return value


def _choose(content: Content, options: Mapping[str, Any]) -> Content:
    experiment = content.experiment
    for name, value in options.items():
        if value not in OPTIONS.get(name, ()):
            raise ExperimentError("There is no option {name!r} with this value.", name=name)
        if name == "kernel" and value != content.options.get(name, OPTIONS[name][0]):
            experiment = editing.flip(experiment)
    return content._replace(experiment=experiment, options=chosen({**content.options, **options}))
