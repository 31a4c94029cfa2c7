"""Every control of every page, used while a number is being typed: the number is not lost."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.test_leaving import CELL, NUMBER, UNDO, delivered, type_in

PAGES = ("", "multi_output", "pointwise", "geometry", "groups", "pooling", "matrix")
KERNELS = {"": "k 0 1 0 0", "multi_output": "k 2 1 0 0", "pointwise": "k 1 2 0 0"}
UNDOS = 2  # after which it is seen again where another document took the place of its own

# What can be used above a stage, by what is used of it.
CONTROLS = {
    "number": "[data-testid=stNumberInput]",
    "list": "[data-testid=stSelectbox] input",
    "switch": "[data-testid=stCheckbox] label",
    "choice": "[data-testid=stMain] [role=radio]",
}
CHOICES = ("geometry", "groups", "pooling")  # pages where one of several is chosen by a button
LEAVE = ("before", "after", "present")  # the buttons after which the stage is another, or looks so
FRAMED = ("play", "before", "present", "follow", "save")  # those that the page around may notice
KEYS = ("Enter", "Tab", "Shift+Tab", "PageDown", "PageUp", "Control+Enter", "Shift+Enter")


def use(stage: Stage, kind: str, control: Locator, *, stepped: bool) -> None:
    """Use a control as one does by mouse; a number is stepped, if it can be, or typed."""
    step = control.locator("[data-testid=stNumberInputStepUp]:enabled")
    typed = kind == "number" and not (stepped and step.count())
    if typed:
        control.locator("input").click()
        stage.press("Control+a", "3", "Enter")
    else:
        (step if kind == "number" else control).click()
    if kind == "list":
        stage.page.get_by_role("option").nth(1).click()


def keeps(stage: Stage, cell: str, number: str = NUMBER) -> bool:
    """Whether the number is there, now or after it was undone what came after it."""
    for _ in range(UNDOS + 1):
        delivered(stage)
        stage.settle()
        if not stage.cell(cell).count():
            return False
        if stage.number(cell) == number:
            return True
        stage.root.focus()
        stage.press(UNDO)
    return False


def end_edit(stage: Stage, number: str = NUMBER) -> None:
    """Press Enter in a field that is still open: what is in the stage need not close it."""
    field = stage.root.locator(".editor")
    if field.count():
        expect(field).to_have_value(number)
        field.press("Enter")
    expect(field).to_have_count(0)


@pytest.mark.parametrize("address", PAGES)
def test_a_control_of_the_page(page: Page, app_url: str, address: str) -> None:
    url = f"{app_url}/{address}?lang=en"
    stage = Stage(page).open(url).settle()
    lost, numbers = [], (str(number) for number in count(55))  # another one for each control
    found = {kind: page.locator(named).filter(visible=True) for kind, named in CONTROLS.items()}
    # Counted when all are there, before any is used: what a switch opens goes a while after.
    for kind, controls in found.items():
        if kind != "choice" or address in CHOICES:
            expect(controls).not_to_have_count(0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    for kind, there in {kind: controls.count() for kind, controls in found.items()}.items():
        controls = found[kind]
        for index, number in zip(range(there), numbers, strict=False):
            if controls.count() < there:  # the last one took some away
                stage.open(url).settle()
            cell = KERNELS.get(address, CELL) if index // 2 % 2 else CELL
            type_in(stage, number, cell)
            # What is stepped on one page is typed on the next.
            use(stage, kind, controls.nth(index), stepped=(index + PAGES.index(address)) % 2 > 0)
            kept = keeps(stage, cell, number)
            if kind == "switch":  # it may show other numbers meanwhile
                controls.nth(index).click()
                expect(controls.nth(index)).not_to_be_checked()
                stage.settle()
            if not kept and not keeps(stage, cell, number):
                lost.append((kind, index))
    assert lost == []


@pytest.mark.parametrize("address", ["/play/multi_output", "/multi_output"])
def test_a_button_of_the_stage(page: Page, app_url: str, address: str) -> None:
    url = f"{app_url}{address}?lang=en"
    stage = Stage(page).open(url).settle()
    buttons = stage.root.locator(".bar button:enabled").filter(visible=True)
    named = {each.get_attribute("title"): each.get_attribute("value") for each in buttons.all()}
    tried = {"play", "product", "output", "before", "present", "follow", "collect"}
    assert tried <= {*named.values()} and len(named) == buttons.count()
    for number, (title, name) in enumerate(named.items(), 55):
        if "/play/" not in address and name not in FRAMED:
            continue
        type_in(stage, str(number))
        stage.root.locator(f'.bar button[title="{title}"]').click()
        if name in ("before", "after"):
            expect(page).not_to_have_url(re.compile("/multi_output"))
        if name == "save":
            expect(page.get_by_role("heading", name="Save", exact=True)).to_be_visible()
        if name in ("follow", "save"):  # what they open lies over the stage
            page.keyboard.press("Escape")
        end_edit(stage, str(number))
        assert keeps(stage, CELL, str(number)), name
        if name in LEAVE:
            stage.open(url).settle()
    for name in ("Step", "Speed"):
        type_in(stage)
        slider = stage.root.get_by_role("slider", name=name)
        slider.click()
        end_edit(stage)
        assert keeps(stage, CELL), name


@pytest.mark.parametrize(
    ("address", "keys"), [("/play/multi_output", KEYS), ("/multi_output", ("Enter", "PageDown"))]
)
def test_a_key(page: Page, app_url: str, address: str, keys: tuple[str, ...]) -> None:
    stage = Stage(page).open(f"{app_url}{address}?lang=en").settle()
    for key in keys:
        type_in(stage)
        stage.press(key)
        end_edit(stage)  # PageDown and PageUp do nothing in a field
        assert keeps(stage, CELL), key
        stage.root.focus()
        stage.press(UNDO)
        stage.expect_number(CELL, "0")
