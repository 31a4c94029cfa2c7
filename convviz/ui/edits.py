"""Edits that the stage sends: each is taken once, in the document that it was typed into."""

from typing import Any

from convviz.core.arguments import ExperimentError
from convviz.lessons import editing
from convviz.lessons.place import GRANULARITIES, WALKS
from convviz.ui.state import LessonDocument
from convviz.words import Message, later


def take(current: LessonDocument, message: Any) -> None:
    """Take the edits of a message, in order; of those that are refused, say why of the last."""
    if not isinstance(message, dict):
        return
    current.held = str(message.get("held", ""))
    if message.get("outbox", "") != current.outbox:
        current.outbox, current.taken = str(message.get("outbox", "")), 0
    sent = [edit for edit in message.get("edits", []) if isinstance(edit.get("n"), int)]
    fresh = [edit for edit in sent if edit["n"] > current.taken]
    if fresh:  # what was sent again has its answer already
        current.refused, current.unplaced = None, []
    step, granularity = message.get("step"), message.get("granularity")
    if isinstance(step, int) and granularity in GRANULARITIES:
        current.step, current.granularity = step, granularity
        current.walk = "all" if message.get("walk") not in WALKS else message["walk"]
    unplaced, late = [], False
    for edit in sorted(fresh, key=lambda each: each["n"]):
        current.taken = edit["n"]
        late |= edit.get("scene", current.scene) != current.scene
        try:
            if not _put(current, edit):
                unplaced.append(_unplaced(edit))
        except ExperimentError as error:
            current.refused = str(edit.get("at", "")), error.message
    current.unplaced.extend(unplaced)
    current.unsaved |= bool(fresh)
    if late and current.unsaved:
        # Typed on the page before: this one was just entered, and Back leads to that one.
        current.greet()
        current.late += 1
        current.unsaved = False


def _comes_late(current: LessonDocument, edit: dict[str, Any]) -> bool:
    return edit.get("document") not in (None, current.place_of_edits)


def _put(current: LessonDocument, edit: dict[str, Any]) -> bool:
    """Apply an edit where it belongs; give False if that is nowhere any more.

    One that comes after a change of document, such as another example or page, was typed before it:
    the change is taken back, and made again after the edit.
    """
    if not _comes_late(current, edit):
        current.turns = []
        return _apply(current, edit)
    known = [current.named(turn.version.number) for turn in current.turns]
    if edit["document"] not in known:
        return False
    first = known.index(edit["document"])
    before, turns = current.turns[:first], current.turns[first:]
    current.turns, current.future = before, []
    current.restore(turns[0].version)
    current.past = turns[0].past
    try:
        return _apply(current, edit)
    finally:
        for turn in turns:
            current.turn(turn.again)


def _apply(current: LessonDocument, edit: dict[str, Any]) -> bool:
    match edit:
        case {"op": "undo"}:
            current.undo()
        case {"op": "redo"}:
            current.redo()
        case {"op": "reset"}:
            current.reset()
        case {"at": str(cell), "text": str(text)}:
            if not editing.holds(current.experiment, cell):
                return False
            fill = editing.paste if edit.get("pasted") is True else editing.set_cell
            current.change(fill(current.experiment, cell, text), current.number)
    return True


def _unplaced(edit: dict[str, Any]) -> Message:
    text, (tensor, *index) = edit["text"], edit["at"].split(" ")
    return later(
        "{text} for {cell} was not entered: the numbers that it was typed into are no longer here.",
        text=text if len(text) <= 24 else f"{text[:23]}…",
        cell=f"{tensor if tensor == 'b' else tensor.upper()}[{', '.join(index)}]",
    )
