"""Experiment and view as text: for a link (`encode`, `decode`) or a file (`to_json`, ...)."""

import json
from dataclasses import fields
from typing import Any

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.formats.packing import MAX_TEXT, pack, unpack
from convviz.words import term

View = dict[str, int | float | str | bool]

VERSION = 1
# The pages draw every cell, and 64 channels of 64 x 64 are already more than anyone looks at;
# 11 is the largest kernel of a well-known network (AlexNet) and keeps whole numbers exact.
MAX_CHANNELS = 64
MAX_SIDE = 64
MAX_KERNEL = 11
MAX_PADDED_SIDE = 2 * MAX_SIDE
# Room for three channels of 64 x 64 fractions; a larger experiment travels as a file.
MAX_JSON = 2**18
MAX_VIEW_ENTRIES = 32
MAX_VIEW_TEXT = 200
MAX_VIEW_NUMBER = 2**53  # JavaScript reads whole numbers exactly up to here
# zlib knows these pieces beforehand, which halves the text of a small experiment. Changing them
# makes old links unreadable: that takes a new VERSION.
COMMON = (
    b'"view":{"stride":"padding":"same"0,1,2,3,4,5,6,7,8,9],[{"version":1,"x":[[[]],"weight":[[[['
)
_LIMITS = (
    (term("C_in is {value}, at most {limit} can be shared."), MAX_CHANNELS),
    (term("C_out is {value}, at most {limit} can be shared."), MAX_CHANNELS),
    (term("an input side is {value}, at most {limit} can be shared."), MAX_SIDE),
    (term("a kernel side is {value}, at most {limit} can be shared."), MAX_KERNEL),
    (term("a padded side is {value}, at most {limit} can be shared."), MAX_PADDED_SIDE),
    (term("a stride or dilation is {value}, at most {limit} can be shared."), MAX_SIDE),
)
DEFAULTS: dict[str, object] = {
    "stride": [1, 1],
    "padding": [0, 0],
    "dilation": [1, 1],
    "groups": 1,
    "padding_mode": "zeros",
}


def encode(experiment: Experiment, view: View | None = None, most: int | None = None) -> str:
    """Write an experiment and its view as text safe in a URL query, [A-Za-z0-9._~-] only.

    most: characters that it may take, by default those that a link has room for. Raises
    ExperimentError if it takes more.
    """
    most = most or MAX_TEXT
    text = pack(to_json(experiment, view), VERSION, COMMON)
    if len(text) > most:
        raise ExperimentError(
            "This experiment is too large for a link ({size} characters, at most {most}).",
            size=len(text),
            most=most,
        )
    return text


def decode(text: str, most: int | None = None) -> tuple[Experiment, View]:
    """Read what `encode` wrote; any other value of any type raises ExperimentError."""
    try:
        return from_json(unpack(text, VERSION, COMMON, MAX_JSON, most or MAX_TEXT))
    except ExperimentError as error:
        raise ExperimentError("This link is broken: {reason}", reason=error) from error


def to_json(experiment: Experiment, view: View | None = None) -> str:
    """Write an experiment and its view as JSON, nested lists in the axis order of the tensors.

    What equals its default is left out, and floats come back exactly. Raises ExperimentError.
    """
    _check_size(experiment)
    document: dict[str, object] = {
        "version": VERSION,
        "x": _shorter(experiment.x.tolist()),
        "weight": _shorter(experiment.weight.tolist()),
    }
    if experiment.bias.any():
        document["bias"] = _shorter(experiment.bias.tolist())
    for name, default in DEFAULTS.items():
        value = json.loads(json.dumps(getattr(experiment, name)))
        if value != default:
            document[name] = value
    if view:
        document["view"] = _checked_view(view)
    text = json.dumps(document, separators=(",", ":"))
    if len(text) > MAX_JSON:
        raise ExperimentError(
            "it takes {size} characters of JSON, at most {most} are allowed.",
            size=len(text),
            most=MAX_JSON,
        )
    return text


def from_json(text: str) -> tuple[Experiment, View]:
    """Read what `to_json` wrote; any other value of any type raises ExperimentError."""
    if not isinstance(text, str) or len(text) > MAX_JSON:
        raise ExperimentError("expected at most {most} characters of JSON.", most=MAX_JSON)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExperimentError("it is not JSON ({error}).", error=error) from error
    if not isinstance(document, dict):
        raise ExperimentError("it is not a JSON object.")
    if document.pop("version", None) != VERSION:
        raise ExperimentError(
            "it is not of version {version}, the one this program reads.", version=VERSION
        )
    view = _checked_view(document.pop("view", {}))
    known = {field.name for field in fields(Experiment) if field.init}
    if not {"x", "weight"} <= document.keys() <= known:
        raise ExperimentError(
            "it must hold x and weight, and may hold {names} and view.",
            names=", ".join(sorted(known)),
        )
    # Lists from MAX_JSON characters are small, and an experiment allocates nothing but them.
    experiment = Experiment(**document)
    _check_size(experiment)
    return experiment, view


def _shorter(value: Any) -> Any:
    """Turn whole numbers in nested lists into integers, which are shorter: 1, not 1.0."""
    if isinstance(value, list):
        return [_shorter(item) for item in value]
    return int(value) if value.is_integer() else value


def _check_size(experiment: Experiment) -> None:
    padded = [
        size + sum(sides)
        for size, sides in zip(experiment.input_size, experiment.pads, strict=True)
    ]
    steps = (*experiment.stride, *experiment.dilation)
    sizes = (
        *(experiment.c_in, experiment.c_out, max(experiment.input_size)),
        *(max(experiment.kernel_size), max(padded), max(steps)),
    )
    for (message, limit), value in zip(_LIMITS, sizes, strict=True):
        if value > limit:
            raise ExperimentError(message, value=value, limit=limit)


def _checked_view(view: object) -> View:
    """Return a copy of a small flat dictionary."""
    if not isinstance(view, dict) or len(view) > MAX_VIEW_ENTRIES:
        raise ExperimentError(
            "view must be a dictionary of at most {most} entries.", most=MAX_VIEW_ENTRIES
        )
    for name, value in view.items():
        if not isinstance(name, str) or not _is_short(name):
            raise ExperimentError(
                "names in view are texts of at most {most} characters.", most=MAX_VIEW_TEXT
            )
        if not _is_short(value):
            raise ExperimentError(
                "view[{name!r}] must be a text of at most {most} characters or a number.",
                name=name,
                most=MAX_VIEW_TEXT,
            )
    return dict(view)


def _is_short(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_VIEW_TEXT
    return isinstance(value, int | float) and abs(value) <= MAX_VIEW_NUMBER  # False for NaN
