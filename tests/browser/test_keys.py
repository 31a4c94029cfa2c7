"""The key table of the stage, in a real browser, after each kind of control had the focus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Stage
from tests.browser.visits import Visit

OF_THE_STAGE = (
    *("bar button", "granularity", "scrubber", "speed"),
    *("input cell", "kernel cell", "output cell"),
)
OF_THE_PAGE = {
    "/multi_output": (
        *("body", "number field", "plus", "select", "toggle", "button", "segmented control"),
    ),
    "/play/multi_output": ("body", "number field", "select", "button", "link"),
}
# What is the stage's own is tried on the light page; two of it, in Streamlit's as well.
NAMES = {
    "/multi_output": ("scrubber", "input cell", *OF_THE_PAGE["/multi_output"]),
    "/play/multi_output": (*OF_THE_PAGE["/play/multi_output"], *OF_THE_STAGE),
}
OF_PAGES = [(address, name) for address, names in NAMES.items() for name in names]


def controls(stage: Stage) -> dict[str, Locator]:
    """One of each kind that the page has; the code's languages are a segmented control."""
    page = stage.page
    light = {
        "button": page.get_by_role("button", name="Dark theme"),
        "link": page.get_by_role("link", name="Groups"),
    }
    full = {
        "plus": page.locator("[data-testid=stNumberInputStepUp]").nth(1),
        "toggle": page.get_by_role("switch", name="Tables"),
        "segmented control": page.get_by_role("radio", name="PyTorch"),
        "button": page.get_by_role("button", name="Fill from K₀"),
    }
    return {
        "body": page.get_by_role("heading", level=1),
        "number field": page.get_by_label("Width W"),
        "select": page.get_by_role("combobox", name="Example"),
        **(light if "/play/" in page.url else full),
        "bar button": stage.button("Next step"),
        "granularity": stage.root.get_by_role("button", name="channel"),
        "scrubber": stage.root.get_by_label("Step", exact=True),
        "speed": stage.root.get_by_label("Speed", exact=True),
        "input cell": stage.cell("x 0 1 1"),
        "kernel cell": stage.cell("k 0 0 0 0"),
        "output cell": stage.cell("y 0 1 1"),
    }


@pytest.fixture
def address() -> str:
    """The page of a test that does not say which."""
    return "/play/multi_output"


@pytest.fixture
def stage(visit: Visit, app_url: str, address: str) -> Stage:
    return visit(f"{app_url}{address}?lang=en")


@contextmanager
def opened(stage: Stage, name: str) -> Iterator[Locator]:
    """A control, its part of the page opened meanwhile."""
    code, control = stage.page.get_by_text("Code", exact=True), controls(stage)[name]
    if name == "segmented control":
        code.click()
    yield control
    if name == "segmented control":
        code.click()
        expect(control).to_have_count(0)


@pytest.fixture
def control(stage: Stage, name: str) -> Iterator[Locator]:
    """The control of the test."""
    with opened(stage, name) as control:
        yield control


def use(control: Locator, name: str) -> None:
    control.focus() if name != "body" else control.click()


def to_the_stage(stage: Stage) -> None:
    """What a person does to give the stage the keys back: a click on its empty ground."""
    stage.page.keyboard.press("Escape")
    stage.root.evaluate("root => root.focus({ preventScroll: true })")
    stage.press("Home", "2")
    stage.expect_step(0)


# What each key leads to, one after the other, from the first step on.
STEPS = {
    "ArrowRight": 1,
    "PageDown": 2,
    "Space": 3,
    "n": 4,
    "ArrowLeft": 3,
    "PageUp": 2,
    "p": 1,
    "End": 36,
    "Home": 0,
}


def steps(stage: Stage) -> None:
    for key, step in STEPS.items():
        stage.press(key)
        stage.expect_step(step)


def plays(stage: Stage) -> None:
    stage.press("k")
    expect(stage.root).to_have_attribute("data-state", "playing")
    stage.press("k")
    expect(stage.root).to_have_attribute("data-state", "paused")


def presents(stage: Stage) -> None:
    stage.press("f")
    expect(stage.page.locator(".convviz.present")).to_be_visible()
    stage.press("Escape")
    expect(stage.page.locator(".convviz.present")).to_have_count(0)
    stage.expect_step(0)


def blanks(stage: Stage) -> None:
    for key in ("b", "."):
        stage.press(key)
        expect(stage.root.locator(".blank")).to_be_visible()
        stage.press("n")
        expect(stage.root.locator(".blank")).to_be_hidden()
        stage.expect_step(0)


def changes_granularity(stage: Stage) -> None:
    for key, name in (("1", "product"), ("3", "window"), ("2", "channel")):
        stage.press(key)
        expect(stage.root).to_have_attribute("data-grain", name)


