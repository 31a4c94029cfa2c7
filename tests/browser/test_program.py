"""The code on the board: asked for while presenting, with the lines of the step marked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.test_code import PARTIAL, PRODUCT, TOTAL, marked, variables
from tests.browser.test_going import FULL, arrived, present

LEAST = 24 / 1080  # of the height: what is no digit of a tile, and no must


def panel(stage: Stage) -> Locator:
    return stage.root.locator(".program")


def opened(stage: Stage) -> Locator:
    stage.press("c")
    expect(panel(stage)).to_be_visible()
    return panel(stage).locator("pre")


@pytest.fixture
def presented(page: Page, app_url: str) -> Stage:
    stage = Stage(page).open(f"{app_url}/multi_output?lang=en")
    present(stage)
    return stage


def test_the_marked_lines_follow_the_steps_on_the_board(presented: Stage) -> None:
    lines = opened(presented)
    assert (marked(lines), variables(lines)) == ([], "")
    presented.press("PageDown")
    assert marked(lines) == [PRODUCT, PARTIAL]
    assert variables(lines) == "o = 0, i = 0, j = 0, c = 0"
    presented.press("PageDown", "PageDown")
    assert (marked(lines), variables(lines)) == ([TOTAL], "o = 0, i = 0, j = 0")
    expect(lines.locator("[aria-current=step]").last).to_be_in_viewport()
    presented.edit("x 0 0 0", "-7.25")
    expect(lines).to_contain_text("[[-7.25, 1.0, 2.0]")
    assert marked(lines) == [TOTAL]
    expect(presented.page.locator(FULL)).to_have_count(1)


def test_every_language_is_shown_and_the_code_is_closed_again(presented: Stage) -> None:
    page = presented.page
    lines = opened(presented)
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)  # whoever uses a mouse sees the other languages
    panel(presented).get_by_role("button", name="PyTorch").click()
    expect(lines).to_contain_text("import torch")
    presented.press("PageDown")
    presented.expect_step(1)
    presented.press("c")
    expect(panel(presented)).to_be_hidden()
    expect(opened(presented)).to_contain_text("import torch")
    presented.press("Escape")
    expect(page.locator(".convviz.present")).to_have_count(0)
    expect(panel(presented)).to_be_hidden()
    expect(page.locator(".st-key-code")).to_have_count(0)


def test_code_stays_open_from_lesson_to_lesson(presented: Stage) -> None:
    opened(presented)
    presented.press("Shift+PageDown")
    arrived(presented, "pointwise")
    expect(panel(presented)).to_be_visible()
    expect(panel(presented).locator("pre")).to_contain_text("Y[o][i][j]")


@pytest.mark.parametrize("address", ["receptive_field", "cost"])
def test_code_of_lessons_without_numbers(page: Page, app_url: str, address: str) -> None:
    stage = Stage(page).open(f"{app_url}/{address}?lang=en")
    present(stage)
    expect(opened(stage)).to_contain_text("import numpy")
    assert marked(panel(stage)) == []


def test_the_mouse_finds_it_too_and_only_on_the_board(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=zh")
    button = stage.root.locator(".bar [value=code]")
    expect(button).to_be_hidden()
    present(stage)
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)
    button.click()
    expect(panel(stage)).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    stage.press("ArrowRight")
    stage.expect_step(1)
    button.click()
    expect(panel(stage)).to_be_hidden()


SIZES = [(1920, 1080), (1280, 720), (1024, 768), (390, 844)]


@pytest.mark.parametrize("address", ["", "multi_output", "pointwise", "matrix", "pooling", "cost"])
def test_picture_and_code_are_seen_together(page: Page, app_url: str, address: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    stage = Stage(page).open(f"{app_url}/{address}?lang=en")
    stage.root.focus()
    stage.press("f")
    expect(stage.root).to_have_class(re.compile(r"\bpresent\b"))
    opened(stage)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        stage.settle()
        found = stage.root.evaluate(
            """root => {
              const [picture, prose, code, foot] = ["svg", ".prose", ".program", ".bar"]
                .map(name => root.querySelector(name).getBoundingClientRect())
              const text = root.querySelector(".program pre")
              return { in_order: picture.bottom <= prose.top + 1 && prose.bottom <= code.top + 1,
                over: code.bottom - foot.top, picture: picture.height / innerHeight,
                text: parseFloat(getComputedStyle(text).fontSize), wide: root.scrollWidth }
            }"""
        )
        assert found["in_order"] and found["wide"] <= width, (width, found)
        if width > 390:  # a phone scrolls
            assert found["over"] <= 1 and found["picture"] > 0.25, (width, found)
            assert found["text"] >= LEAST * height - 0.05, (width, found)
