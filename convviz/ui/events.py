"""What a component or a control told in the event that a callback is about."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_KEY: Final = "convviz_controls"
_USED: Final = object()


def told(key: str, event: str) -> object:
    """Give what the component told, or None where it is no longer on the page.

    An event that arrives together with a change of page finds the component gone, and with it all
    that it told.
    """
    return getattr(st.session_state.get(key), event, None)


@dataclass(frozen=True)
class Control:
    """A control that shows what something is ``now``, and changes it; ``key`` is Streamlit's."""

    name: str
    key: str
    now: Any

    def telling(self, take: Callable[[Any], None]) -> Callable[[], None]:
        """Make its callback: ``take`` gets what a visitor made of it."""

        def tell() -> None:
            shown = _shown()
            version, _ = shown.get(self.name, (0, None))
            if self.key == _key(self.name, version):
                shown[self.name] = version, _USED
                take(st.session_state[self.key])

        return tell


def control(name: str, now: Any) -> Control:
    """Give the control of a name, ready to show a value.

    With whatever is used a browser sends the values of all controls, also those that were changed
    from elsewhere, such as by Undo, before it hears of that. Taken for a change they would undo it.
    So a control that was changed from elsewhere is another one from then on; what is sent of the
    one before goes nowhere.
    """
    shown = _shown()
    version, before = shown.get(name, (0, now))
    if before is not _USED and before != now:
        version += 1
    shown[name] = version, now
    key = _key(name, version)
    st.session_state[key] = now
    return Control(name, key, now)


def _key(name: str, version: int) -> str:
    return f"{name} {version}" if version else name


def _shown() -> dict[str, tuple[int, Any]]:
    """What the controls of this page showed last, by name: the version of each, and its value."""
    context = get_script_run_ctx(suppress_warning=True)
    page = context.page_script_hash if context else ""
    if st.session_state.get(_KEY, (None,))[0] != page:
        st.session_state[_KEY] = page, {}  # controls of one page are none of another's
    found: dict[str, tuple[int, Any]] = st.session_state[_KEY][1]
    return found


def on_choice(
    control: Control, known: Container[str], take: Callable[[str], None]
) -> Callable[[], None]:
    """Make the callback of a list; what is not in it, or chosen already, changes nothing.

    A browser names a choice by its label: one that comes together with a change of language is
    none of the new labels, and seems to be another choice when it is one of them again.
    """

    def choose(name: str) -> None:
        if name in known and name != control.now:
            take(name)

    return control.telling(choose)
