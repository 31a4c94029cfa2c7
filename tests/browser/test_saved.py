"""The stage says when the address holds what is shown: then a reload shows the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from convviz.formats import link
from convviz.lessons.presets import presets
from tests.browser.stage import Stage
from tests.browser.test_typing import SLOW_SERVER

PAGES = ("/", "/multi_output", "/play/", "/play/pooling")


@pytest.mark.parametrize("address", PAGES)
def test_a_reload_shows_what_was_saved(page: Page, app_url: str, address: str) -> None:
    stage = Stage(page).open(f"{app_url}{address}")
    stage.saved().edit("x 0 0 0", "7.5")
    stage.press("PageDown", "PageDown")
    numbers, step = stage.saved().numbers("x "), stage.step
    assert stage.number("x 0 0 0") == "7.5"
    page.reload()
    stage.ready().settle()
    assert (stage.numbers("x "), stage.step) == (numbers, step)
    stage.saved().press("Control+z", "End")
    stage.saved()


def test_nothing_is_saved_while_a_step_or_an_edit_is_on_its_way(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/play/?lang=en")
    stage.saved()
    assert stage.root.evaluate(
        """root => {
          root.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))
          return !("saved" in root.dataset)
        }"""
    )
    stage.saved()
    held: list[Route] = []
    page.route("**/convviz/change", lambda route: held.append(route))
    with page.expect_request("**/convviz/change"):
        stage.edit("x 0 0 0", "7")
    expect(stage.root).not_to_have_attribute("data-saved", "")
    held[0].continue_()
    stage.saved()
    stage.expect_number("x 0 0 0", "7")


def test_numbers_that_no_address_holds_are_not_saved(page: Page, app_url: str) -> None:
    """What was made to fit is not written over the address that it came from."""
    large = presets()["d2l_two_in"].replace(stride=(1, 1), padding=(20, 20))
    stage = Stage(page).open(f"{app_url}/play/?s={link.encode(large)}").settle()
    expect(stage.root).not_to_have_attribute("data-saved", "")


def test_a_switch_right_after_an_edit_takes_no_number_out_of_the_address(
    page: Page, app_url: str
) -> None:
    """A browser tells of its address as it was before the server's answer to the edit came."""
    page.add_init_script(SLOW_SERVER)
    stage = Stage(page).open(f"{app_url}/?lang=en").settle()
    page.evaluate("() => { window.lateness = 500 }")
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")  # foreseen
    page.get_by_role("button", name="中文", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    stage.saved()
    page.reload()
    stage.ready()
    stage.expect_number("x 0 0 0", "7")
