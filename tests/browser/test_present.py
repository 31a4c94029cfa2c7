"""Presenting: the stage alone on the screen, blank, the pointer ring, reload, and the way back."""

from __future__ import annotations

import re
import statistics
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from tests.browser.stage import Stage
from tests.browser.visits import Visit

SIZES = ((1920, 1080), (1280, 720), (1024, 768))
BLANK = 100  # ms from the key to the black screen

# The element that has the focus, in shadow roots too.
FOCUSED = """() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element.dataset.cell ?? element.ariaLabel ?? element.tagName
}"""
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"


FULL = pytest.mark.parametrize("stage", ["/"], indirect=True)
BOTH = pytest.mark.parametrize("stage", ["/play/", "/"], indirect=True)
ALL = pytest.mark.parametrize("either", ["/play/", "/", "file"], indirect=True)
"""Where Streamlit's page has a part in it; all else is tried on the light one alone."""


@pytest.fixture
def stage(visit: Visit, app_url: str, request: pytest.FixtureRequest) -> Stage:
    return visit(f"{app_url}{getattr(request, 'param', '/play/')}?lang=en")


@pytest.fixture
def exported(page: Page, tmp_path: Path) -> Stage:
    """The first lesson as a file of its own."""
    path = tmp_path / "lesson.html"
    animate(presets()["d2l_two_in"]).to_html(path)
    return Stage(page).open(path.as_uri())


@pytest.fixture(params=["/play/", "file"])
def either(request: pytest.FixtureRequest, app_url: str) -> Stage:
    """The stage at an address, and in a file of its own."""
    if request.param == "file":
        exported: Stage = request.getfixturevalue("exported")
        return exported
    visit: Visit = request.getfixturevalue("visit")
    return visit(f"{app_url}{request.param}?lang=en")


def presenting(stage: Stage, on: bool = True) -> None:
    present = re.compile(r"\bpresent\b")
    if on:
        expect(stage.root).to_have_class(present)
    else:
        expect(stage.root).not_to_have_class(present)


def blank(stage: Stage) -> Locator:
    return stage.root.locator(".blank")


def ring(stage: Stage) -> Locator:
    return stage.root.locator(".ring")


def bar(stage: Stage) -> Locator:
    return stage.root.locator(".bar")


def places(stage: Stage) -> list[list[float]]:
    """Where every tile of the picture is on the screen."""
    found: list[list[float]] = stage.root.evaluate(
        "root => [...root.querySelectorAll('[data-cell], header > *')].map(e => {"
        " const box = e.getBoundingClientRect(); return [box.x, box.y, box.width, box.height] })"
    )
    return found


def colours(stage: Stage) -> set[object]:
    """Colours of what the screen shows."""
    found = Image.open(BytesIO(stage.page.screenshot())).convert("RGB").getcolors(1 << 24)
    assert found is not None
    return {colour for _, colour in found}


def test_the_stage_fills_the_screen_with_a_title_and_the_position(either: Stage) -> None:
    either.press("f", *["PageDown"] * 6)
    presenting(either)
    for width, height in SIZES:
        either.page.set_viewport_size({"width": width, "height": height})
        expect_filled(either, width, height)


def expect_filled(either: Stage, width: int, height: int) -> None:
    assert either.root.bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}
    title = either.root.get_by_role("heading", name="2 input channels become one output number")
    where = either.root.get_by_text("position 2 of 4 · Y[0, 1]", exact=True)
    left, right = title.bounding_box(), where.bounding_box()
    assert left is not None and right is not None
    assert left["x"] + left["width"] < right["x"] and right["x"] + right["width"] < width
    assert left["height"] < height * 0.08  # one line
    line = either.root.locator(".progress").bounding_box()
    assert line is not None
    assert line["width"] == width and line["y"] + line["height"] == pytest.approx(height)
    assert either.root.locator(".progress").evaluate("e => e.style.getPropertyValue('--done')") == (
        "50%"
    )


