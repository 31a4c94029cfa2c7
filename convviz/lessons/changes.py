"""What a change makes of a document: an edited cell, sizes, another example, an option."""

from collections.abc import Mapping
from typing import Any, Final

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.lessons import editing
from convviz.lessons.content import Content, begun, chosen
from convviz.lessons.lesson import OPTIONS, Lesson
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
        case {"size": dict()}:
            return content._replace(experiment=_resize(lesson, content.experiment, change["size"]))
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


def _resize(lesson: Lesson, experiment: Experiment, sizes: Mapping[str, Any]) -> Experiment:
    known = {number.name: number for number in lesson.numbers}
    for name, value in sizes.items():
        if name not in known:
            names = ", ".join(known)
            raise ExperimentError(
                "There is no number {name!r} here: choose from {known}.", name=name, known=names
            )
        number = known[name]
        least, most = number.ends(experiment)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ExperimentError(
                "{name} takes a whole number from {least} to {most}.",
                name=number.label,
                least=least,
                most=most,
            )
        experiment = number.change(experiment, value)
    return experiment


def _choose(content: Content, options: Mapping[str, Any]) -> Content:
    experiment = content.experiment
    for name, value in options.items():
        if value not in OPTIONS.get(name, ()):
            raise ExperimentError("There is no option {name!r} with this value.", name=name)
        if name == "kernel" and value != content.options.get(name, OPTIONS[name][0]):
            experiment = editing.flip(experiment)
    return content._replace(experiment=experiment, options=chosen({**content.options, **options}))