def changes_speed(stage: Stage) -> None:
    speed = stage.root.get_by_label("Speed", exact=True)
    before = speed.input_value()
    stage.press("+")
    expect(speed).not_to_have_value(before)
    stage.press("-")
    expect(speed).to_have_value(before)


def lists_keys(stage: Stage) -> None:
    stage.press("?")
    expect(stage.root.locator(".help")).to_be_visible()
    stage.press("?")
    expect(stage.root.locator(".help")).to_be_hidden()


def edits_and_undoes(stage: Stage) -> None:
    stage.cell("x 0 0 0").focus()
    before = stage.number("x 0 0 0")
    for key in ("Enter", "F2"):
        stage.press(key)
        expect(stage.root.locator(".editor")).to_be_focused()
        stage.press("Escape")
    stage.press("7", "Tab")
    stage.expect_number("x 0 0 0", "7")
    expect(stage.cell("x 0 0 1")).to_be_focused()
    stage.press("ArrowDown")
    expect(stage.cell("x 0 1 1")).to_be_focused()
    stage.press("Escape", "Control+z")
    stage.expect_number("x 0 0 0", before)
    stage.press("Control+Shift+z")
    stage.expect_number("x 0 0 0", "7")
    stage.press("Control+z")
    stage.expect_number("x 0 0 0", before)


ROWS = (steps, plays, presents, blanks, changes_granularity, changes_speed, lists_keys)


@pytest.mark.parametrize(("address", "name"), OF_PAGES)
def test_every_key_does_what_the_table_says_after_a_control_was_used(
    stage: Stage, control: Locator, name: str
) -> None:
    use(control, name)
    to_the_stage(stage)
    for row in ROWS:
        stage.press("Home", "2")
        row(stage)


@pytest.mark.parametrize("address", NAMES)
def test_numbers_are_edited_and_undone_by_keys_after_a_control_was_used(
    page: Page, app_url: str, subtests: pytest.Subtests, address: str
) -> None:
    stage = Stage(page).open(f"{app_url}{address}?lang=en")
    light = address.startswith("/play/")
    for name in NAMES[address] if light else OF_THE_PAGE[address]:
        with subtests.test(name=name), opened(stage, name) as control:
            use(control, name)
            to_the_stage(stage)
            edits_and_undoes(stage)


@pytest.mark.parametrize("address", NAMES)
def test_a_clicker_steps_while_a_control_has_the_focus(
    stage: Stage, address: str, subtests: pytest.Subtests
) -> None:
    page, width = stage.page, stage.page.get_by_label("Width W")
    expect(width).not_to_have_value("1")  # its least, until it has its own
    for name in NAMES[address]:  # the part of the last one is opened meanwhile
        with subtests.test(name=name), opened(stage, name) as control:
            use(control, name)
            step, top, value = stage.step, page.evaluate(SCROLL), width.input_value()
            stage.press("PageDown", "PageDown", "PageUp", "PageDown")
            stage.expect_step(step + 2)
            assert page.evaluate(SCROLL) == top
            assert width.input_value() == value


@pytest.mark.parametrize(
    ("address", "name"),
    [
        *(("/multi_output", name) for name in ("plus", "toggle", "button", "segmented control")),
        *(("/play/multi_output", name) for name in ("button", "link")),
    ],
)
def test_letters_are_the_stages_after_what_takes_none(stage: Stage, control: Locator) -> None:
    stage.press("Home")
    for row in (presents, blanks, lists_keys):
        control.focus()
        row(stage)


@pytest.mark.parametrize("address", NAMES)
@pytest.mark.parametrize("name", ["number field", "select"])
def test_letters_stay_where_they_are_typed(stage: Stage, control: Locator, name: str) -> None:
    control.focus()
    value = control.input_value()
    stage.press("b", "f", "q", "?", ".")
    expect(stage.root.locator(":is(.blank, .help, dialog):visible")).to_have_count(0)
    expect(stage.page.locator(".convviz.present")).to_have_count(0)
    if name == "number field":
        control.fill(value)


@pytest.mark.parametrize("name", ["Step", "Speed"])
def test_the_stage_keeps_the_focus_when_its_bar_goes(stage: Stage, name: str) -> None:
    stage.root.get_by_label(name, exact=True).focus()
    stage.press("f")
    expect(stage.page.locator(".convviz.present")).to_be_visible()
    assert stage.root.evaluate("root => root.contains(root.getRootNode().activeElement)")
    stage.press("Home", "ArrowRight", "PageDown")
    stage.expect_step(2)


SCROLL = """() => (document.querySelector("[data-testid=stMain]") ??
  document.scrollingElement).scrollTop"""


def test_a_text_area_keeps_its_keys(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/cost?lang=en")
    area = page.get_by_label("Your designs: one line a layer")
    area.click()
    page.keyboard.type("conv 3 8 ?")
    expect(area).to_have_value("conv 3 8 ?")
