"""The network of a visitor: in the session, where it survives a change of page, and in the URL."""

import streamlit as st

from convviz.lessons import place as places
from convviz.lessons.networks import NetworkDocument
from convviz.ui.arrival import by_address

KEY = "convviz_network"


def network_lesson() -> NetworkDocument:
    """Find the visitor's network, or start one from the address, else with the first example."""
    asked = st.query_params.to_dict()
    if KEY not in st.session_state:
        st.session_state[KEY] = started = NetworkDocument.begin()
        _open(started, asked)
        started.past.clear()
    current: NetworkDocument = st.session_state[KEY]
    if by_address() and "layers" in asked:
        _open(current, asked)
    return current


def save(current: NetworkDocument) -> None:
    """Write the network into the address if it says something else."""
    said = current.said
    found = {name: st.query_params.get(name) for name in said}
    # The address of a page just entered is written by the browser: Back is then one step, not two.
    entered = set(found.values()) == {None} and not current.unsaved
    current.unsaved = False
    if entered or found == said:
        return
    if "layers" not in st.query_params:  # come from another page, or for the first time
        said = places.write(current.here)
    st.query_params.update(said)


def _open(current: NetworkDocument, asked: dict[str, str]) -> None:
    current.granularity = "window"
    current.open(asked)
    cells = len(current.network.cells)
    phases = current.network.last + 1 if current.granularity == "product" else 1
    current.step = min(current.step, cells * phases)
