"""A lesson as a widget: the document and its history are Python's, the player shows and edits it.

Nothing that is drawn is a trait, so that a notebook keeps no frames: what is shown travels in
messages, and every view asks for it when it is there.
"""

from collections.abc import Mapping
from typing import Any, Final

import anywidget
import traitlets

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.lessons.changes import RequestError, apply
from convviz.lessons.content import Content
from convviz.lessons.course import LESSONS
from convviz.playback.shown import shown
from convviz.player import widget_js
from convviz.words import Message, term

MOST_HISTORY: Final = 200
NO_LESSON: Final = term("There is no lesson {name!r}: choose from {known}.")


class LessonWidget(anywidget.AnyWidget):
    """A lesson that is edited in a notebook, see `convviz.widget`."""

    _esm = widget_js()
    experiment = traitlets.Instance(Experiment)

    def __init__(self, experiment: Experiment, scene: str = "multi_input") -> None:
        if scene not in LESSONS:
            raise ExperimentError(NO_LESSON, name=scene, known=", ".join(LESSONS))
        self._lesson = LESSONS[scene]
        self._content = Content(experiment, {}, self._lesson.examples[0])
        self._first = experiment
        self._past: list[Experiment] = []
        self._future: list[Experiment] = []
        self._notice: Message | None = None
        self._taken: dict[str, int] = {}
        self._code = ""  # language of the program that is shown, if any
        super().__init__(experiment=experiment)
        self._first = self.experiment
        self.on_msg(self._hear)

    @traitlets.validate("experiment")
    def _fit(self, proposal: Mapping[str, Any]) -> Experiment:
        """Fit what is set to the lesson; raises ExperimentError if it can't be shown."""
        fitting, self._notice = self._lesson.accept(proposal["value"])
        return fitting

    @traitlets.observe("experiment")
    def _changed(self, change: Mapping[str, Any]) -> None:
        """Show what was set, by Python or by an edit, once."""
        self._content = self._content._replace(experiment=self.experiment)
        if isinstance(change["old"], Experiment) and not self._editing:
            self._past = [*self._past, change["old"]][-MOST_HISTORY:]
            self._future = []
            self._show()

    _editing = False

    def _hear(self, _: object, message: Any, __: object) -> None:
        """Take what a view tells: that it is there, or what was typed or chosen in it."""
        kind, value = message.get("kind"), message.get("value")
        if kind == "ready":
            self._show()
        elif kind == "edits":
            self._edit(value)
        elif kind == "choice":
            self._choose(value)

    def _edit(self, told: Mapping[str, Any]) -> None:
        sender, refused = str(told["outbox"]), None
        for edit in told["edits"]:
            if edit["n"] > self._taken.get(sender, 0):
                self._taken[sender] = edit["n"]
                refused = self._do(edit)
        self._show(sender, refused)

    def _do(self, edit: Mapping[str, Any]) -> dict[str, str] | None:
        """Do one edit; gives where and why it is refused, if it is."""
        match edit:
            case {"op": "undo"}:
                self._back(self._past, self._future)
            case {"op": "redo"}:
                self._back(self._future, self._past)
            case {"op": "reset"}:
                self._take(self._content._replace(experiment=self._first))
            case {"at": str(cell), "text": str()}:
                return self._attempt(edit, cell)
        return None

    def _attempt(self, change: Mapping[str, Any], at: str) -> dict[str, str] | None:
        try:
            self._take(apply(self._lesson, self._content, change))
        except (ExperimentError, RequestError) as error:
            return {"at": at, "message": str(error)}
        return None

    def _choose(self, told: list[list[Any]]) -> None:
        """Take what was chosen while presenting: an example, or a size."""
        for n, name, value in told:
            if n > self._taken.get("choices", 0):
                self._taken["choices"] = n
                if name == "language":
                    self._code = str(value)
                    continue
                change = {"example": value} if name == "example" else {"size": {name: value}}
                refused = self._attempt(change, name)
                self._notice = Message("{text}", {"text": refused["message"]}) if refused else None
        self._show()

    def _take(self, content: Content) -> None:
        before = self.experiment
        self._content = content
        self._set(content.experiment)
        if self.experiment != before:
            self._past = [*self._past, before][-MOST_HISTORY:]
            self._future = []

    def _back(self, here: list[Experiment], there: list[Experiment]) -> None:
        """Go back in one of the two histories; what is left goes to the other."""
        if here:
            there.append(self.experiment)
            self._set(here.pop())

    def _set(self, experiment: Experiment) -> None:
        """Set what an edit makes: Python is told, and what is shown is sent once, after it."""
        self._editing = True
        try:
            self.experiment = experiment
        finally:
            self._editing = False

    def _show(self, sender: str = "", refused: dict[str, str] | None = None) -> None:
        """Send what is shown to all views; sender: whose edits were taken."""
        data = shown(self._lesson, self._content, self._notice, self._code)
        able = {
            "undo": self._past,
            "redo": self._future,
            "reset": self.experiment != self._first,
        }
        data |= {
            "document": f"{id(self)}-0",
            "outbox": sender,
            "taken": self._taken.get(sender, 0),
            "refused": refused,
            "can": [name for name, possible in able.items() if possible],
        }
        data["choices"]["heard"] = self._taken.get("choices", 0)
        self.send({"data": data})
