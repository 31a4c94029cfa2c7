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
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Final, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

SOURCE: Final = "en"

_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_ask: Callable[[], str] = lambda: SOURCE  # noqa: E731 - a variable, until `follow` sets another


def term(message: str, /) -> str:
    """Mark a text that `say` will be asked for later, and give it as it is."""
    return message


ITSELF: Final = term("English")  # its translation is what the other language calls itself


class Language(NamedTuple):
    """A language that there are words for: as HTML's ``lang`` has it, and what it calls itself."""

    tag: str
    title: str


@cache
def languages() -> Mapping[str, Language]:
    """Languages that there are words for, by their names in a link; the source's first."""
    names = sorted(
        entry.name.removesuffix(".mo")
        for entry in files("convviz.words.locale").iterdir()
        if entry.name.endswith(".mo")
    )
    said = {name: _translations(name) for name in names}
    return {SOURCE: Language(SOURCE, ITSELF)} | {
        name: Language(each.info()["language"].replace("_", "-"), each.gettext(ITSELF))
        for name, each in said.items()
    }


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
    return languages()[name or language()].tag


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
def _translations(name: str) -> NullTranslations:
    if name == SOURCE:
        return NullTranslations()
    with files("convviz.words.locale").joinpath(f"{name}.mo").open("rb") as file:
        return GNUTranslations(file)
