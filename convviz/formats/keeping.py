"""What is too large for an address: kept for a while, under a name that is made of its content.

The same content has the same name everywhere, so that keeping it twice takes no room, and a name
can be written into an address, a link or a QR code in its place. It is kept in memory; a folder
named by the setting ``CONVVIZ_KEEP`` holds it beyond the life of a process, for several of them.
"""

import base64
import hashlib
import logging
import os
import re
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from convviz.core.arguments import ExperimentError
from convviz.words import Message, later, term

VARIABLE: Final = "CONVVIZ_KEEP"
MOST_BYTES: Final = 2**23  # of one content
DAY: Final = 86_400  # seconds
# Another first character than a link's version: none is taken for the other.
_NAME: Final = re.compile(r"k\.[A-Za-z0-9_-]{24}")
_GONE: Final = term(
    "What this link names is kept here no longer: nobody opened it for long, or the server was "
    "started anew. Copy the link again from a page that still shows it."
)
_log = logging.getLogger(__name__)


class GoneError(ExperimentError):
    """What a name stood for is not kept any more, or never was."""


class Bounds(NamedTuple):
    """What a store holds at most; what was used last stays longest, at most ``seconds`` unused."""

    entries: int
    size: int
    seconds: int


IN_MEMORY: Final = Bounds(entries=1_000, size=2**26, seconds=DAY)
IN_FOLDER: Final = Bounds(entries=20_000, size=2**30, seconds=30 * DAY)


def keep(content: str | bytes) -> str:
    """Keep text or bytes; give the name, [A-Za-z0-9._-], that `kept` finds them by.

    Raises ExperimentError if they are larger than ``MOST_BYTES``.
    """
    whole = content.encode() if isinstance(content, str) else content
    if len(whole) > MOST_BYTES:
        raise ExperimentError(
            "It takes {size} bytes, at most {most} are kept.", size=len(whole), most=MOST_BYTES
        )
    name = _name_of(whole)
    _memory.put(name, whole)
    if folder := _folder():
        folder.put(name, whole)
    return name


def kept(name: object) -> bytes:
    """Give what was kept under a name.

    Raises GoneError, an ExperimentError, if that is gone; ExperimentError if it is no name at all.
    """
    if not is_name(name):
        raise ExperimentError("This link is broken: it names nothing that could be kept.")
    text = str(name)
    found = _memory.get(text)
    if found is None and (folder := _folder()):
        found = folder.get(text)
        if found is not None:
            _memory.put(text, found)
    if found is None:
        raise GoneError(_GONE)
    return found


def is_name(text: object) -> bool:
    """Whether a value is a name that `keep` could have given."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def how_long() -> Message:
    """Say for how long what is named is kept."""
    if _folder():
        return later(
            "An address has no room for these numbers: it names them, and this server keeps them "
            "until nobody has opened them for {days} days.",
            days=IN_FOLDER.seconds // DAY,
        )
    return later(
        "An address has no room for these numbers: it names them, and this server keeps them as "
        "long as it runs, until nobody has opened them for {hours} hours.",
        hours=IN_MEMORY.seconds // 3600,
    )


class Memory:
    """Contents by name in this process. Of several threads, each finds it whole."""

    def __init__(self, bounds: Bounds, clock: Callable[[], float] = time.time) -> None:
        self.bounds, self.clock = bounds, clock
        self._held: OrderedDict[str, tuple[float, bytes]] = OrderedDict()  # last used comes last
        self._size = 0
        self._lock = Lock()

    def put(self, name: str, content: bytes) -> None:
        """Hold a content; what goes beyond the bounds is dropped, unused for longest first."""
        with self._lock:
            self._drop(name)
            self._held[name] = self.clock(), content
            self._size += len(content)
            while self._over():
                self._drop(next(iter(self._held)))

    def get(self, name: str) -> bytes | None:
        """Find a content, which is thereby used."""
        with self._lock:
            while self._over():
                self._drop(next(iter(self._held)))
            if name not in self._held:
                return None
            _, content = self._held.pop(name)
            self._held[name] = self.clock(), content
            return content

    def _over(self) -> bool:
        if not self._held:
            return False
        used, _ = next(iter(self._held.values()))
        late = self.clock() - used > self.bounds.seconds
        return late or len(self._held) > self.bounds.entries or self._size > self.bounds.size

    def _drop(self, name: str) -> None:
        if name in self._held:
            self._size -= len(self._held.pop(name)[1])


class Folder:
    """Contents by name as files, which several processes may share."""

    def __init__(self, path: Path, bounds: Bounds, clock: Callable[[], float] = time.time) -> None:
        self.path, self.bounds, self.clock = path, bounds, clock

    def put(self, name: str, content: bytes) -> None:
        """Write a content, whole or not at all; where that can't be, the log says so."""
        if self._touch(name):
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.path, delete=False) as file:
                file.write(content)
            os.replace(file.name, self.path / name)
            self._touch(name)
            self._clean()
        except OSError as error:
            _log.warning("%s=%s: %s", VARIABLE, self.path, error)

    def get(self, name: str) -> bytes | None:
        """Read a content, which is thereby used; one that was changed from outside is none."""
        path = self.path / name
        try:
            late = self.clock() - path.stat().st_mtime > self.bounds.seconds
            content = b"" if late else path.read_bytes()
        except OSError:
            return None
        if late or _name_of(content) != name:
            path.unlink(missing_ok=True)
            return None
        self._touch(name)
        return content

    def _touch(self, name: str) -> bool:
        try:
            os.utime(self.path / name, (self.clock(), self.clock()))
        except OSError:
            return False
        return True

    def _clean(self) -> None:
        """Remove what goes beyond the bounds, unused for longest first."""
        files = []
        with os.scandir(self.path) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process cleans too
                    files.append((entry.stat().st_mtime, entry.stat().st_size, entry.path))
        size = 0
        for number, (used, taken, path) in enumerate(sorted(files, reverse=True), 1):
            size += taken
            late = self.clock() - used > self.bounds.seconds
            if late or number > self.bounds.entries or size > self.bounds.size:
                Path(path).unlink(missing_ok=True)


def _name_of(content: bytes) -> str:
    """Give the name of a content: 144 bits of its SHA-256, which nobody finds another one for."""
    digest = hashlib.sha256(content).digest()[:18]
    return f"k.{base64.urlsafe_b64encode(digest).decode()}"


def _folder() -> Folder | None:
    named = os.environ.get(VARIABLE)
    return Folder(Path(named), IN_FOLDER) if named else None


_memory = Memory(IN_MEMORY)
