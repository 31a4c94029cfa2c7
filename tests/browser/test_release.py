"""After a control was used the keys act on the stage; editing leaves nothing on the projector."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage


@pytest.fixture
def stage(page: Page, app_url: str) -> Stage:
    return Stage(page).open(f"{app_url}/multi_output?lang=en").settle()


def steps_on(stage: Stage) -> None:
    expect(stage.root).to_be_focused()
    stage.settle()  # the picture of what was chosen has come
    step = stage.step
    stage.press("ArrowRight")
    stage.expect_step(step + 1)
    stage.press("f")
    expect(stage.page.locator(".convviz.present")).to_be_visible()
    stage.press("Escape")
    expect(stage.page.locator(".convviz.present")).to_have_count(0)


def test_after_a_control_was_used_the_keys_are_the_stages(stage: Stage) -> None:
    page = stage.page
    example = page.get_by_role("combobox", name="Example")
    example.click()
    page.get_by_role("option").nth(2).click()
    steps_on(stage)
    example.click()
    stage.press("ArrowDown", "Enter")
    steps_on(stage)
    page.locator("[data-testid=stNumberInputStepUp]").nth(1).click()
    steps_on(stage)
    page.get_by_role("spinbutton", name="Width W").first.fill("5")
    stage.press("Enter")
    steps_on(stage)
    page.get_by_text("Tables", exact=True).click()
    steps_on(stage)


def test_who_goes_through_the_controls_with_the_keyboard_stays_there(stage: Stage) -> None:
    switch = stage.page.get_by_role("switch", name="Tables")
    switch.focus()
    stage.press("Space")
    expect(stage.page.locator(".convviz-tables").first).to_be_visible()
    expect(switch).to_be_focused()


def marked(stage: Stage) -> Locator:
    return stage.root.locator("[data-uses], [data-cell]:focus")


def test_editing_while_presenting_leaves_no_rings_and_escape_ends_the_edit(stage: Stage) -> None:
    page = stage.page
    stage.press("f")
    present = page.locator(".convviz.present")
    expect(present).to_be_visible()
    for end in ("Enter", "Escape"):
        stage.cell("x 0 1 1").click()
        page.keyboard.type("7")
        stage.press(end)
        expect(stage.root.locator(".editor")).to_have_count(0)
        expect(marked(stage)).to_have_count(0)
        expect(present).to_be_visible()
    stage.expect_number("x 0 1 1", "7")
    stage.cell("x 0 0 0").click()
    page.keyboard.type("8")
    stage.press("Tab")
    expect(stage.cell("x 0 0 1")).to_be_focused()
    stage.press("Escape")  # ends what is selected, not the presentation
    expect(marked(stage)).to_have_count(0)
    expect(present).to_be_visible()
    stage.cell("x 0 0 0").click()
    page.keyboard.type("9")
    stage.press("Tab", "PageDown")
    expect(marked(stage)).to_have_count(0)
    stage.expect_number("x 0 0 0", "9")
    stage.press("Escape")
    expect(present).to_have_count(0)
