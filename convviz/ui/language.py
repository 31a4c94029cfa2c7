"""The visitor's language: that of the address, else of the browser, until another is chosen."""

import re
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from convviz.words import SOURCE, follow, languages

KEY: Final = "convviz_language"
PARAMETER: Final = "lang"


def settle_language() -> None:
    """Decide on the language when a session starts; later an address may name another."""
    asked = _known(st.query_params.get(PARAMETER))
    if asked:
        st.session_state[KEY] = asked
    elif KEY not in st.session_state:
        st.session_state[KEY] = _known(_locale()) or SOURCE


def choose_language(name: object) -> None:
    """Use a language from now on; what is none changes nothing."""
    if name in languages():
        st.session_state[KEY] = name
        st.query_params[PARAMETER] = str(name)


def _locale() -> str | None:
    return st.context.locale


def _known(tag: str | None) -> str | None:
    """Name of the language of a tag such as ``zh-TW`` in any case; None if it has no words."""
    name = re.split(r"[-_]", (tag or "").strip().lower())[0]
    return name if name in languages() else None


def _of_session() -> str:
    if get_script_run_ctx(suppress_warning=True) is None:
        return SOURCE
    return str(st.session_state.get(KEY, SOURCE))


# Callbacks and fragments run without the script around them, so the session is asked each time.
follow(_of_session)
