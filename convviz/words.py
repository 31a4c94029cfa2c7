"""Every word that people read, in their language: English in the source, others in catalogues.

A catalogue is one gettext file, ``locale/<language>.po``; adding one adds the language. Source text
is translated where it is read, by `say` and `count`; what is written down before a language is
known, such as the title of an example, is marked by `term` and read by `say` later; a message that
stays on the page while the language may change is a `Message`, made by `later`. The player's
own words stand in its scripts, as ``t("...")``, and travel with what it is sent.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from importlib.resources import files
from io import BytesIO
from typing import Final, ParamSpec, TypeVar

from babel import Locale
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

SOURCE: Final = "en"

_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_ask: Callable[[], str] = lambda: SOURCE  # noqa: E731 - a variable, until `follow` sets another


@cache
def languages() -> Mapping[str, Locale]:
    """Languages that there are words for, the source's first: name in a link -> Babel's locale."""
    names = sorted(
        entry.name.removesuffix(".po")
        for entry in files("convviz.locale").iterdir()
        if entry.name.endswith(".po")
    )
    return {SOURCE: Locale(SOURCE)} | {name: catalog(name).locale or Locale(name) for name in names}


def language() -> str:
    """Name of the language in use here, one of `languages`."""
    return _chosen.get() or _ask()


def use(name: str | None) -> None:
    """Use a language in this context (thread or task) from now on; None: what `follow` says.

    Raises ValueError if there is no such language.
    """
    if name is not None and name not in languages():
        raise ValueError(f"There is no language {name!r}: choose from {', '.join(languages())}.")
    _chosen.set(name)


def follow(ask: Callable[[], str]) -> None:
    """Ask for the language whenever it is needed and none was set by `use`."""
    global _ask
    _ask = ask


def tag(name: str | None = None) -> str:
    """Name of a language, else of that in use, as HTML's ``lang`` has it: ``en``, ``zh-Hans``."""
    return str(languages()[name or language()]).replace("_", "-")


def say(message: str, /, **values: object) -> str:
    """Give a text in the language in use, with ``{name}`` replaced by the values, if there are any.

    >>> say("{n} maps", n=3)
    '3 maps'
    """
    text = _translations(language()).gettext(message)
    return text.format(**values) if values else text


def count(one: str, many: str, n: int, /, **values: object) -> str:
    """Give the text that fits a number, ``{n}``, in the language in use.

    >>> count("{n} map", "{n} maps", 1), count("{n} map", "{n} maps", 2)
    ('1 map', '2 maps')
    """
    return _translations(language()).ngettext(one, many, n).format(n=n, **values)


def term(message: str, /) -> str:
    """Mark a text that `say` will be asked for later, and give it as it is."""
    return message


@dataclass(frozen=True)
class Message:
    """A text with its values, said anew wherever it is read: ``str(message)``."""

    text: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return say(self.text, **self.values)


def later(message: str, /, **values: object) -> Message:
    """Make a text, given as to `say`, that is said in the language in use when it is read.

    >>> str(later("{n} maps", n=3))
    '3 maps'
    """
    return Message(message, values)


def of_scripts(names: tuple[str, ...]) -> Mapping[str, str]:
    """What the player's scripts of these names say, in the language in use; empty in English."""
    return _of_scripts(language(), names)


def kept(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep results as `functools.lru_cache` does, for each language its own."""

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        def said(_language: str, *args: P.args, **named: P.kwargs) -> R:
            return make(*args, **named)

        known: Callable[..., R] = lru_cache(maxsize)(said)

        @wraps(make)
        def ask(*args: P.args, **named: P.kwargs) -> R:
            return known(language(), *args, **named)

        return ask

    return decorate


def kept_by(make: Callable[[S], R]) -> Callable[[S], R]:
    """Keep in an object what a method without arguments gives, for each language its own."""
    name = f"{make.__name__}, by language"

    @wraps(make)
    def ask(self: S) -> R:
        known: dict[str, R] = vars(self).setdefault(name, {})
        if language() not in known:
            known[language()] = make(self)
        return known[language()]

    return ask


@cache
def catalog(name: str) -> Catalog:
    """Read the catalogue of a language, as Babel reads it."""
    with files("convviz.locale").joinpath(f"{name}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


@cache
def _translations(name: str) -> NullTranslations:
    if name == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalog(name))
    compiled.seek(0)
    return Translations(compiled)


@cache
def _of_scripts(name: str, scripts: tuple[str, ...]) -> Mapping[str, str]:
    if name == SOURCE:
        return {}
    files = {f"{script}.js" for script in scripts}
    return {
        str(message.id): str(message.string)
        for message in catalog(name)
        if any(path.rpartition("/")[2] in files for path, _ in message.locations)
    }