@ALL
def test_it_takes_the_whole_screen_of_the_browser(either: Stage) -> None:
    full = "() => document.fullscreenElement !== null"
    either.button("Present").click()
    presenting(either)
    expect(either.page.locator("html:fullscreen")).to_have_count(1)
    assert either.page.evaluate(full)
    assert either.page.evaluate(FOCUSED) == either.root.get_attribute("aria-label")
    assert either.page.evaluate(
        "() => { const on = document.elementFromPoint(400, 10);"
        " return (on.shadowRoot?.elementFromPoint(400, 10) ?? on).closest('.convviz') !== null }"
    )
    either.page.evaluate("() => document.exitFullscreen()")  # as the browser's own Escape does
    presenting(either, on=False)


def test_hints_and_bar_fade_and_come_back_with_the_mouse_and_nothing_else_moves(
    either: Stage,
) -> None:
    either.press("f", "PageDown")
    hints = either.root.locator(".hints")
    expect(hints).to_have_css("opacity", "1")
    expect(bar(either)).to_have_css("opacity", "0")
    before = places(either)
    expect(hints).to_have_css("opacity", "0")
    assert places(either) == before
    either.press("PageDown")
    either.settle()
    expect(hints).to_have_css("opacity", "0")  # a key is no mouse
    either.page.mouse.move(3, 300)  # beside the tiles, which it would mark
    expect(hints).to_have_css("opacity", "1")
    expect(bar(either)).to_have_css("opacity", "1")
    assert places(either) == before
    for width, height in SIZES:
        either.page.set_viewport_size({"width": width, "height": height})
        feet = [bar(either).bounding_box(), either.root.locator("svg").first.bounding_box()]
        low, picture = feet
        assert low is not None and picture is not None
        assert picture["y"] + picture["height"] <= low["y"] and low["y"] + low["height"] <= height


def test_the_mouse_alone_steps_picks_and_leaves(either: Stage) -> None:
    either.button("Present").click()
    either.button("Next step").click()
    either.expect_step(1)
    either.root.get_by_role("button", name="window").click()
    expect(either.root).to_have_attribute("data-steps", "5")
    either.cell("y 0 1 0").click()
    either.expect_step(3)
    either.button("Present").click()
    presenting(either, on=False)


@BOTH
def test_numbers_are_edited_while_presenting(stage: Stage) -> None:
    stage.press("f")
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")
    presenting(stage)
    stage.cell("x 0 0 1").click()
    field = stage.root.get_by_role("textbox")
    tile, over = stage.cell("x 0 0 1").bounding_box(), field.bounding_box()
    assert tile is not None and over is not None
    assert over["x"] <= tile["x"] + 1 and abs(over["y"] - tile["y"]) < 2
    stage.press("Escape")
    presenting(stage)  # it left the field
    stage.press("Escape")
    presenting(stage, on=False)


@ALL
def test_any_key_brings_the_same_step_back_and_does_nothing_else(
    either: Stage, subtests: pytest.Subtests
) -> None:
    either.press("PageDown", "f")
    for back in ("PageDown", "PageUp", "F5", "Escape", ".", "b", "x", "Tab"):
        with subtests.test(back=back):
            either.press("b")
            expect(blank(either)).to_be_visible()
            either.press(back)
            expect(blank(either)).to_be_hidden()
            presenting(either)
            either.expect_step(1)


def test_a_click_brings_the_same_step_back_and_does_nothing_else(either: Stage) -> None:
    cell = either.cell("x 0 0 0").bounding_box()
    assert cell is not None
    either.press("PageDown", ".")
    expect(blank(either)).to_be_visible()
    either.page.mouse.click(cell["x"] + 9, cell["y"] + 9)
    expect(blank(either)).to_be_hidden()
    expect(either.root.get_by_role("textbox")).to_have_count(0)
    assert either.page.evaluate(FOCUSED) == "BODY"
    either.expect_step(1)


@pytest.mark.parametrize("key", ["q", "b"])
def test_what_is_shown_before_the_browser_is_ready_stays_on_top(stage: Stage, key: str) -> None:
    stage.press("f", key)
    expect(stage.page.locator("html:fullscreen")).to_have_count(1)
    stage.settle()
    top = "root => root.getRootNode().elementFromPoint(683, 384).closest('.blank, dialog') !== null"
    assert stage.root.evaluate(top)


