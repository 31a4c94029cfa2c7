"""A page that predicts first: what its components are sent, and what waits meanwhile."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.components import components, trigger
from tests.ui.test_pages import SCRIPT, payload, run, send, toggle

X000 = {"n": 1, "at": "x 0 0 0", "text": "5"}


@pytest.fixture
def app() -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["predict"] = "1"
    return run(app)


def shown(app: AppTest) -> set[str]:
    """Names of all that the stage holds a value of."""
    data = payload(app)
    return {*data["base"], *(name for frame in data["frames"] for name in frame)}


def test_numbers_come_as_far_as_an_edit_says_that_they_were_reached(app: AppTest) -> None:
    assert payload(app)["known"] == ["all", -1, 0]
    assert not {"sum 0", "total", "y 0 0 0"} & shown(app)
    send(app, X000, step=1)
    assert payload(app)["known"] == ["all", 0, 4]
    assert "sum 0" in shown(app) and not {"sum 1", "total", "y 0 0 0"} & shown(app)
    trigger(app, "stage", "choice", [[1, "predict", False]])
    assert "known" not in payload(run(app)) and {"total", "y 0 1 1"} <= shown(app)


def test_tables_wait_until_all_numbers_may_be_seen(app: AppTest) -> None:
    toggle(app, "Tables")
    assert components(app, "tables") == []
    assert any("wait while you predict" in each.value for each in app.caption)
    trigger(app, "stage", "choice", [[1, "predict", False]])
    run(app)
    assert len(components(app, "tables")) == 1
    assert not any("wait while you predict" in each.value for each in app.caption)
