"""A page that tests share is as if it had just been opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visits import Visit


@pytest.mark.parametrize("address", ["/", "/receptive_field"])
def test_a_page_that_was_only_looked_at_is_not_loaded_again(
    visit: Visit, app_url: str, address: str
) -> None:
    stage = visit(app_url + address)
    page = stage.page
    page.evaluate("() => { window.here = true }")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.emulate_media(color_scheme="dark")
    expect(stage.root).to_contain_class("dark")
    stage.cell("y 0 0 1").focus()
    stage.press("1", "+", "End", "PageUp", "f", "ArrowRight", "b", "b", "?")
    again = visit(app_url + address)
    assert again.page == page
    assert page.evaluate("() => window.here")
    again.expect_step(0)
    assert page.evaluate("() => document.activeElement.tagName") == "BODY"


def test_a_page_with_other_numbers_is_loaded_again(visit: Visit, app_url: str) -> None:
    stage = visit(app_url)
    before = stage.number("x 0 0 0")
    stage.edit("x 0 0 0", "77")
    stage.expect_number("x 0 0 0", "77")
    stage.press("Control+z")
    stage.expect_number("x 0 0 0", before)  # but it can be redone
    assert visit(app_url).page != stage.page
