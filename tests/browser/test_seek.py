"""Every number can be selected and edited, also where the board shows a part of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from convviz.core.experiment import Experiment
from convviz.formats import link
from tests.browser.stage import Stage
from tests.browser.test_limits import numbers


def large(c_out: int) -> Experiment:
    return Experiment(
        x=numbers((8, 12, 12), False),
        weight=numbers((c_out, 8, 7, 7), False),
        bias=numbers((c_out,), False),
    )


def seen(stage: Stage, name: str) -> None:
    """The cell has the focus and is in the window."""
    expect(stage.cell(name)).to_be_focused()
    expect(stage.cell(name)).to_be_in_viewport(ratio=0.95)


@pytest.mark.parametrize("presenting", [True, False])
def test_the_arrows_reach_every_number(page: Page, app_url: str, presenting: bool) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    stage = Stage(page).open(f"{app_url}/?s={link.encode(large(1))}")
    if presenting:
        stage.press("f")
    expect(stage.cell("x 0 0 11")).to_be_hidden()
    stage.cell("x 0 0 0").focus()
    for column in range(1, 12):
        page.keyboard.press("ArrowRight")
        seen(stage, f"x 0 0 {column}")
    for row in range(1, 12):
        page.keyboard.press("ArrowDown")
        seen(stage, f"x 0 {row} 11")
    page.keyboard.press("ArrowDown")  # at the end of a channel the next one comes
    seen(stage, "x 1 0 0")
    page.keyboard.press("ArrowUp")
    seen(stage, "x 0 11 11")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(stage.cell("x 0 11 11").locator("text")).to_have_text("5")
    assert stage.step == 0


def test_tab_reaches_every_number_and_a_step_brings_back_what_it_uses(
    page: Page, app_url: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    stage = Stage(page).open(f"{app_url}/multi_output?s={link.encode(large(8))}")
    stage.press("f")
    expect(stage.shown("k 1 0 0 0")).to_have_count(0)
    stage.cell("k 0 0 0 0").focus()
    for name in (*(f"k 0 0 {n // 7} {n % 7}" for n in range(1, 49)), "k 1 0 0 0"):
        stage.press("Enter", "Tab")
        seen(stage, name)
    stage.press("Escape", "PageDown")
    stage.expect_step(1)
    expect(stage.shown("x 0 0 0")).to_be_visible()
    expect(stage.shown("k 0 0 0 0")).to_be_visible()
    expect(stage.shown("k 1 0 0 0")).to_have_count(0)
