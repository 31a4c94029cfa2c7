"""Where someone is: a document as its address says it, a step of it, how large, along which walk.

The address, a link and its QR code, a lecture, what is saved of a screen: all say it by `write` and
are understood by `read`. The player's copy of the two is in ``places.js``; a test compares them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

GRANULARITIES: Final = ("product", "channel", "window")
WALKS: Final = ("all", "output", "window")
ADDRESS: Final = ("step", "g", "walk")  # what an address calls them
PREDICT: Final = "predict"  # in an address: every number is asked for before it is shown
_STEP: Final = re.compile("[0-9]{1,6}")


@dataclass(frozen=True)
class Place:
    """A place in a document.

    document: what the address says of it, by name; step: 0 has nothing calculated yet; granularity:
    "" where it is not said; walk: the positions that are gone through.
    """

    document: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    step: int = 0
    granularity: str = ""
    walk: str = "all"


def reached(query: Mapping[str, object]) -> Place | None:
    """Read how far the page at an address has come that predicts first; None: it does not."""
    return read(query) if query.get(PREDICT) == "1" else None


def write(place: Place) -> dict[str, str]:
    """Write a place as the query of an address; what `read` takes for granted is left out.

    >>> write(Place({"size": "7"}, 3, "window"))
    {'size': '7', 'step': '3', 'g': 'window'}
    """
    said = {**place.document, "step": str(place.step)}
    if place.granularity:
        said["g"] = place.granularity
    return said if place.walk == "all" else {**said, "walk": place.walk}


def read(query: Mapping[str, object]) -> Place:
    """Read the query of an address; a step, granularity or walk that there is not is none.

    >>> read({"step": "3", "g": "pixel", "size": "7"})
    Place(document={'size': '7'}, step=3, granularity='', walk='all')
    """
    step, granularity, walk = (query.get(name) for name in ADDRESS)
    return Place(
        {name: str(value) for name, value in query.items() if name not in ADDRESS},
        int(step) if isinstance(step, str) and _STEP.fullmatch(step) else 0,
        str(granularity) if granularity in GRANULARITIES else "",
        str(walk) if walk in WALKS else "all",
    )
