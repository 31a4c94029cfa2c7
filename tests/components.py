"""What a page run by AppTest sent to the components of convviz."""

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element


def components(app: AppTest, name: str) -> list[Element]:
    """All components of a name, such as ``stage``."""
    return [
        found
        for found in app.get("bidi_component")
        if found.proto.component_name == f"convviz.{name}"
    ]
