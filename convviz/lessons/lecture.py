"""A lecture: places in the lessons, in the order of a class; in a link (`encode`) or a file."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from convviz.core.arguments import ExperimentError
from convviz.formats.packing import MAX_TEXT, pack, unpack
from convviz.lessons.contents import CONTENTS
from convviz.lessons.place import read as read_place
from convviz.words import term

VERSION: Final = 1
MAX_PLACES: Final = 100
MAX_TITLE: Final = 120  # characters
MAX_NOTE: Final = 600
MAX_ENTRIES: Final = 16
MAX_NAME: Final = 24
MAX_STEP: Final = 999_999
# A browser keeps 5 MB for all that a site stores, and this is stored there.
MAX_JSON: Final = 2**19
# What zlib knows beforehand. Changing it makes old links unreadable: that takes a new VERSION.
COMMON: Final = (
    b'"around":"1""first":"[["second":"[["layers":"k3s1p0d1.k3s1p0d1","size":"","walk":"window"'
    b'"until":"note":"},"title":"receptive_field","pooling","matrix","geometry","pointwise",'
    b'"multi_output",{"version":1,"places":[{"page":"","query":{"g":"channel","step":"0","s":"1.eP'
)
# What belongs to the visitor and the window, not to a place.
NOT_OF_A_PLACE: Final = ("lang", "present", "embed", "embed_options", "l")
PAGES: Final = tuple(entry.address for entry in CONTENTS if entry.presents)

_TOO_LONG = {
    "title": (term("a title has {size} characters, at most {most} are allowed."), MAX_TITLE),
    "note": (term("a note has {size} characters, at most {most} are allowed."), MAX_NOTE),
}


@dataclass(frozen=True)
class Place:
    """Where a class is led: a page and what its address says.

    page: an address of the contents; query: the address's parameters, such as ``s``, ``step`` and
    ``g``; until: the last step that is shown before the next place, as `step` counts, None for the
    last of all; title, note: for the teacher. Raises ExperimentError.
    """

    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    until: int | None = None
    title: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Check names and lengths."""
        if self.page not in PAGES:
            raise ExperimentError(
                "there is no page {page!r} that a lecture can go to.", page=_brief(self.page)
            )
        vars(self)["query"] = MappingProxyType(_checked_query(self.query))
        _check_text("title", self.title)
        _check_text("note", self.note)
        if self.until is not None and not _is_step(self.until):
            raise ExperimentError(
                "until is a whole number from 0 to {most}: the last step of the place.",
                most=MAX_STEP,
            )

    @property
    def step(self) -> int:
        """The step of its page that it opens at."""
        return read_place(self.query).step


@dataclass(frozen=True)
class Lecture:
    """Up to 100 places, first to last. Raises ExperimentError."""

    title: str = ""
    places: tuple[Place, ...] = ()

    def __init__(self, title: str = "", places: Iterable[Place] = ()) -> None:
        kept = tuple(places)
        _check_text("title", title)
        if len(kept) > MAX_PLACES:
            raise ExperimentError(
                "a lecture has at most {most} places, this one has {n}.",
                most=MAX_PLACES,
                n=len(kept),
            )
        vars(self).update(title=title, places=kept)


def encode(lecture: Lecture) -> str:
    """Write a lecture as text safe in a URL query, [A-Za-z0-9._~-] only.

    Raises ExperimentError if it is too large for a link.
    """
    text = pack(to_json(lecture), VERSION, COMMON)
    if len(text) > MAX_TEXT:
        raise ExperimentError(
            "This lecture is too large for a link ({size} characters, at most {most}): "
            "save it as a file.",
            size=len(text),
            most=MAX_TEXT,
        )
    return text


def decode(text: object) -> Lecture:
    """Read what `encode` wrote; any other value of any type raises ExperimentError."""
    try:
        return _read(unpack(text, VERSION, COMMON, MAX_JSON))
    except ExperimentError as error:
        raise ExperimentError("This link holds no lecture: {reason}", reason=error) from error


