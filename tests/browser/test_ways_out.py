"""Every control of every page, used while a number is being typed: the number is not lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.test_leaving import CELL, NUMBER, UNDO, delivered, type_in

PAGES = ("", "multi_output", "pointwise", "geometry", "groups", "pooling", "matrix")
KERNELS = {"": "k 0 1 0 0", "multi_output": "k 2 1 0 0", "pointwise": "k 1 2 0 0"}
UNDOS = 2  # after which it is seen again where another document took the place of its own

# What can be used above a stage, by what is used of it.
CONTROLS = {
    "button": "[data-testid=stNumberInputStepUp]:enabled",
    "field": "[data-testid=stNumberInputField]",
    "list": "[data-testid=stSelectbox] input",
    "switch": "[data-testid=stCheckbox] label",
    "choice": "[data-testid=stMain] [role=radio]",
}
CHOICES = ("geometry", "groups", "pooling")  # pages where one of several is chosen by a button
KEYS = ("Enter", "Tab", "Shift+Tab", "PageDown", "PageUp", "Control+Enter", "Shift+Enter")


def use(stage: Stage, kind: str, control: Locator) -> None:
    control.click()
    if kind == "field":
        stage.press("Control+a", "3", "Enter")
    if kind == "list":
        stage.page.get_by_role("option").nth(1).click()


def keeps(stage: Stage, cell: str) -> bool:
    """Whether the number is there, now or after it was undone what came after it."""
    for _ in range(UNDOS + 1):
        delivered(stage)
        stage.settle()
        if not stage.cell(cell).count():
            return False
        if stage.number(cell) == NUMBER:
            return True
        stage.root.focus()
        stage.press(UNDO)
    return False


def end_edit(stage: Stage) -> None:
    """Press Enter in a field that is still open: what is in the stage need not close it."""
    field = stage.root.locator(".editor")
    if field.count():
        expect(field).to_have_value(NUMBER)
        field.press("Enter")
    expect(field).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "kind"),
    [(page, kind) for page in PAGES for kind in CONTROLS if kind != "choice" or page in CHOICES],
)
def test_a_control_of_the_page(page: Page, app_url: str, address: str, kind: str) -> None:
    stage = Stage(page).open(f"{app_url}/{address}?lang=en").settle()
    controls = page.locator(CONTROLS[kind]).filter(visible=True)
    assert controls.count()
    lost = []
    for index in range(controls.count()):
        if index:
            stage.open(f"{app_url}/{address}?lang=en").settle()
        cell = KERNELS.get(address, CELL) if index % 2 else CELL
        type_in(stage, cell=cell)
        use(stage, kind, controls.nth(index))
        if not keeps(stage, cell) and kind == "switch":  # it shows other numbers meanwhile
            controls.nth(index).click()
        if not keeps(stage, cell):
            lost.append(index)
    assert lost == []


def test_a_button_of_the_stage(page: Page, app_url: str) -> None:
    url = f"{app_url}/multi_output?lang=en"
    stage = Stage(page).open(url).settle()
    buttons = stage.root.locator(".bar button:enabled").filter(visible=True)
    names = [button.get_attribute("value") for button in buttons.all()]
    assert {"play", "product", "output", "before", "present", "follow", "collect"} <= {*names}
    for index, name in enumerate(names):
        stage.open(url).settle()
        type_in(stage)
        buttons.nth(index).click()
        if name in ("before", "after"):
            expect(page).not_to_have_url(re.compile("/multi_output"))
        if name == "follow":
            stage.press("Escape")
        end_edit(stage)
        assert keeps(stage, CELL), name
    for name in ("Step", "Speed"):
        stage.open(url).settle()
        type_in(stage)
        slider = stage.root.get_by_role("slider", name=name)
        slider.click()
        end_edit(stage)
        assert keeps(stage, CELL), name


def test_a_key(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output?lang=en").settle()
    for key in KEYS:
        type_in(stage)
        stage.press(key)
        end_edit(stage)  # PageDown and PageUp do nothing in a field
        assert keeps(stage, CELL), key
        stage.root.focus()
        stage.press(UNDO)
        stage.expect_number(CELL, "0")
