"""Nothing typed is lost, below the browser: edits and changes of page, too long addresses."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from convviz.core.experiment import Experiment
from convviz.formats import link as share
from convviz.lessons import content
from convviz.ui import state
from convviz.ui.state import Document
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


def test_the_largest_experiment_that_the_pages_draw_is_too_long_for_an_address() -> None:
    rng = np.random.default_rng(1)
    largest = Experiment(x=rng.normal(size=(8, 12, 12)), weight=rng.normal(size=(8, 8, 7, 7)))
    shown = Document(largest, "multi_output", "d2l_three_out", example="d2l_three_out")
    assert shown.link() == ""
    shown.greet()
    assert shown.entry == {}
    assert shown.notices == [state.NO_LINK]


@pytest.fixture
def short_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less room than a fraction in every cell takes, so that small experiments are too long."""
    content._written.cache_clear()
    monkeypatch.setattr(share, "MAX_TEXT", 200)


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
    before, address = lesson(app).experiment, dict(app.query_params)
    lesson(app).change(fractions(before))
    run(app)
    assert warned(app)
    assert dict(app.query_params) == address
    kept = lesson(app).experiment
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
        fits = bool(lesson(app).link())
        assert warned(app) is not fits
        if fits:
            assert share.decode(app.query_params["s"])[0] == lesson(app).experiment
    assert warned(app)
    assert lesson(app).experiment.x.flatten().tolist() == numbers
    send(app, *({"n": 50 + n, "op": "undo"} for n in range(18)))
    assert lesson(app).experiment == D2L
    assert share.decode(app.query_params["s"])[0] == D2L
    assert not warned(app)
