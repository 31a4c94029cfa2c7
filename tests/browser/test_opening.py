"""What a switch opens is seen: brought into sight once, without a jump where it is seen already."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
# Whether the whole of it, or 200 px, comes into sight below the top row within 300 frames.
IN_SIGHT = """e => new Promise(done => {
  let frames = 300
  const look = () => {
    const { top, bottom, height } = e.getBoundingClientRect()
    const seen = Math.min(bottom, innerHeight) - Math.max(top, 52)
    if (seen >= Math.min(height, 200)) done(true)
    else frames-- ? requestAnimationFrame(look) : done(false)
  }
  look()
})"""
OPENED = {
    "Tables": ("", ".st-key-tables"),
    "Code": ("matrix", ".st-key-code"),
    "3-D stack": ("multi_output", ".st-key-views"),
    "Photograph": ("pointwise", ".st-key-views"),
    "Then 1×1": ("groups", ".st-key-views"),
}


def switch(page: Page, name: str) -> None:
    page.get_by_text(name, exact=True).click()


@pytest.mark.parametrize("name", OPENED)
def test_what_a_switch_opens_comes_into_sight(page: Page, name: str) -> None:
    lesson, opened = OPENED[name]
    page.emulate_media(reduced_motion="reduce")
    Stage(page).open(f"/{lesson}?lang=en").settle()
    assert page.evaluate(SCROLLED) == 0
    switch(page, name)
    expect(page.locator(opened)).to_be_visible()
    Stage(page).settle()  # before that it may be in sight for a moment
    assert page.locator(opened).evaluate(IN_SIGHT), "it stays out of sight"


def test_code_and_picture_are_seen_together(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    stage = Stage(page).open("/?lang=en").settle()
    switch(page, "Code")
    expect(page.locator(".st-key-code")).to_be_in_viewport(ratio=0.99)
    expect(stage.root.locator("svg").first).to_be_in_viewport(ratio=0.99)
    # It is there when the page comes again, which moves nothing.
    scrolled = page.evaluate(SCROLLED)
    stage.press("PageDown")
    stage.expect_step(1)
    assert page.evaluate(SCROLLED) == scrolled


def test_what_is_in_sight_moves_nothing(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 1500})
    page.emulate_media(reduced_motion="reduce")
    Stage(page).open("/?lang=en").settle()
    switch(page, "Tables")
    expect(page.locator(".st-key-tables")).to_be_in_viewport(ratio=0.99)
    Stage(page).settle()
    assert page.evaluate(SCROLLED) == 0