def to_json(lecture: Lecture, *, indent: int | None = None) -> str:
    """Write a lecture as JSON; what is empty is left out. Raises ExperimentError if too large."""
    text = json.dumps(document(lecture), indent=indent, separators=None if indent else (",", ":"))
    if len(text) > MAX_JSON:
        raise ExperimentError(
            "This lecture takes {size} characters, at most {most} are allowed.",
            size=len(text),
            most=MAX_JSON,
        )
    return text


def from_json(text: object) -> Lecture:
    """Read what `to_json` wrote; any other value of any type raises ExperimentError."""
    try:
        return _read(text)
    except ExperimentError as error:
        raise ExperimentError("This file holds no lecture: {reason}", reason=error) from error


def document(lecture: Lecture) -> dict[str, Any]:
    """Give a lecture as JSON data."""
    places = []
    for place in lecture.places:
        written: dict[str, Any] = {"page": place.page, "query": dict(place.query)}
        if place.until is not None:
            written["until"] = place.until
        written |= {name: text for name in _TOO_LONG if (text := getattr(place, name))}
        places.append(written)
    return {"version": VERSION, "title": lecture.title, "places": places}


def _read(text: object) -> Lecture:
    if not isinstance(text, str) or len(text) > MAX_JSON:
        raise ExperimentError("expected at most {most} characters of JSON.", most=MAX_JSON)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExperimentError("it is not JSON ({error}).", error=error) from error
    if not isinstance(found, dict):
        raise ExperimentError("it is not a JSON object.")
    if found.pop("version", None) != VERSION:
        raise ExperimentError(
            "it is not of version {version}, the one this program reads.", version=VERSION
        )
    places = found.pop("places", None)
    if not isinstance(places, list) or not found.keys() <= {"title"}:
        raise ExperimentError("it must hold places, and may hold a title.")
    return Lecture(found.get("title", ""), _places(places))


def _places(found: list[object]) -> list[Place]:
    if len(found) > MAX_PLACES:
        raise ExperimentError(
            "a lecture has at most {most} places, this one has {n}.",
            most=MAX_PLACES,
            n=len(found),
        )
    places = []
    for number, each in enumerate(found, 1):
        known = {"page", "query", "until", "title", "note"}
        if not isinstance(each, dict) or not {"page"} <= each.keys() <= known:
            raise ExperimentError(
                "place {n} must hold page, and may hold query, until, title and note.", n=number
            )
        try:
            places.append(Place(**each))
        except ExperimentError as error:
            raise ExperimentError("place {n}: {reason}", n=number, reason=error) from error
    return places


def _checked_query(query: object) -> dict[str, str]:
    """Return a copy of what an address may say of a place."""
    if not isinstance(query, Mapping) or len(query) > MAX_ENTRIES:
        raise ExperimentError(
            "query must be a dictionary of at most {most} entries.", most=MAX_ENTRIES
        )
    for name, value in query.items():
        fits = isinstance(name, str) and re.fullmatch(f"[a-z_]{{1,{MAX_NAME}}}", name)
        if not fits or name in NOT_OF_A_PLACE:
            raise ExperimentError("{name!r} is nothing that a place holds.", name=_brief(name))
        if not _is_text(value) or len(value) > MAX_TEXT:
            raise ExperimentError(
                "{name} must be a text of at most {most} characters.", name=name, most=MAX_TEXT
            )
    return dict(query)


def _check_text(name: str, text: object) -> None:
    if not _is_text(text):
        raise ExperimentError("{name} must be a text.", name=name)
    message, most = _TOO_LONG[name]
    if len(str(text)) > most:
        raise ExperimentError(message, size=len(str(text)), most=most)


def _is_text(value: object) -> bool:
    """Tell whether a value is text that can be sent: halves of surrogate pairs can't."""
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def _is_step(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_STEP


def _brief(value: object) -> object:
    return value[:MAX_NAME] if isinstance(value, str) else type(value).__name__
