"""On a phone: one channel at a time, swipes, the number pad, fingers, upright and on its side."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, ViewportSize, expect

from tests.browser.stage import LESSON_PAGES, PLAY_PAGES, Stage

FINGER = 44  # px
Point = tuple[float, float]

UPRIGHT: ViewportSize = {"width": 390, "height": 844}
PAGES = (*PLAY_PAGES, *LESSON_PAGES, "/cost")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone, held upright."""
    return {**browser_context_args, "viewport": UPRIGHT, "has_touch": True, "is_mobile": True}


BOTH = pytest.mark.parametrize("stage", ["/play/", "/"], indirect=True)
"""Where Streamlit's page has a part in it; all else is tried on the light one alone."""


@pytest.fixture
def stage(page: Page, app_url: str, request: pytest.FixtureRequest) -> Stage:
    return Stage(page).open(app_url + getattr(request, "param", "/play/"))


@pytest.fixture
def fingers(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def move(fingers: CDPSession, start: Point, by: Point, count: int = 1) -> None:
    """Put fingers down beside each other, move them all, and take them off."""

    def send(kind: str, x: float = 0, y: float = 0, down: int = 0) -> None:
        points = [{"x": x, "y": y + 30 * n, "id": n} for n in range(down)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", *start, count)
    for share in (0.25, 0.5, 0.75, 1.0):
        send("touchMove", start[0] + by[0] * share, start[1] + by[1] * share, count)
    send("touchEnd")


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def scrolled(page: Page) -> int:
    found: int = page.evaluate(
        """() => (document.querySelector("[data-testid=stMain]") ??
          document.scrollingElement).scrollTop"""
    )
    return found


@BOTH
def test_one_channel_is_shown_and_the_steps_stay_at_the_thumb(stage: Stage) -> None:
    expect(stage.shown("x 0 0 0")).to_be_visible()
    expect(stage.shown("x 1 0 0")).to_have_count(0)
    for _ in range(2):
        stage.button("Next step").tap()
    expect(stage.shown("x 1 0 0")).to_be_visible()
    expect(stage.shown("x 0 0 0")).to_have_count(0)
    expect(stage.page.locator("[data-sum] text")).to_have_text(["19", "37"])
    for name in ("Previous step", "Next step"):
        box = stage.button(name).bounding_box()
        assert box is not None
        assert box["height"] >= FINGER and box["width"] >= FINGER
        assert box["y"] + box["height"] <= UPRIGHT["height"]


def test_a_swipe_to_the_left_is_next_and_to_the_right_is_back(
    stage: Stage, fingers: CDPSession
) -> None:
    start = middle(stage.cell("x 0 1 1"))
    move(fingers, start, (-100, 10))
    stage.expect_step(1)
    move(fingers, start, (-100, -10))
    stage.expect_step(2)
    move(fingers, start, (100, 0))
    stage.expect_step(1)
    expect(stage.root.locator(".editor")).to_have_count(0)


@BOTH
def test_other_moves_of_fingers_do_not_step(stage: Stage, fingers: CDPSession) -> None:
    start = middle(stage.cell("x 0 1 1"))
    move(fingers, start, (-60, 60))
    move(fingers, start, (-20, 0))
    move(fingers, start, (-100, 0), count=2)
    stage.expect_step(0)
    before = scrolled(stage.page)
    move(fingers, start, (5, -150))
    stage.settle()
    stage.expect_step(0)
    assert scrolled(stage.page) > before


def test_a_zoomed_page_moves_under_the_finger_and_does_not_step(
    stage: Stage, fingers: CDPSession
) -> None:
    fingers.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    expect(stage.root).to_have_class("convviz narrow moves")
    move(fingers, (195, 500), (-100, 0))
    stage.settle()
    stage.expect_step(0)
    assert stage.page.evaluate("() => visualViewport.offsetLeft") > 0


@BOTH
def test_a_stage_that_becomes_too_wide_moves_under_the_finger(
    stage: Stage, fingers: CDPSession
) -> None:
    """Also when it was no window that changed, but what is shown."""
    stage.root.evaluate(
        "root => { const wide = document.createElement('div');"
        " Object.assign(wide.style, { width: '900px', height: '1px' }); root.append(wide) }"
    )
    height = stage.page.get_by_label("Height H")
    height.fill("4")
    height.press("Enter")
    expect(stage.cell("x 0 3 0")).to_be_visible()
    expect(stage.root).to_have_class("convviz narrow moves")
    move(fingers, middle(stage.cell("x 0 1 1")), (-100, 0))
    stage.settle()
    stage.expect_step(0)
    stage.root.evaluate("root => root.lastChild.remove()")
    stage.root.focus()
    stage.press("f")
    expect(stage.root).to_contain_class("present")
    expect(stage.root).not_to_contain_class("moves")


def test_a_tap_opens_a_number_pad_that_has_a_sign(stage: Stage, fingers: CDPSession) -> None:
    field, sign = stage.root.locator(".editor"), stage.button("Turn the sign")
    stage.cell("k 0 0 0 1").tap()
    expect(field).to_have_attribute("inputmode", "decimal")
    for control in (field, sign):
        box = control.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= FINGER
    sign.tap()
    expect(field).to_be_focused()
    expect(field).to_have_value("-1")
    stage.page.keyboard.type("7")  # the figure is still selected, its sign is not
    expect(field).to_have_value("-7")
    sign.tap()
    sign.tap()
    expect(field).to_have_value("-7")
    move(fingers, middle(stage.cell("x 0 1 1")), (-100, 0))
    stage.expect_step(0)
    expect(field).to_be_focused()
    stage.press("Enter")
    stage.expect_number("k 0 0 0 1", "-7")
    expect(sign).to_have_count(0)


def test_a_mouse_has_a_minus_key_and_gets_no_button(page: Page, app_url: str) -> None:
    assert page.context.browser is not None
    desk = page.context.browser.new_page(viewport=UPRIGHT)
    stage = Stage(desk).open(f"{app_url}/play/")
    stage.cell("k 0 0 0 1").click()
    expect(stage.root.locator(".editor")).to_be_focused()
    expect(stage.button("Turn the sign")).to_have_count(0)
    desk.close()


@BOTH
def test_the_open_field_stays_over_the_keyboard(stage: Stage) -> None:
    """An Android's keyboard makes the window lower; an open field asks the page to scroll then."""
    stage.cell("b 0").tap()
    field = stage.root.locator(".editor")
    before = field.bounding_box()
    stage.page.set_viewport_size({"width": 390, "height": 360})
    stage.settle()
    box = field.bounding_box()
    assert before is not None and box is not None
    assert before["y"] + before["height"] > 360  # or else nothing is tried here
    assert box["y"] >= 0 and box["y"] + box["height"] <= 360
    size = float(field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)"))
    assert size >= 16


def test_a_kernel_of_a_group_says_which_inputs_it_reads(page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url + "/play/groups")
    reads = stage.root.locator("g.phone")
    stage.press("ArrowRight")
    expect(reads.get_by_text("K₀ reads")).to_be_visible()
    framed = reads.locator(".only:not([data-off]) rect")
    names = reads.locator(".label")

    def inside() -> list[str]:
        frame = framed.bounding_box()
        assert frame is not None
        found = [(name.bounding_box(), name.text_content()) for name in names.all()]
        return [
            text
            for box, text in found
            if box and text and 0 < box["x"] - frame["x"] < frame["width"] - box["width"]
        ]

    assert inside() == ["X₀", "X₁"]
    stage.cell("y 3 0 0").tap()
    expect(reads.get_by_text("K₃ reads")).to_be_visible()
    expect(reads.get_by_text("K₀ reads")).to_be_hidden()
    assert inside() == ["X₂", "X₃"]
    page.set_viewport_size({"width": 1366, "height": 768})  # there lines say it
    expect(reads).to_be_hidden()


@pytest.mark.parametrize("address", ["/play/", "/play/geometry", "/play/pointwise", "/"])
def test_on_its_side_the_picture_and_the_steps_share_the_window(
    page: Page, app_url: str, address: str
) -> None:
    page.set_viewport_size({"width": 844, "height": 390})
    stage = Stage(page).open(app_url + address)
    expect(stage.button("Next step")).to_be_in_viewport(ratio=1)
    stage.button("Next step").tap()
    stage.expect_step(1)
    picture, active = stage.root.locator("> svg"), stage.root.locator("[data-active]").last
    stage.settle()
    bar = stage.root.locator(".steps").bounding_box()
    assert bar is not None and bar["y"] + bar["height"] <= 390
    box = picture.bounding_box()
    assert box is not None
    top, bottom = 59, bar["y"] + 1
    if box["height"] > bottom - top:  # no tile may be smaller than a target: the rest scrolls
        box = active.bounding_box()
        assert box is not None
    assert box["y"] >= top and box["y"] + box["height"] <= bottom


SIDEWAYS = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .map(box => box?.scrollWidth ?? innerWidth)"""
# Fields whose letters are so small that a phone zooms in on them.
ZOOMED = """fields => fields.filter(f => !/checkbox|range/.test(f.type) &&
  parseFloat(getComputedStyle(f).fontSize) < 16).map(f => f.outerHTML)"""
# Controls that a finger misses. A switch and a link are hit on their whole row; the question mark
# of a help text opens on the label as well.
MISSED = """(controls, finger) => controls
  .filter(c => !c.closest("label:not(:has(input))"))
  .map(c => [c.ariaLabel || c.innerText, c.getBoundingClientRect()])
  .filter(([name, box]) => box.width && name !== "Skip to main content")
  .map(([name, box]) => [name, Math.round(box.width), Math.round(box.height)])
  .filter(([, width, height]) => width < finger || height < finger)"""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_a_phone_and_its_fingers(
    page: Page, app_url: str, address: str, subtests: pytest.Subtests
) -> None:
    """All controls; the cells of a tensor are as large as their number leaves room for."""
    stage = Stage(page)
    page.goto(app_url + address)
    expect(page.get_by_role("spinbutton").first).to_be_visible(timeout=20_000)
    if address != "/cost":
        stage.ready().settle()
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        with subtests.test("nothing scrolls sideways", width=width):
            assert page.evaluate(SIDEWAYS) == [width, width]
    with subtests.test("no field makes the browser zoom"):
        fields = page.locator("input, textarea, select")
        assert fields.evaluate_all(ZOOMED) == []
    if address != "/cost":
        stage.button("Next step").tap()
        stage.expect_step(1)
    if "/play/" not in address:
        page.get_by_role("button", name="Lessons").tap()
        expect(page.get_by_role("link", name="Pooling")).to_be_in_viewport()
    with subtests.test("what is tapped is as large as a finger"):
        controls = page.locator("button, select, summary, label:has(input), a, input[type=range]")
        assert controls.evaluate_all(MISSED, FINGER) == []


def test_two_kernels_do_not_scroll_sideways(page: Page, app_url: str) -> None:
    Stage(page).open(f"{app_url}/receptive_field")
    page.get_by_text("Two kernels as one", exact=True).tap()
    expect(page.locator("[data-stage=two_kernels]")).to_be_visible()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(SIDEWAYS) == [width, width]
