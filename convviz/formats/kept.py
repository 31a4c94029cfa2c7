"""What is too large for an address: kept for a while by the hash of its content."""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Final

from convviz.core.arguments import ExperimentError

MOST_BYTES: Final = 256 * 2**20  # in all; what was asked for longest ago goes first
NAME_LENGTH: Final = 32

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock: Final = Lock()


def keep(content: bytes) -> str:
    """Keep bytes, and give the name that `kept` finds them by: the same for the same bytes."""
    name = hashlib.sha256(content).hexdigest()[:NAME_LENGTH]
    with _lock:
        _kept[name] = content
        _kept.move_to_end(name)
        while sum(map(len, _kept.values())) > MOST_BYTES and len(_kept) > 1:
            _kept.popitem(last=False)
    return name


def kept(name: str) -> bytes:
    """Give what was kept by a name. Raises ExperimentError if it is there no more, or never was."""
    with _lock:
        if name not in _kept:
            raise ExperimentError("What this address names is no longer kept: bring it again.")
        _kept.move_to_end(name)
        return _kept[name]
