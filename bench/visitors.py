"""Visitors as the server sees them: of the light page by HTTP, of the full page as its client."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import time
from concurrent.futures import Executor
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from convviz.core.conv import output
from convviz.formats import link
from convviz.formats.numerals import exact

PATIENCE = 60  # s for an answer, after which it is a failure
CELL = "x 0 0 0"
DATA = re.compile(r'<script type="application/json" data-part="data">(.*?)</script>', re.DOTALL)


class WrongAnswerError(Exception):
    """What came is not what the arithmetic says."""


def check(text: str, base: dict[str, Any], number: int) -> None:
    """Compare every input and output cell of an answer with a computation of its own."""
    experiment, _ = link.decode(text)
    if experiment.x[0, 0, 0] != number:
        raise WrongAnswerError(f"{CELL} is {experiment.x[0, 0, 0]}, not {number}")
    tensors = {"x": experiment.x, "y": output(experiment)}
    for name, tensor in tensors.items():
        for index, value in _cells(tensor):
            cell = base[f"{name} {index}"]
            shown = cell[2] if len(cell) > 2 and cell[2] else cell[0]
            if shown != exact(value):
                raise WrongAnswerError(f"{name} {index} shows {shown}, not {value}")


def _cells(tensor: Any) -> list[tuple[str, float]]:
    rows = [(place, row) for place, row in enumerate(tensor.tolist())]
    return [
        (f"{c} {i} {j}", value)
        for c, channel in rows
        for i, row in enumerate(channel)
        for j, value in enumerate(row)
    ]


class Light:
    """A visitor of the light page: it loads the page, and asks the route what an edit makes."""

    def __init__(self, url: str, page: str, executor: Executor) -> None:
        self.where = urlsplit(url)
        self.page, self.executor = page, executor
        self.text = ""
        self.connection: http.client.HTTPConnection | None = None

    async def open(self) -> None:
        """Load the page."""
        _, body = await self._ask("GET", f"/play/{self.page}", None)
        found = DATA.search(body.decode())
        if found is None:
            raise WrongAnswerError("no data in the page")
        self.text = json.loads(found[1])["text"]

    async def edit(self, number: int) -> float:
        """Set a number, and compare what comes cell by cell; gives the seconds that it took."""
        asked_at = time.monotonic()
        change = {"at": CELL, "text": str(number)}
        asked = {"scene": self.page or "multi_input", "s": self.text, "change": change}
        status, body = await self._ask("POST", "/convviz/change", json.dumps(asked).encode())
        answer = json.loads(body)
        if status != 200:
            raise WrongAnswerError(answer)
        took = time.monotonic() - asked_at
        self.text = answer["s"]
        check(self.text, answer["data"]["base"], number)
        return took

    async def close(self) -> None:
        """Leave."""
        if self.connection:
            self.connection.close()

    async def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, self._request, method, path, body)

    def _request(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        kept = self.connection is not None
        if self.connection is None:
            host, port = self.where.hostname or "", self.where.port
            self.connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"} if body else {}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            self.connection = None
            if not kept:
                raise
            # The server ends a connection that rests; a browser opens another.
            return self._request(method, path, body)


class Full:
    """A visitor of a page of Streamlit: a session, and reruns as its client asks for them.

    An edit is seen as soon as the route has answered; the session is told meanwhile. Without an
    executor the page is a bare button, which is pressed.
    """

    def __init__(self, url: str, page: str, executor: Executor | None = None) -> None:
        self.button = executor is None
        self.light = Light(url, page, executor) if executor else None
        self.url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self.page = page
        self.socket: ClientConnection | None = None
        self.hash = ""
        self.widget = ""  # the stage, or the button
        self.fragment = ""
        self.document = ""
        self.sent = 0
        self.data: dict[str, Any] = {}

    async def open(self) -> None:
        """Begin a session, and wait until the page has run."""
        self.socket = await connect(
            self.url, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=PATIENCE
        )
        await self._rerun()
        if not self.widget:
            raise WrongAnswerError("no stage and no button came")
        if self.light:
            self.light.text = self.data["view"]["link"]["s"]

    async def edit(self, number: int) -> float:
        """Set a number, or press the button, and wait for all answers.

        Gives the seconds after which it was seen.
        """
        asked_at = time.monotonic()
        if not self.light:
            await self._rerun(trigger=True)
            return time.monotonic() - asked_at
        seen = await self.light.edit(number)
        self.sent += 1
        edit = {"n": self.sent, "document": self.document, "at": CELL, "text": str(number)}
        told = {"outbox": "bench", "edits": [edit], "held": self.data.get("layout", "")}
        await self._rerun(events=[{"event": "edits", "value": told}])
        if self.data.get("taken") != self.sent:
            raise WrongAnswerError(f"edit {self.sent} was not taken")
        check(self.data["view"]["link"]["s"], self.data["base"], number)
        return seen

    async def close(self) -> None:
        """Leave."""
        if self.light:
            await self.light.close()
        if self.socket:
            await self.socket.close()

    async def _rerun(self, *, trigger: bool = False, events: Any = None) -> None:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash = "lang=en", self.hash
        if not self.hash:
            state.page_name = self.page
        if trigger:
            state.widget_states.widgets.add(id=self.widget, trigger_value=True)
        if events is not None:
            # As the client names the one widget that all triggers of a component go through.
            name = f"$$STREAMLIT_INTERNAL_KEY_{self.widget}__events"
            state.widget_states.widgets.add(id=self.widget, json_value="{}")
            state.widget_states.widgets.add(id=name, json_trigger_value=json.dumps(events))
            state.fragment_id = self.fragment
        assert self.socket is not None
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while self._take(ForwardMsg.FromString(await self.socket.recv(decode=False))):
                pass

    def _take(self, message: ForwardMsg) -> bool:
        """Note what the client would show; whether more comes."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.hash = message.new_session.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise WrongAnswerError(element.exception.message)
            if self.button and element.WhichOneof("type") == "button":
                self.widget = element.button.id
            found = element.bidi_component
            if not self.button and found.component_name.endswith("convviz.stage"):
                self.widget, self.fragment = found.id, message.delta.fragment_id
                self.data = json.loads(found.json or found.mixed.json)
                self.document = self.data["document"]
        return kind != "script_finished"
