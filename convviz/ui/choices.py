"""What the controls of a page offer, so that a stage that covers them can offer the same.

Each control that has its place there says so when it is shown: the stage then chooses as the
control does, by the same function.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import streamlit as st

_KEY: Final = "convviz_choices"
_LANGUAGE: Final = "convviz_board_code"  # in which the board shows the code, if it does
_HEARD: Final = "convviz_heard"  # number of the last choice of the stage that was taken


class Number(NamedTuple):
    """A number that can be stepped: what it is called, what it is now, its ends, what takes it."""

    label: str
    read: Callable[[], int]
    ends: tuple[int, int]
    take: Callable[[int], None]


class Examples(NamedTuple):
    """Examples by name, with their titles: which one it is now, and what chooses another."""

    titles: Mapping[str, str]
    read: Callable[[], str]
    choose: Callable[[str], None]


@dataclass
class _Choices:
    notices: Callable[[], Sequence[object]] = list
    examples: Examples | None = None
    numbers: dict[str, Number] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


def begin(notices: Callable[[], Sequence[object]]) -> None:
    """Forget what was offered: a page is shown anew. ``notices`` gives what it has to say."""
    st.session_state[_KEY] = _Choices(notices)


def offer_examples(examples: Examples) -> None:
    """Offer the examples of the page."""
    _offered().examples = examples


def offer_number(name: str, number: Number) -> None:
    """Offer a number of the page."""
    _offered().numbers[name] = number


def offer_languages(titles: Mapping[str, str]) -> str:
    """Offer the code in languages, by name with their titles; give the chosen one, or ""."""
    _offered().languages = titles
    language: str = st.session_state.get(_LANGUAGE, "")
    return language if language in titles else ""


def offered() -> dict[str, Any]:
    """What the stage is told: all as it is now."""
    choices = _offered()
    examples = choices.examples
    return {
        "examples": [*examples.titles.items()] if examples else [],
        "example": examples.read() if examples else "",
        "numbers": [
            (name, number.label, number.read(), *number.ends)
            for name, number in choices.numbers.items()
        ],
        "said": "\n".join(map(str, choices.notices())),
        "heard": st.session_state.get(_HEARD, 0),
    }


def choose(message: object) -> None:
    """Take the choices that the stage told, each once.

    They are an example's name, a number's new value, the language of the code, or "" for none.
    """
    if not isinstance(message, list):
        return
    choices = _offered()
    for told in message:
        match told:
            case [int(n), str(name), value] if n > st.session_state.get(_HEARD, 0):
                st.session_state[_HEARD] = n
                _choose(choices, name, value)


def _choose(choices: _Choices, name: str, value: object) -> None:
    if name == "example":
        if choices.examples and value in choices.examples.titles:
            choices.examples.choose(str(value))
    elif name == "language":
        if value in ("", *choices.languages):
            st.session_state[_LANGUAGE] = value
    elif number := choices.numbers.get(name):
        least, most = number.ends
        if isinstance(value, int) and least <= value <= most:
            number.take(value)


def _offered() -> _Choices:
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Choices()
    found: _Choices = st.session_state[_KEY]
    return found
