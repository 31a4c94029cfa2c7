"""Edits that come after the change that followed them, below the browser."""

from __future__ import annotations

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from convviz.core.experiment import Experiment
from convviz.lessons import editing
from convviz.lessons.presets import presets
from convviz.ui.edits import take
from convviz.ui.state import LessonDocument
from tests.ui.test_pages import D2L, SCRIPT, lesson, linked, payload, run, send

SOBEL = presets()["sobel"]
X000 = {"at": "x 0 0 0", "text": "55"}
EDITED = editing.set_cell(D2L, "x 0 0 0", "55")


@pytest.fixture
def app() -> AppTest:
    return run(AppTest.from_file(str(SCRIPT), default_timeout=20))


@pytest.fixture
def current() -> LessonDocument:
    return LessonDocument.begin("multi_input", "d2l_two_in", D2L)


def late(current: LessonDocument, n: int, edit: dict[str, str], document: str) -> None:
    take(current, {"outbox": "tab", "edits": [{"n": n, "document": document, **edit}]})


def notices(current: LessonDocument) -> list[str]:
    return [str(notice) for notice in current.notices]


def test_a_number_typed_before_an_example_was_chosen_stands_before_it(
    current: LessonDocument,
) -> None:
    typed_into = current.place_of_edits
    current.choose("sobel")
    late(current, 1, X000, typed_into)
    assert current.experiment == SOBEL
    current.undo()
    assert current.experiment == EDITED
    current.undo()
    assert current.experiment == D2L
    assert not current.notices


def test_undo_and_redo_bring_back_the_name_of_the_example_too(current: LessonDocument) -> None:
    late(current, 1, X000, current.place_of_edits)
    current.choose("sobel")
    current.undo()
    assert (current.example, current.experiment) == ("d2l_two_in", EDITED)
    current.reset()  # to that example
    assert current.experiment == D2L
    current.undo()
    current.undo()
    current.redo()
    current.redo()
    assert (current.example, current.can) == ("d2l_two_in", ["undo"])
    current.choose("sobel")
    assert current.can == ["undo"]


def wider(current: LessonDocument, c_in: int) -> Experiment:
    return editing.resize(current.experiment, c_in=c_in)


def test_a_number_typed_before_sizes_were_changed_is_resized_with_the_others(
    current: LessonDocument,
) -> None:
    typed_into = current.place_of_edits
    for c_in in (3, 4):  # a new channel is the one before plus 1
        current.attempt(partial(wider, current, c_in))
    late(current, 1, {"at": "x 1 0 0", "text": "55"}, typed_into)
    late(current, 2, {"at": "x 1 0 1", "text": "7"}, typed_into)
    assert current.experiment.x[:, 0, 0].tolist() == [0, 55, 56, 57]
    assert current.experiment.x[:, 0, 1].tolist() == [1, 7, 8, 9]
    for _ in range(2):
        current.undo()
    assert current.experiment.x[:, 0, 0].tolist() == [0, 55]


def test_a_number_typed_before_the_kernel_was_turned_turns_with_it(current: LessonDocument) -> None:
    typed_into = current.place_of_edits
    current.attempt(lambda: editing.flip(current.experiment), kernel="flipped")
    late(current, 1, {"at": "k 0 0 0 0", "text": "9"}, typed_into)
    assert current.experiment.weight[0, 0].tolist() == [[3, 2], [1, 9]]
    assert current.option("kernel") == "flipped"


def test_a_refused_number_that_comes_late_takes_nothing_back(current: LessonDocument) -> None:
    typed_into = current.place_of_edits
    current.choose("sobel")
    late(current, 1, {"at": "x 0 0 0", "text": "abc"}, typed_into)
    assert current.experiment == SOBEL
    assert current.refused is not None
    assert current.refused[0] == "x 0 0 0"


def test_a_number_whose_document_is_gone_is_told_with_its_value(current: LessonDocument) -> None:
    late(current, 1, {"at": "x 0 0 1", "text": "-1/3"}, "")
    late(current, 2, {"at": "k 0 1 0 0", "text": "8"}, "another-0")
    assert current.experiment == D2L
    assert "8 for K[0, 1, 0, 0] was not entered" in notices(current)[0]
    take(current, {"outbox": "tab", "edits": [{"n": 3, "at": "b 7", "text": "9" * 40}]})
    assert f"{'9' * 23}… for b[7] was not entered" in notices(current)[0]
    current.choose("sobel")
    assert not current.notices


def test_a_number_typed_while_an_undo_is_on_its_way_comes_after_it(current: LessonDocument) -> None:
    edits = [{"n": 1, **X000}, {"n": 2, "op": "undo"}, {"n": 3, "at": "b 0", "text": "4"}]
    take(current, {"outbox": "tab", "edits": edits})
    assert current.experiment == editing.set_cell(D2L, "b 0", "4")


def test_another_tab_or_session_counts_its_edits_anew(current: LessonDocument) -> None:
    take(current, {"outbox": "one", "edits": [{"n": 7, **X000}]})
    take(current, {"outbox": "two", "edits": [{"n": 1, "at": "b 0", "text": "4"}]})
    take(current, {"outbox": "two", "edits": [{"n": 1, "at": "b 0", "text": "5"}]})
    assert current.experiment == editing.set_cell(EDITED, "b 0", "4")


@pytest.mark.parametrize("page", ["multi_output", "pointwise", "groups", "pooling", "matrix"])
def test_a_number_that_comes_after_the_next_page_goes_along(app: AppTest, page: str) -> None:
    edit = {"n": 1, "document": payload(app)["document"], "scene": "multi_input", **X000}
    app.switch_page(f"{page}.py")
    run(app)
    address = dict(app.query_params)
    send(app, edit)
    assert lesson(app).experiment.x.tolist() == EDITED.x.tolist()
    assert payload(app)["taken"] == 1
    # Back leads to the page before: the browser writes the numbers into the entry that is there.
    assert dict(app.query_params) == address
    assert payload(app)["view"]["late"] == 1
    assert payload(app)["view"]["entry"].keys() == {"s"}
    send(app, {"n": 2, "document": payload(app)["document"], "at": "x 0 0 0", "text": "56"})
    assert linked(app) == lesson(app).experiment


def test_a_number_typed_before_back_opened_an_address_stands_before_it(app: AppTest) -> None:
    send(app, {"n": 1, "at": "b 0", "text": "5"})
    link = app.query_params["s"]
    app.switch_page("multi_output.py")
    run(app)
    send(app, {"n": 2, "at": "b 0", "text": "6"})
    edit = {"n": 3, "document": payload(app)["document"], "scene": "multi_output", **X000}
    app.query_params["s"] = link
    app.switch_page("multi_input.py")
    run(app)
    send(app, edit)
    assert lesson(app).experiment == editing.set_cell(D2L, "b 0", "5")
    lesson(app).undo()
    assert lesson(app).experiment == editing.set_cell(EDITED, "b 0", "6")
