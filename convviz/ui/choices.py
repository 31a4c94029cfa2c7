"""What the controls of a page offer, so that a stage that covers them can offer the same.

Each control that has its place there says so when it is shown: the stage then chooses as the
control does, by the same function.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import streamlit as st

from convviz.lessons.document import Document, last_changed, last_undone
from convviz.lessons.place import PREDICT

_KEY: Final = "convviz_choices"
_LANGUAGE: Final = "convviz_board_code"  # in which the board shows the code, if it does
_PREDICTS: Final = "convviz_predicts"  # whether numbers are asked for before they are shown
_HEARD: Final = "convviz_heard"  # number of the last choice of the stage that was taken


class Number(NamedTuple):
    """A number that can be stepped: what it is called, what it is now, its ends, what takes it."""

    label: str
    read: Callable[[], int]
    ends: tuple[int, int]
    take: Callable[[int], None]


class History(NamedTuple):
    """What a page can take back: which of undo, redo and reset there are now, what makes each."""

    can: Callable[[], Sequence[str]]
    make: Callable[[str], None]


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
    history: History | None = None


def begin(notices: Callable[[], Sequence[object]]) -> None:
    """Forget what was offered: a page is shown anew. ``notices`` gives what it has to say."""
    st.session_state[_KEY] = _Choices(notices)


def offer_examples(examples: Examples) -> None:
    """Offer the examples of the page."""
    _offered().examples = examples


def offer_number(name: str, number: Number) -> None:
    """Offer a number of the page."""
    _offered().numbers[name] = number


def offer_history(*documents: Document[Any], reset: Callable[[], None] | None = None) -> None:
    """Offer to take back the last change of a page's documents, and all that a reset takes back.

    Of several documents Undo is of the one that was changed last.
    """
    resets = {"reset"} if reset else set()

    def can() -> list[str]:
        able = {name for each in documents for name in each.can if name != "reset"}
        return [*able, *(resets & {name for each in documents for name in each.can})]

    def make(name: str) -> None:
        found = {"undo": last_changed, "redo": last_undone}.get(name)
        if found and (document := found(documents)):
            document.undo() if name == "undo" else document.redo()
        elif name == "reset" and reset:
            reset()

    _offered().history = History(can, make)


def offered_history() -> Sequence[str]:
    """What of undo, redo and reset the stage can offer."""
    history = _offered().history
    return history.can() if history else []


def offer_languages(titles: Mapping[str, str]) -> str:
    """Offer the code in languages, by name with their titles; give the chosen one, or ""."""
    _offered().languages = titles
    language: str = st.session_state.get(_LANGUAGE, "")
    return language if language in titles else ""


def predicting() -> bool:
    """Whether numbers are asked for before they are shown: as the stage says, else the address."""
    first = st.query_params.get(PREDICT) == "1"
    chosen: bool = st.session_state.setdefault(_PREDICTS, first)
    return chosen


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

    They are an example's name, a number's new value, the language of the code, or "" for none; an
    undo, redo or reset; whether to predict first.
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
    if choices.history and name in choices.history.can():
        choices.history.make(name)
    elif name == "example":
        if choices.examples and value in choices.examples.titles:
            choices.examples.choose(str(value))
    elif name == "language":
        if value in ("", *choices.languages):
            st.session_state[_LANGUAGE] = value
    elif name == PREDICT:
        st.session_state[_PREDICTS] = value is True
    elif number := choices.numbers.get(name):
        least, most = number.ends
        if isinstance(value, int) and least <= value <= most:
            number.take(value)


def _offered() -> _Choices:
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Choices()
    found: _Choices = st.session_state[_KEY]
    return found
