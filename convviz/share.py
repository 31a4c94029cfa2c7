"""Experiment and view as text: for a link (`encode`, `decode`) or a file (`to_json`, ...)."""

import base64
import json
import re
import zlib
from dataclasses import fields
from typing import Any, NoReturn

from convviz.experiment import Experiment, ExperimentError

View = dict[str, int | float | str | bool]

VERSION = 1
# The pages draw every cell, and 64 channels of 64 x 64 are already more than anyone looks at;
# 11 is the largest kernel of a well-known network (AlexNet) and keeps whole numbers exact.
MAX_CHANNELS = 64
MAX_SIDE = 64
MAX_KERNEL = 11
MAX_PADDED_SIDE = 2 * MAX_SIDE
# Room for three channels of 64 x 64 fractions. Servers take request lines of 64 KiB at most,
# so a link gets half of that; a larger experiment travels as a file.
MAX_JSON = 2**18
MAX_TEXT = 2**15
MAX_VIEW_ENTRIES = 32
MAX_VIEW_TEXT = 200
MAX_VIEW_NUMBER = 2**53  # JavaScript reads whole numbers exactly up to here
# zlib knows these pieces beforehand, which halves the text of a small experiment. Changing them
# makes old links unreadable: that takes a new VERSION.
COMMON = (
    b'"view":{"stride":"padding":"same"0,1,2,3,4,5,6,7,8,9],[{"version":1,"x":[[[]],"weight":[[[['
)
DEFAULTS: dict[str, object] = {
    "stride": [1, 1],
    "padding": [0, 0],
    "dilation": [1, 1],
    "groups": 1,
    "padding_mode": "zeros",
}


def encode(experiment: Experiment, view: View | None = None) -> str:
    """Write an experiment and its view as text safe in a URL query, [A-Za-z0-9._~-] only.

    Raises ExperimentError if they are too large for a link.
    """
    packer = zlib.compressobj(level=9, zdict=COMMON)
    packed = packer.compress(to_json(experiment, view).encode()) + packer.flush()
    text = f"{VERSION}." + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > MAX_TEXT:
        raise ExperimentError(
            f"This experiment is too large for a link ({len(text)} characters, at most "
            f"{MAX_TEXT}): save it as a file instead."
        )
    return text


def decode(text: str) -> tuple[Experiment, View]:
    """Read what `encode` wrote; any other value of any type raises ExperimentError."""
    try:
        return from_json(_unpack(text))
    except ExperimentError as error:
        raise ExperimentError(f"This link is broken: {error}") from error


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
        _fail(f"it takes {len(text)} characters of JSON, at most {MAX_JSON} are allowed.")
    return text


def from_json(text: str) -> tuple[Experiment, View]:
    """Read what `to_json` wrote; any other value of any type raises ExperimentError."""
    if not isinstance(text, str) or len(text) > MAX_JSON:
        _fail(f"expected at most {MAX_JSON} characters of JSON.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExperimentError(f"it is not JSON ({error}).") from error
    if not isinstance(document, dict):
        _fail("it is not a JSON object.")
    if document.pop("version", None) != VERSION:
        _fail(f"it is not of version {VERSION}, the one this program reads.")
    view = _checked_view(document.pop("view", {}))
    known = {field.name for field in fields(Experiment) if field.init}
    if not {"x", "weight"} <= document.keys() <= known:
        _fail(f"it must hold x and weight, and may hold {', '.join(sorted(known))} and view.")
    # Lists from MAX_JSON characters are small, and an experiment allocates nothing but them.
    experiment = Experiment(**document)
    _check_size(experiment)
    return experiment, view


def _unpack(text: object) -> str:
    """Undo base64 and zlib, never expanding beyond MAX_JSON."""
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        _fail(f"it is not text of at most {MAX_TEXT} characters.")
    match = re.fullmatch(rf"{VERSION}\.([A-Za-z0-9_-]+)", text)
    if not match:
        _fail(f'it does not start with "{VERSION}." or holds characters that no link has.')
    unpacker = zlib.decompressobj(zdict=COMMON)
    try:
        packed = base64.urlsafe_b64decode(match[1] + "=" * (-len(match[1]) % 4))
        content = unpacker.decompress(packed, MAX_JSON + 1).decode()
    except (ValueError, zlib.error) as error:
        raise ExperimentError("part of it is missing or changed.") from error
    if len(content) > MAX_JSON:
        _fail(f"it unpacks to more than {MAX_JSON} characters.")
    if not unpacker.eof or unpacker.unused_data:
        _fail("part of it is missing or changed.")
    return content


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
    for what, value, limit in (
        ("C_in", experiment.c_in, MAX_CHANNELS),
        ("C_out", experiment.c_out, MAX_CHANNELS),
        ("an input side", max(experiment.input_size), MAX_SIDE),
        ("a kernel side", max(experiment.kernel_size), MAX_KERNEL),
        ("a padded side", max(padded), MAX_PADDED_SIDE),
        ("a stride or dilation", max(steps), MAX_SIDE),
    ):
        if value > limit:
            _fail(f"{what} is {value}, at most {limit} can be shared.")


def _checked_view(view: object) -> View:
    """Return a copy of a small flat dictionary."""
    if not isinstance(view, dict) or len(view) > MAX_VIEW_ENTRIES:
        _fail(f"view must be a dictionary of at most {MAX_VIEW_ENTRIES} entries.")
    for name, value in view.items():
        if not isinstance(name, str) or not _is_short(name):
            _fail(f"names in view are texts of at most {MAX_VIEW_TEXT} characters.")
        if not _is_short(value):
            _fail(
                f"view[{name!r}] must be a text of at most {MAX_VIEW_TEXT} characters or a number."
            )
    return dict(view)


def _is_short(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_VIEW_TEXT
    return isinstance(value, int | float) and abs(value) <= MAX_VIEW_NUMBER  # False for NaN


def _fail(reason: str) -> NoReturn:
    raise ExperimentError(reason)
