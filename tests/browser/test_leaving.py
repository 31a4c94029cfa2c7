"""Every way out of an open field keeps what was typed in it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage


@pytest.fixture
def stage(page: Page, app_url: str) -> Stage:
    return Stage(page).open(app_url)


@pytest.mark.parametrize(("switch", "opened"), [("Tables", ".convviz-tables"), ("Code", "code")])
def test_a_switch_used_with_an_open_field_opens_its_view(
    stage: Stage, switch: str, opened: str
) -> None:
    stage.cell("x 0 0 0").click()
    stage.page.keyboard.type("55")
    # A finger's tap leaves the field and presses the switch at the same time.
    stage.page.get_by_role("switch", name=switch).evaluate(
        "control => { document.activeElement.shadowRoot.activeElement.blur(); control.click() }"
    )
    stage.expect_number("x 0 0 0", "55")
    expect(stage.page.locator(opened).first).to_be_visible()