@pytest.mark.parametrize("key", ["q", "b", "?"])
@BOTH
def test_escape_that_the_browser_takes_ends_what_lies_on_top(stage: Stage, key: str) -> None:
    stage.press("f")
    expect(stage.page.locator("html:fullscreen")).to_have_count(1)
    stage.press(key)
    stage.page.evaluate("() => document.exitFullscreen()")  # as Escape does, which no page hears
    expect(stage.page.locator("html:fullscreen")).to_have_count(0)
    presenting(stage)
    for layer in (".blank", ".follow", ".help"):
        expect(stage.root.locator(layer)).to_be_hidden()
    stage.press("PageDown")
    stage.expect_step(1)
    expect(stage.page.locator("html:fullscreen")).to_have_count(1)


def test_a_key_that_is_held_blanks_once(stage: Stage) -> None:
    stage.page.keyboard.down("b")
    stage.page.keyboard.down("b")
    expect(blank(stage)).to_be_visible()
    stage.page.keyboard.up("b")


@pytest.mark.parametrize("present", [False, True])
def test_the_screen_is_black_within_a_tenth_of_a_second(either: Stage, present: bool) -> None:
    if present:
        either.press("f")
        either.settle()
    spent = []
    for _ in range(9):
        # A message posted in a frame comes after that frame was painted.
        either.page.evaluate(
            "() => addEventListener('keydown', event => requestAnimationFrame(() => {"
            " const { port1, port2 } = new MessageChannel();"
            " port1.onmessage = () => { window.spent = performance.now() - event.timeStamp };"
            " port2.postMessage(0) }), { capture: true, once: true })"
        )
        either.press("b")
        assert colours(either) == {(0, 0, 0)}
        spent.append(either.page.evaluate("() => window.spent"))
        either.press("b")
        expect(blank(either)).to_be_hidden()
    assert statistics.median(spent) < BLANK, spent


@FULL
def test_a_clicker_blanks_after_any_widget_and_a_field_takes_the_dot(stage: Stage) -> None:
    page = stage.page
    for touched in (
        page.get_by_text("Tables"),
        page.locator("[data-testid=stNumberInputStepUp]").nth(1),
        stage.button("Next step"),
        stage.root.get_by_label("Step", exact=True),
        page.get_by_role("heading", level=1),
    ):
        touched.click()
        stage.settle()
        step = stage.step
        stage.press(".")
        expect(blank(stage)).to_be_visible()
        stage.press("PageDown")
        expect(blank(stage)).to_be_hidden()
        stage.expect_step(step)
    field = page.get_by_role("combobox", name="Example")
    field.click()
    stage.press(".")
    expect(blank(stage)).to_be_hidden()
    expect(field).to_have_value(".")


@ALL
def test_escape_ends_it_whatever_was_touched(either: Stage) -> None:
    for touched in (
        either.button("Next step"),
        either.root.get_by_role("button", name="product"),
        either.cell("y 0 0 1"),
    ):
        either.press("f")
        presenting(either)
        touched.click()
        either.press("PageDown", "PageUp", "Escape")
        presenting(either, on=False)


@ALL
def test_tab_stays_inside_and_what_lies_behind_is_not_there(either: Stage) -> None:
    either.press("f")
    for key in ("Tab", "Shift+Tab"):
        reached = []
        for _ in range(40):
            either.press(key)
            reached.append(either.page.evaluate(FOCUSED))
            expect(either.page.locator(".convviz:focus, .convviz :focus")).to_have_count(1)
        assert {"Next step", "Present", "x 0 0 0"} <= set(reached)
    either.press("Escape")
    presenting(either, on=False)
    assert either.page.locator("[inert]:not(.rc-overflow-item)").count() == 0


