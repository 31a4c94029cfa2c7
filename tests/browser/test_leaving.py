"""Every way out of an open field keeps what was typed in it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.stage import Stage

CELL, NUMBER = "x 0 0 0", "55"
UNDO = "Control+z"


@pytest.fixture
def batches(page: Page) -> list[str]:
    """What Streamlit says of changes that it took for one."""
    told: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "fragmentIds" in message.text:
            told.append(message.text)

    page.on("console", note)
    return told


@pytest.fixture
def stage(page: Page, app_url: str) -> Stage:
    return Stage(page).open(f"{app_url}/?lang=en").settle()


def type_in(stage: Stage, text: str = NUMBER, cell: str = CELL) -> None:
    """Type into a cell and leave the field open."""
    stage.cell(cell).click()
    stage.page.keyboard.type(text)
    expect(stage.root.locator(".editor")).to_have_value(text)


def delivered(stage: Stage) -> None:
    """Wait until nothing that was typed is on its way."""
    stage.page.wait_for_function("() => sessionStorage.getItem('convviz-outbox') === null")


def undone(stage: Stage) -> None:
    delivered(stage)
    stage.root.focus()
    stage.press(UNDO)


def label(stage: Stage, text: str) -> None:
    stage.page.get_by_text(text, exact=True).first.click()


def lesson_link(stage: Stage, name: str) -> None:
    stage.page.get_by_role("link", name=name).first.click()


# What a control opens, by the label that is clicked.
VIEWS = {"Tables": ".convviz-tables", "Code": ".st-key-code code"}


def test_a_control_used_with_an_open_field_does_its_work_at_the_first_click(
    stage: Stage, batches: list[str]
) -> None:
    page = stage.page
    for name, opened in VIEWS.items():
        type_in(stage)
        label(stage, name)
        expect(page.locator(opened).first).to_be_visible()
        stage.expect_number(CELL, NUMBER)
        label(stage, name)
        expect(page.locator(opened)).to_have_count(0)
        undone(stage)
        stage.expect_number(CELL, "0")
    type_in(stage, cell="x 1 0 0")  # a new channel is the one before plus 1
    page.locator("[data-testid=stNumberInputStepUp]").first.click()
    stage.expect_number("x 2 0 0", "56")
    undone(stage)
    stage.expect_number("x 1 0 0", NUMBER)
    expect(stage.cell("x 2 0 0")).to_have_count(0)
    undone(stage)
    stage.expect_number("x 1 0 0", "1")
    type_in(stage)
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="D2L: the first channel switched off").click()
    expect(stage.cell("k 0 0 0 0").locator("text")).to_have_text("0")
    stage.expect_number(CELL, "0")
    undone(stage)
    stage.expect_number(CELL, NUMBER)
    undone(stage)
    stage.expect_number(CELL, "0")
    assert not batches


@pytest.mark.parametrize("name", ["Multiple outputs", "Matrix product"])
def test_a_number_goes_along_to_the_next_lesson_and_back(stage: Stage, name: str) -> None:
    type_in(stage)
    lesson_link(stage, name)
    expect(stage.root).not_to_have_attribute("data-stage", "multi_input")
    stage.expect_number(CELL, NUMBER)
    delivered(stage)
    stage.settle()
    type_in(stage, "66", "x 0 0 1")
    stage.page.go_back()
    expect(stage.root).to_have_attribute("data-stage", "multi_input")
    stage.expect_number(CELL, NUMBER)
    stage.expect_number("x 0 0 1", "66")
    delivered(stage)


@pytest.mark.parametrize("name", ["Cost", "Receptive field", "Lecture"])
def test_a_number_outlives_a_visit_to_a_page_that_has_none(stage: Stage, name: str) -> None:
    stage.edit(CELL, NUMBER)
    stage.expect_number(CELL, NUMBER)
    delivered(stage)
    stage.settle()
    lesson_link(stage, name)
    expect(stage.page.get_by_role("heading", level=1)).to_have_text(name)
    lesson_link(stage, "Multiple inputs")
    expect(stage.root).to_have_attribute("data-stage", "multi_input")
    stage.expect_number(CELL, NUMBER)
    expect(stage.page).to_have_url(re.compile(r"[?&]s="))
    stage.page.reload()
    stage.ready().expect_number(CELL, NUMBER)


@pytest.mark.parametrize("name", ["Cost", "Receptive field"])
def test_a_number_waits_where_no_number_can_be_changed(stage: Stage, name: str) -> None:
    type_in(stage)
    lesson_link(stage, name)
    expect(stage.page.get_by_role("heading", level=1)).to_have_text(name)
    expect(stage.root).not_to_have_attribute("data-stage", "multi_input")
    stage.settle()
    lesson_link(stage, "Multiple inputs")
    stage.expect_number(CELL, NUMBER)
    delivered(stage)


def test_a_number_outlives_language_theme_reload_and_another_site(stage: Stage) -> None:
    page = stage.page
    type_in(stage, "51")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    stage.expect_number(CELL, "51")
    delivered(stage)
    type_in(stage, "52")
    page.get_by_role("button", name=re.compile("主题")).click()
    stage.expect_number(CELL, "52")
    delivered(stage)
    type_in(stage, "53")
    page.reload()
    stage.ready().expect_number(CELL, "53")
    delivered(stage)
    stage.settle()
    type_in(stage, "54")
    page.goto("about:blank")
    page.go_back()
    stage.ready().expect_number(CELL, "54")
    delivered(stage)


def test_a_number_typed_into_numbers_that_are_gone_is_told(stage: Stage) -> None:
    page = stage.page
    stage.edit(CELL, "7")
    expect(page).to_have_url(re.compile("s=1"))
    delivered(stage)
    type_in(stage)
    page.goto(re.sub("&s=[^&]*", "", page.url))
    stage.ready().expect_number(CELL, "0")
    told = page.get_by_text("55 for X[0, 0, 0] was not entered").first
    expect(told).to_be_visible()
    delivered(stage)


@pytest.mark.parametrize(
    ("button", "shown"), [("Next step", NUMBER), ("Undo", "7"), ("Reset", "0"), ("Keys", NUMBER)]
)
def test_a_button_of_the_bar_keeps_what_is_typed(stage: Stage, button: str, shown: str) -> None:
    stage.edit(CELL, "7")
    stage.expect_number(CELL, "7")
    delivered(stage)
    type_in(stage)
    stage.button(button).click()
    stage.press("Enter")
    stage.expect_number(CELL, shown)
    if shown != NUMBER:  # it came before
        delivered(stage)
        stage.root.focus()
        stage.press("Control+Shift+z" if button == "Undo" else UNDO)
        stage.expect_number(CELL, NUMBER)


# What is used on another page, each by the key that the page knows it by.
CONTROLS = {
    "multi_output": "stack",
    "pointwise": "photo",
    "geometry": "flip",
    "groups": "separable",
}


@pytest.mark.parametrize(("name", "key"), CONTROLS.items())
def test_a_switch_of_another_page_keeps_what_is_typed(
    page: Page, app_url: str, name: str, key: str
) -> None:
    stage = Stage(page).open(f"{app_url}/{name}?lang=en").settle()
    switch = page.locator(f".st-key-{key} label").first
    type_in(stage)
    switch.click()
    expect(page.locator(f".st-key-{key} [data-selected=true]").first).to_be_visible()
    delivered(stage)
    stage.settle()
    switch.click()
    expect(page.locator(f".st-key-{key} [data-selected=true]")).to_have_count(0)
    stage.expect_number(CELL, NUMBER)
    expect(page.get_by_text("was not entered")).to_have_count(0)
