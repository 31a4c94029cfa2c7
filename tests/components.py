"""What a page run by AppTest sends to the components of convviz, and hears from them."""

import json
import re
from collections.abc import Iterable
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element


def components(app: AppTest, name: str) -> list[Element]:
    """All components of a name, such as ``stage``."""
    return [
        found
        for found in app.get("bidi_component")
        if isinstance(found, Element) and found.proto.component_name == f"convviz.{name}"
    ]


def control(all_of_a_kind: Iterable[Any], name: str) -> Any:
    """Give the control of a name as it is now: one changed from elsewhere has a new key."""
    (found,) = (
        each for each in all_of_a_kind if re.fullmatch(rf"{re.escape(name)}( \d+)?", each.key or "")
    )
    return found


def trigger(app: AppTest, name: str, event: str, value: object) -> None:
    """Let the only component of a name tell of an event in the next run, as a browser would."""
    (component,) = components(app, name)
    told = WidgetState(
        id=f"$$STREAMLIT_INTERNAL_KEY_{component.proto.id}__events",
        json_trigger_value=json.dumps([{"event": event, "value": value}]),
    )
    tree = app._tree
    original = tree.get_widget_states

    def with_event() -> WidgetStates:
        states = original()
        states.widgets.append(told)
        return states

    tree.get_widget_states = with_event  # type: ignore[method-assign] # for one run