@FULL
def test_what_is_added_behind_meanwhile_takes_no_focus_either(stage: Stage) -> None:
    stage.press("f")
    stage.page.evaluate(
        "() => document.querySelector('[data-testid=stMain]').prepend("
        "Object.assign(document.createElement('button'), { textContent: 'late' }))"
    )
    expect(stage.page.locator("button[inert]", has_text="late")).to_have_count(1)


def test_escape_returns_to_the_same_place(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 500})
    stage = Stage(page).open(f"{app_url}/?lang=en")
    page.get_by_text("Tables").click()
    expect(page.get_by_role("table").first).to_be_visible()
    stage.press("Shift")  # from now on nobody keeps in sight what was opened
    page.evaluate("() => { document.querySelector('[data-testid=stMain]').scrollTop = 120 }")
    stage.cell("k 0 0 0 0").focus()
    stage.settle()
    top, at, focused = page.evaluate(SCROLLED), places(stage), page.evaluate(FOCUSED)
    assert top > 0 and focused == "k 0 0 0 0"
    stage.press("f", "PageDown", "Tab", "Escape", "Escape")  # first what is selected
    presenting(stage, on=False)
    stage.settle()
    assert page.evaluate(SCROLLED) == top
    assert page.evaluate(FOCUSED) == focused
    assert places(stage) == at
    stage.expect_step(1)


@ALL
def test_a_reload_gives_the_same_step_and_presents(either: Stage) -> None:
    either.press("1", "Home", "f", *["PageDown"] * 7)
    either.expect_step(7)
    expect(either.page).to_have_url(re.compile(r"[?&]step=7\b.*present=1|present=1.*step=7\b"))
    numbers = either.numbers("")
    either.page.reload()
    either.ready()
    presenting(either)
    either.expect_step(7)
    expect(either.root).to_have_attribute("data-grain", "product")
    assert either.numbers("") == numbers
    asking = either.root.get_by_text("Press any key, or click, for full screen")
    expect(asking).to_be_visible()
    expect(either.page.locator("html:fullscreen")).to_have_count(0)
    either.press("PageDown")
    expect(either.page.locator("html:fullscreen")).to_have_count(1)
    expect(asking).to_be_hidden()
    either.expect_step(7)  # that press did nothing else
    either.press("PageDown")
    either.expect_step(8)
    either.press("Escape")
    expect(either.page).not_to_have_url(re.compile("present"))
    presenting(either, on=False)


@pytest.mark.parametrize("address", ["/play/multi_output", "/multi_output"])
def test_a_reload_keeps_numbers_walk_and_language(page: Page, app_url: str, address: str) -> None:
    stage = Stage(page).open(f"{app_url}{address}?lang=zh")
    corner = page.locator(".convviz-corner, .corner")
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")
    stage.root.locator("[value=output]").click()
    stage.press("Escape", "f", "PageDown", "PageDown")
    expect(page).to_have_url(re.compile("present=1"))
    step, steps = stage.saved().step, stage.steps
    page.reload()
    stage.ready()
    presenting(stage)
    stage.expect_step(step)
    assert stage.steps == steps
    stage.expect_number("x 0 0 0", "7")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    # Whichever of the two came last, the switches of the page are not over the picture.
    expect(corner).to_be_attached()
    expect(corner).to_be_hidden()
    box = stage.button("Next step" if "lang=en" in page.url else "下一步").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 9, box["y"] + 9)  # as one key restores full screen, so does a click
    expect(page.locator("html:fullscreen")).to_have_count(1)
    stage.expect_step(step)
    stage.press("Escape")
    expect(corner).to_be_visible()


