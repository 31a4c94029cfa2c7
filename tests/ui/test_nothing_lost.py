"""Nothing typed is lost, below the browser: edits and changes of page, too long addresses."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from convviz.core.experiment import Experiment
from convviz.formats import keeping
from convviz.formats import link as share
from convviz.formats.keeping import is_name
from convviz.lessons import content
from convviz.ui.state import LessonDocument
from tests.components import trigger
from tests.ui.test_pages import D2L, SCRIPT, lesson, payload, run, send

PAGES = ("multi_output", "pointwise", "geometry", "groups", "pooling", "matrix", "cost")
TOO_LONG = "An address has no room for these numbers"


@pytest.fixture
def app() -> AppTest:
    return run(AppTest.from_file(str(SCRIPT), default_timeout=20))


def message(*edits: dict[str, object]) -> dict[str, object]:
    return {"edits": list(edits), "step": 0, "granularity": "channel", "held": ""}


@pytest.mark.parametrize("page", [*PAGES, "receptive_field"])
def test_an_event_on_its_way_while_the_page_changes_breaks_nothing(app: AppTest, page: str) -> None:
    trigger(app, "stage", "edits", message({"n": 1, "at": "x 0 0 0", "text": "55"}))
    app.switch_page(f"{page}.py")
    run(app)
    trigger(app, "top", "language", "zh")
    app.switch_page("multi_input.py")
    run(app)


def test_the_largest_experiment_that_the_pages_draw_is_in_the_address_by_name() -> None:
    rng = np.random.default_rng(1)
    largest = Experiment(x=rng.normal(size=(8, 12, 12)), weight=rng.normal(size=(8, 8, 7, 7)))
    shown = LessonDocument.begin("multi_output", "d2l_three_out", largest)
    assert len(shown.link()) < 40
    assert content.opened(shown.link(), "sobel") == (largest, {}, "d2l_three_out")
    shown.greet()
    assert shown.entry == {"s": shown.link()}
    assert [TOO_LONG in str(notice) for notice in shown.notices] == [True]


@pytest.fixture
def short_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less room than a fraction in every cell takes, so that small experiments are too long."""
    monkeypatch.setattr(content, "MAX_TEXT", 200)


def fractions(experiment: Experiment) -> Experiment:
    rng = np.random.default_rng(2)
    return experiment.replace(x=rng.normal(size=experiment.x.shape))


def warned(app: AppTest) -> bool:
    told = [each.value for each in app.text]
    assert not any("file" in each for each in told)  # the page saves none
    return any(TOO_LONG in each for each in told)


@pytest.mark.usefixtures("short_addresses")
@pytest.mark.parametrize("page", ["multi_input", *PAGES])
def test_numbers_too_long_for_an_address_are_shown_and_can_be_undone(
    app: AppTest, page: str
) -> None:
    app.switch_page(f"{page}.py")
    run(app)
    before = lesson(app).experiment
    lesson(app).change(fractions(before))
    run(app)
    assert warned(app)
    kept = lesson(app).experiment
    assert content.opened(app.query_params["s"], "sobel").experiment == kept
    again = AppTest.from_file(str(SCRIPT), default_timeout=20)  # another visitor, with the link
    again.switch_page(f"{page}.py")
    again.query_params.update(app.query_params)
    assert lesson(run(again)).experiment == kept and warned(again)
    for other in ("cost", "multi_output", page):
        app.switch_page(f"{other}.py")
        run(app)
        assert warned(app)
    if page in ("multi_input", "multi_output"):
        assert lesson(app).experiment == kept
    while lesson(app).experiment != before:  # what a page made to fit can be undone too
        lesson(app).undo()
        lesson(app).turned = ""
    run(app)
    assert not warned(app)


@pytest.mark.usefixtures("short_addresses")
def test_an_edit_that_makes_an_address_too_long_is_kept_and_said(app: AppTest) -> None:
    numbers = np.random.default_rng(3).normal(size=18).tolist()
    cells = [f"x {c} {i} {j}" for c in range(2) for i in range(3) for j in range(3)]
    for n, (cell, number) in enumerate(zip(cells, numbers, strict=True)):
        send(app, {"n": 1 + n, "at": cell, "text": str(number)})
        assert payload(app)["taken"] == 1 + n
        name = app.query_params["s"]
        assert warned(app) is is_name(name)
        assert content.opened(name, "sobel").experiment == lesson(app).experiment
    assert warned(app)
    assert lesson(app).experiment.x.flatten().tolist() == numbers
    send(app, *({"n": 50 + n, "op": "undo"} for n in range(18)))
    assert lesson(app).experiment == D2L
    assert share.decode(app.query_params["s"])[0] == D2L
    assert not warned(app)


@pytest.mark.usefixtures("short_addresses")
def test_numbers_that_are_kept_no_longer_are_told_of(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson(app).change(fractions(lesson(app).experiment))
    run(app)
    gone, address = lesson(app).experiment, dict(app.query_params)
    monkeypatch.setattr(keeping, "_memory", keeping.Memory(keeping.IN_MEMORY))  # a new server
    late = AppTest.from_file(str(SCRIPT), default_timeout=20)
    late.query_params.update(address)
    assert lesson(run(late)).experiment == D2L
    assert any("kept here no longer" in each.value for each in late.text)
    run(app)  # a page that still shows them brings them back
    late = AppTest.from_file(str(SCRIPT), default_timeout=20)
    late.query_params.update(address)
    assert lesson(run(late)).experiment == gone
