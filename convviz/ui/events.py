"""What a component or a control told in the event that a callback is about."""

from collections.abc import Callable, Container

import streamlit as st


def told(key: str, event: str) -> object:
    """Give what the component told, or None where it is no longer on the page.

    An event that arrives together with a change of page finds the component gone, and with it all
    that it told.
    """
    return getattr(st.session_state.get(key), event, None)


def on_choice(
    key: str, known: Container[str], now: str, take: Callable[[str], None]
) -> Callable[[], None]:
    """Make the callback of a list; what is not in it, or chosen already, changes nothing.

    A browser names a choice by its label: one that comes together with a change of language is
    none of the new labels, and seems to be another choice when it is one of them again.
    """

    def choose() -> None:
        name = st.session_state[key]
        if name in known and name != now:
            take(name)

    return choose