def test_another_page_does_not_present(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?present=1")
    presenting(stage)
    stage.press("Escape")
    presenting(stage, on=False)
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")
    stage.settle()
    assert "present" not in page.url
    page.get_by_role("link", name="Multiple outputs").click()
    expect(stage.root).to_have_attribute("data-stage", "multi_output")
    stage.settle()
    presenting(stage, on=False)
    assert "present" not in page.url
    stage.press("f")
    page.go_back()
    expect(stage.root).to_have_attribute("data-stage", "multi_input")
    stage.settle()
    presenting(stage, on=False)
    assert page.locator("[inert]:not(.rc-overflow-item)").count() == 0  # that is Streamlit's own
    assert "present" not in page.url


@pytest.mark.parametrize("present", [False, True])
def test_a_ring_follows_the_mouse_while_shift_is_held(either: Stage, present: bool) -> None:
    if present:
        either.press("f")
    cell = either.cell("x 0 1 1").bounding_box()
    assert cell is not None
    at = cell["x"] + 5, cell["y"] + 5
    mouse, keyboard = either.page.mouse, either.page.keyboard
    mouse.move(*at)
    expect(ring(either)).to_be_hidden()
    keyboard.down("Shift")
    for x, y in (at, (at[0] + 40, at[1] + 20)):
        mouse.move(x, y)
        box = ring(either).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] / 2 == pytest.approx(x, abs=1)
        assert box["y"] + box["height"] / 2 == pytest.approx(y, abs=1)
    assert box is not None and box["height"] == pytest.approx(768 * 0.05, rel=0.05)
    keyboard.up("Shift")
    expect(ring(either)).to_be_hidden()


def test_the_ring_hinders_no_click_and_no_redo(stage: Stage) -> None:
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")
    stage.press("Control+z")
    stage.expect_number("x 0 0 0", "0")
    stage.page.keyboard.down("Shift")
    stage.cell("y 0 1 0").click()
    stage.expect_step(9)
    stage.page.keyboard.up("Shift")
    stage.press("Control+Shift+z")
    stage.expect_number("x 0 0 0", "7")


def test_a_finger_has_the_bar_at_once(page: Page, app_url: str) -> None:
    assert page.context.browser is not None
    context = page.context.browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    stage = Stage(context.new_page()).open(f"{app_url}/play/?lang=en&present=1")
    presenting(stage)
    stage.page.touchscreen.tap(195, 400)  # which restores full screen
    expect(stage.root).not_to_have_class(re.compile(r"\bawake\b"))  # hints and bars of a mouse go
    for name in ("Next step", "Present"):
        box = stage.button(name).bounding_box()
        assert box is not None
        assert box["height"] >= 44 and box["width"] >= 44 and box["y"] + box["height"] <= 844
    stage.button("Next step").tap()
    stage.expect_step(1)
    stage.button("Present").tap()
    presenting(stage, on=False)
    context.close()


def test_where_all_channels_would_be_too_small_the_one_in_use_is_shown(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "lesson.html"
    animate(presets()["grey_sobel"]).to_html(path)
    stage = Stage(page).open(path.as_uri())

    def channels() -> list[bool]:
        return [stage.shown(f"x {c} 0 0").is_visible() for c in range(3)]

    assert channels() == [True] * 3
    stage.press("f")
    presenting(stage)
    for step, channel in enumerate((0, 0, 1, 2, 2, 0)):  # the total belongs to the last one
        stage.expect_step(step)
        assert channels() == [channel == c for c in range(3)], step
        assert [stage.shown(f"k 0 {c} 0 0").is_visible() for c in range(3)] == channels()
        stage.press("ArrowRight")
    for c in range(3):
        expect(page.locator(f"[data-sum='{c}']")).to_be_visible()
    stage.press("Escape")
    presenting(stage, on=False)
    assert channels() == [True] * 3


def test_what_is_typed_and_what_is_refused_can_be_read_too(stage: Stage) -> None:
    page = stage.page

    def size(element: Locator) -> float:
        found: str = element.evaluate("element => getComputedStyle(element).fontSize")
        return float(found.removesuffix("px"))

    page.set_viewport_size({"width": 1920, "height": 1080})
    stage.press("f")
    presenting(stage)
    stage.cell("x 1 2 2").click()
    page.keyboard.type("many")
    assert size(stage.root.locator(".editor")) >= 44
    page.keyboard.press("Enter")
    expect(stage.refusal()).to_be_visible()
    assert size(stage.refusal()) >= 30
    box = stage.refusal().bounding_box()
    assert box and box["x"] >= 0 and box["y"] + box["height"] <= 1080
    page.keyboard.press("?")
    assert size(stage.root.locator(".help")) >= 24
