"""The widget: edits reach Python, Python reaches the picture, nothing is said twice or kept."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import convviz as cv
from convviz.notebook.lesson import LessonWidget
from convviz.player import widget_js

D2L = cv.presets()["d2l_two_in"]


class Seen:
    """A widget, what its views are sent, and what Python is told of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, scene: str = "multi_input") -> None:
        self.sent: list[dict[str, Any]] = []
        self.told: list[cv.Experiment] = []
        self.n = 0
        self.widget = cv.widget(D2L, scene)

        def send(message: object, buffers: object = None) -> None:
            self.sent.append(json.loads(json.dumps(message)))

        monkeypatch.setattr(self.widget, "send", send)
        self.widget.observe(lambda change: self.told.append(change["new"]), "experiment")

    def hear(self, kind: str, value: Any = None) -> dict[str, Any]:
        self.widget._hear(None, {"kind": kind, "value": value}, None)
        data: dict[str, Any] = self.sent[-1]["data"]
        return data

    def edit(self, view: str = "a", **edit: Any) -> dict[str, Any]:
        self.n += 1
        return self.hear("edits", {"outbox": view, "edits": [{"n": self.n, **edit}]})


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    return Seen(monkeypatch)


def test_a_view_that_is_there_is_shown_what_is_shown(seen: Seen) -> None:
    data = seen.hear("ready")
    assert data["scene"] == "multi_input" and data["svg"] and data["frames"]
    assert data["can"] == [] and "contents" not in data
    assert seen.told == []


def test_nothing_that_is_drawn_is_kept_in_the_notebook(seen: Seen) -> None:
    state = seen.widget.get_state()
    assert "experiment" not in state
    assert not [name for name in state if "frame" in str(state[name]) and name != "_esm"]


def test_an_edit_reaches_python_once(seen: Seen) -> None:
    data = seen.edit(at="x 0 0 0", text="7")
    assert [each.x[0, 0, 0] for each in seen.told] == [7]
    assert seen.widget.experiment == seen.told[-1]
    assert len(seen.sent) == 1
    assert (data["outbox"], data["taken"], data["refused"]) == ("a", 1, None)
    assert data["can"] == ["undo", "reset"]
    again = {"outbox": "a", "edits": [{"n": 1, "at": "x 0 0 0", "text": "8"}]}
    seen.hear("edits", again)  # it was sent twice: the first time holds
    assert seen.widget.experiment.x[0, 0, 0] == 7 and len(seen.told) == 1


def test_what_python_sets_is_shown_once_and_undone(seen: Seen) -> None:
    seen.widget.experiment = D2L.replace(x=D2L.x * 2)
    assert len(seen.sent) == 1 and seen.sent[0]["data"]["base"]["x 0 0 1"][0] == "2"
    seen.widget.experiment = D2L.replace(x=D2L.x * 2)  # the same is no change
    assert len(seen.sent) == 1
    assert seen.edit(op="undo")["can"] == ["redo"]
    assert seen.widget.experiment == D2L
    seen.edit(op="redo")
    assert seen.widget.experiment.x[0, 0, 1] == 2
    seen.edit(op="reset")
    assert seen.widget.experiment == D2L


def test_a_refused_edit_says_why_and_changes_nothing(seen: Seen) -> None:
    data = seen.edit(at="x 0 0 0", text="seven")
    assert data["refused"]["at"] == "x 0 0 0" and data["refused"]["message"]
    assert data["taken"] == 1 and seen.told == [] and seen.widget.experiment == D2L


def test_views_are_told_apart(seen: Seen) -> None:
    seen.edit(view="a", at="x 0 0 0", text="7")
    seen.n = 0
    data = seen.edit(view="b", at="x 0 0 1", text="9")
    assert (data["outbox"], data["taken"]) == ("b", 1)
    assert seen.widget.experiment.x[0, 0].tolist() == [7, 9, 2]


def test_choices_while_presenting(seen: Seen) -> None:
    data = seen.hear("choice", [[1, "c_in", 3]])
    assert seen.widget.experiment.c_in == 3 and data["choices"]["heard"] == 1
    data = seen.hear("choice", [[1, "c_in", 3], [2, "c_in", 99]])
    assert seen.widget.experiment.c_in == 3 and data["choices"]["said"]
    seen.hear("choice", [[3, "example", "d2l_two_in"]])
    assert seen.widget.experiment == D2L


def test_what_a_lesson_cannot_show_is_refused(seen: Seen) -> None:
    with pytest.raises(cv.ExperimentError, match="at most"):
        seen.widget.experiment = cv.Experiment(np.zeros((1, 40, 40)), np.zeros((1, 1, 2, 2)))
    assert seen.widget.experiment == D2L and seen.sent == []
    with pytest.raises(cv.ExperimentError, match="multi_input"):
        cv.widget(D2L, "nowhere")


def test_the_script_can_stand_in_a_saved_page() -> None:
    assert "</script" not in widget_js()
    assert isinstance(cv.widget(D2L), LessonWidget)
