"""What is sent to a browser holds together where one run overtakes another."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from convviz.lessons.contents import CONTENTS

SCRIPT = Path(__file__).parents[2] / "pages" / "navigation.py"
VIEWS = ("show_code", "show_tables", "stack", "photo", "separable")


@pytest.mark.parametrize("address", [entry.address for entry in CONTENTS if entry.presents])
def test_no_part_of_a_page_comes_without_its_place(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a fragment runs again, Streamlit leaves out what the run before sent for it."""
    sent: list[ForwardMsg] = []
    messages = LocalScriptRunner.forward_msgs

    def note(runner: LocalScriptRunner) -> list[ForwardMsg]:
        sent[:] = messages(runner)
        return sent

    monkeypatch.setattr(LocalScriptRunner, "forward_msgs", note)
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    for view in VIEWS:
        app.session_state[view] = True
    app.run()
    if address:
        app.switch_page(f"{address}.py").run()
    assert not app.exception
    deltas = [message for message in sent if message.WhichOneof("type") == "delta"]
    (stage,) = (
        message.delta.fragment_id
        for message in deltas
        if message.delta.new_element.bidi_component.component_name == "convviz.stage"
    )
    queue = ForwardMsgQueue()
    for message in deltas:
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[stage])
    left = queue.flush()
    there = {tuple(message.metadata.delta_path) for message in left}
    gone = {tuple(message.metadata.delta_path) for message in deltas} - there
    assert gone
    assert not [path for path in there if any(path[:end] in gone for end in range(1, len(path)))]
