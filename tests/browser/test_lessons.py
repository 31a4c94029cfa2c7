"""What holds for every lesson: steps, keys, clicker, editing, refusals, links, room."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from convviz.formats import link as share
from convviz.lessons.presets import presets
from tests.browser.stage import Stage
from tests.browser.visits import Visit


@dataclass(frozen=True)
class Lesson:
    """A page: its address, its default example's steps in channel granularity, its examples.

    cell: one that may be edited; bias: whether there are biases; grow: a field, what is typed into
    it, and the cell that then appears.
    """

    scene: str
    address: str
    steps: int
    lectures: tuple[str, ...]
    cell: str = "k 0 0 0 0"
    bias: bool = True
    grow: tuple[str, str, str] = ("Inputs C_in", "4", "x 3 0 0")


LESSONS = (
    Lesson(
        *("multi_input", "/", 13),
        ("d2l_two_in", "colour_edge_seen", "grey_709", "grey_sobel", "one_channel", "edge"),
    ),
    Lesson(
        *("multi_output", "/multi_output", 37),
        (
            "d2l_three_out",
            "colour_edge_both",
            "sobel",
            "average_mixed",
            "identity_3x3",
            "separable",
        ),
    ),
    Lesson(
        *("pointwise", "/pointwise", 73),
        ("pointwise", "ycbcr", "identity", "grey_709", "bottleneck_dense"),
    ),
    Lesson(
        *("geometry", "/geometry", 33),
        ("padding", "padding_stride", "stride_2", "dilation_2", "uneven_stride", "impulse_box"),
        grow=("Width W", "5", "x 0 0 4"),
    ),
    Lesson(
        *("groups", "/groups", 49),
        ("groups_2", "groups_1", "groups_4", "depthwise", "average_pool"),
    ),
    Lesson(
        *("pooling", "/pooling", 17),
        ("average_pool", "average_d2l", "pool_padded", "pool_uneven"),
        cell="x 0 0 0",
        bias=False,
        grow=("Width W", "5", "x 0 0 4"),
    ),
    Lesson(
        *("matrix", "/matrix", 37),
        (
            "d2l_three_out",
            "d2l_three_out_biases",
            "d2l_two_in",
            "padding",
            "padding_stride",
            "average_mixed",
            "sobel",
            "colour_edge_both",
            "pointwise",
        ),
    ),
)


# The same without a session, where a page takes less than half the work: what the stage itself does
# is tried there in all lessons, and in these two where Streamlit frames it.
LIGHT = tuple(replace(lesson, address=f"/play{lesson.address}") for lesson in LESSONS)
FRAMED = (LESSONS[1], LESSONS[5])

# No number of it can be edited: it is held to the rest.
FIELD = Lesson(*("receptive_field", "/receptive_field?layers=k3s1p1d1.k3s1p1d1&size=7", 50), ())


def name_of(lesson: Lesson) -> str:
    return f"{lesson.scene}-light" if lesson in LIGHT else lesson.scene


@pytest.fixture(params=(*FRAMED, FIELD, *LIGHT), ids=name_of)
def any_lesson(request: pytest.FixtureRequest) -> Lesson:
    found: Lesson = request.param
    return found


@pytest.fixture
def any_stage(visit: Visit, app_url: str, any_lesson: Lesson) -> Stage:
    return visit(app_url + any_lesson.address)


@pytest.fixture(params=LESSONS, ids=name_of)
def full_lesson(request: pytest.FixtureRequest) -> Lesson:
    found: Lesson = request.param
    return found


@pytest.fixture(params=(*FRAMED, *LIGHT), ids=name_of)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    found: Lesson = request.param
    return found


@pytest.fixture
def stage(page: Page, app_url: str, lesson: Lesson) -> Stage:
    return Stage(page).open(app_url + lesson.address)


@pytest.fixture
def full_stage(page: Page, app_url: str, full_lesson: Lesson) -> Stage:
    return Stage(page).open(app_url + full_lesson.address)


@pytest.fixture
def seen(visit: Visit, app_url: str, lesson: Lesson) -> Stage:
    """The stage of a page that is looked at alone."""
    return visit(app_url + lesson.address)


def picture(stage: Stage) -> str:
    inside: str = stage.root.evaluate("root => root.querySelector('svg').innerHTML")
    return re.sub(r' (tabindex|data-(uses|changed|fresh))="[^"]*"', "", inside)


def test_the_first_paint_is_a_still_picture_with_nothing_computed(
    any_stage: Stage, any_lesson: Lesson
) -> None:
    assert (any_stage.step, any_stage.steps) == (0, any_lesson.steps)
    assert any_stage.root.get_attribute("data-stage") == any_lesson.scene
    assert any_stage.root.get_attribute("data-state") == "paused"
    expect(any_stage.root.locator(".track output").first).to_have_text(
        f"0 / {any_lesson.steps - 1}"
    )
    for computed in ("y ", "p ", "map "):
        assert not any(any_stage.numbers(computed))
    assert any_stage.equation() == ""
    expect(any_stage.root.locator("[data-active]")).to_have_count(0)
    expect(any_stage.root.locator(":is(.pin, .tap, .lift):visible")).to_have_count(0)
    before = picture(any_stage)
    any_stage.settle()
    assert picture(any_stage) == before


# Steps with a key to the end and back; gives how many pictures there are, and the steps at which
# the way back shows another one.
TO_AND_FRO = """root => {
  const press = key =>
    root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }))
  const picture = () => root.querySelector("svg").innerHTML
    .replace(/ (tabindex|data-(uses|changed|fresh))="[^"]*"/g, "")
  const forward = [], back = []
  for (let n = 0; n < +root.dataset.steps; n++) {
    forward.push(picture())
    press("ArrowRight")
  }
  const last = root.dataset.step
  const filled = [...root.querySelectorAll("[data-cell^='y '] > text")].every(e => e.textContent)
  for (let n = forward.length - 1; n >= 0; n--) {
    if (picture() !== forward[n]) back.push(n)
    press("ArrowLeft")
  }
  return { pictures: new Set(forward).size, last: +last, filled, back }
}"""


@pytest.mark.parametrize("granularity", ["1", "2", "3"])
def test_forward_to_the_end_and_back_gives_the_same_pictures(seen: Stage, granularity: str) -> None:
    seen.press(granularity, "Home")
    steps = seen.steps
    found = seen.root.evaluate(TO_AND_FRO)
    assert found == {"pictures": steps, "last": steps - 1, "filled": True, "back": []}


def test_every_key_of_the_table_steps(any_stage: Stage) -> None:
    at = 0
    for key, change in (
        *((key, 1) for key in ("ArrowRight", "PageDown", "Space", "n", "N")),
        *((key, -1) for key in ("ArrowLeft", "PageUp", "p", "P")),
    ):
        any_stage.press(key)
        at += change
        any_stage.expect_step(at)
    any_stage.press("End")
    any_stage.expect_step(any_stage.steps - 1)
    any_stage.press("ArrowRight")
    any_stage.expect_step(any_stage.steps - 1)
    any_stage.press("Home")
    any_stage.expect_step(0)


def test_ten_page_downs_in_a_second_and_a_half_are_ten_steps(any_stage: Stage) -> None:
    any_stage.press(*["PageDown"] * 10)
    assert any_stage.step == 10
    expect(any_stage.page).to_have_url(re.compile(r"[?&]step=10\b"))
    any_stage.expect_step(10)


def controls(stage: Stage) -> dict[str, Locator]:
    page = stage.page
    return {
        "number": page.get_by_label("Width W"),
        "plus": page.locator("[data-testid=stNumberInputStepUp]").nth(1),
        "choice": page.get_by_role("combobox", name="Example"),
        "toggle": page.get_by_text("Tables"),
        "next": stage.button("Next step"),
        "scrubber": stage.root.get_by_label("Step", exact=True),
        "speed": stage.root.get_by_label("Speed", exact=True),
        "granularity": stage.root.locator("button[value=product]"),
        "undo": stage.button("Undo"),
        "output cell": stage.cell("y 0 1 1"),
        "title": page.get_by_role("heading", level=1),
    }


# True once the page has not been scrolled for 30 frames: what is opened comes into sight smoothly.
SCROLLED = """() => new Promise(done => {
  const main = document.querySelector("[data-testid=stMain]")
  let top = -1, frames = 0
  const look = () => {
    frames = main.scrollTop === top ? frames + 1 : 0
    top = main.scrollTop
    frames < 30 ? requestAnimationFrame(look) : done(true)
  }
  look()
})"""


def expect_done(stage: Stage, name: str) -> None:
    """A click has been answered; a larger size has numbers of its own, which the address holds."""
    if name == "plus":
        stage.page.wait_for_function(  # or why it can't be
            "() => /[?&]s=/.test(location.search)"
            " || document.querySelector('[data-testid=stAlert], [data-testid=stMain] [role=alert],"
            " .st-key-controls [data-testid=stText]')"
        )
    elif name == "toggle":
        expect(stage.page.locator(".convviz-tables").first).to_be_in_viewport()
        assert stage.page.evaluate(SCROLLED)
    elif name == "undo":
        stage.saved()  # answered: the picture may be smaller, and the page shorter
    stage.settle()


def test_page_down_and_up_step_after_any_control_was_clicked(full_stage: Stage) -> None:
    stage, page = full_stage, full_stage.page
    scroll = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    for name in controls(stage):
        controls(stage)[name].click(force=name == "undo")
        expect_done(stage, name)
        stage.root.evaluate("root => root.querySelector('[aria-label=\"First step\"]').click()")
        top, width = page.evaluate(scroll), page.get_by_label("Width W").input_value()
        stage.press("PageDown", "PageDown", "PageUp", "PageDown")
        stage.expect_step(2)
        assert page.evaluate(scroll) == top, name
        assert page.get_by_label("Width W").input_value() == width, name
        page.keyboard.press("Escape")


def test_page_down_in_an_open_cell_neither_steps_nor_scrolls(seen: Stage, lesson: Lesson) -> None:
    seen.cell(lesson.cell).click()
    step = seen.step
    seen.press("PageDown")
    assert seen.step == step
    seen.press("Escape", "PageDown")
    seen.expect_step(step + 1)


def test_an_edit_changes_the_output_and_keeps_the_step(stage: Stage, lesson: Lesson) -> None:
    stage.press("End", "ArrowLeft")
    step, before, said = stage.step, stage.numbers("y "), stage.equation()
    number = stage.number(lesson.cell)
    stage.edit(lesson.cell, "77")
    stage.expect_number(lesson.cell, "77")
    assert stage.step == step
    assert stage.numbers("y ") != before
    if lesson.bias:
        stage.edit("b 0", "10000")
        stage.expect_number("b 0", "1e4")
        assert float(stage.number("y 0 0 0")) > 9000
        stage.press("Control+z")
    stage.press("Control+z")
    stage.expect_number(lesson.cell, number)
    expect(stage.cell("y 0 0 0").locator("text")).to_have_text(before[0].replace("-", "−"))
    assert (stage.numbers("y "), stage.equation(), stage.step) == (before, said, step)


NONSENSE = ("abc", "nan", "1e999", "inf", "", "1000001", "<b>1</b>")


def test_nonsense_is_refused_where_it_was_typed_and_the_number_stays(
    stage: Stage, lesson: Lesson, subtests: pytest.Subtests
) -> None:
    numbers = stage.numbers(lesson.cell[:2])
    # They are read by the same code everywhere: all of them where the route alone answers.
    for text in NONSENSE if lesson in (LIGHT[0], LIGHT[5]) else NONSENSE[-1:]:
        with subtests.test(text=text):
            stage.settle().cell(lesson.cell).click()
            stage.press("Control+a", "Delete")
            stage.page.keyboard.type(text)
            stage.press("Enter")
            expect(stage.refusal()).to_be_visible()
            expect(stage.refusal()).to_contain_text("write a number from")
            if text:
                expect(stage.refusal()).to_contain_text(text)
            expect(stage.cell(lesson.cell)).to_be_focused()
            assert stage.numbers(lesson.cell[:2]) == numbers
            stage.press("PageDown")
            expect(stage.refusal()).to_be_hidden()


def test_reload_and_another_browser_show_the_same(
    stage: Stage, lesson: Lesson, elsewhere: Page
) -> None:
    page, (field, value, cell) = stage.page, lesson.grow
    stage.edit("x 0 0 1", "-2.5")
    stage.expect_number("x 0 0 1", "-2.5")
    page.get_by_label(field).fill(value)
    page.get_by_label(field).press("Enter")
    expect(stage.cell(cell)).to_be_visible()
    stage.root.focus()
    stage.press("1", "Home", *["PageDown"] * 7)
    expect(page).to_have_url(re.compile(r"[?&]step=7\b"))
    stage.saved().settle()
    numbers, equation = stage.numbers("x "), stage.equation()
    page.reload()
    for view in (stage.ready(), Stage(elsewhere).open(page.url)):
        view.expect_step(7)
        view.settle()  # fitted: numbers may be shorter in small tiles
        assert view.numbers("x ") == numbers
        assert view.equation() == equation
        product = view.root.locator("button[value=product]")
        expect(product).to_have_attribute("aria-pressed", "true")


def test_a_broken_link_shows_the_default_and_says_so(
    page: Page, app_url: str, lesson: Lesson
) -> None:
    stage = Stage(page).open(f"{app_url}{lesson.address}?s=1.nonsense&step=3&g=window")
    assert len(stage.numbers("x 0")) == presets()[lesson.lectures[0]].x[0].size
    expect(page.get_by_text("This link is broken")).to_be_visible()


def room(stage: Stage) -> tuple[int, int]:
    heights: list[int] = stage.page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        " return [m.scrollHeight, m.clientHeight] }"
    )
    return heights[0], heights[1]


def expect_room(stage: Stage, name: str) -> None:
    """The page settles within two seconds and then needs no scrolling."""
    try:
        stage.page.wait_for_function(
            "() => { const m = document.querySelector('[data-testid=stMain]');"
            " return m.scrollHeight <= m.clientHeight }",
            timeout=2000,
        )
    except TimeoutError:
        content, window = room(stage)
        pytest.fail(f"{name} is {content} px high, {window} px are there")


def choose(stage: Stage, name: str) -> None:
    title = _titles()[name]
    stage.page.get_by_role("combobox", name="Example").click()
    stage.page.get_by_role("option", name=title, exact=True).click()
    x = presets()[name].x
    stage.expect_step(0)  # the numbers before stand at their end, and may have the same sizes
    expect(stage.cell(f"x {len(x) - 1} {x.shape[1] - 1} {x.shape[2] - 1}")).to_be_visible()
    stage.settle()


def _titles() -> dict[str, str]:
    from convviz.lessons.presets import PRESETS

    return {preset.name: preset.title for preset in PRESETS}


def test_no_lecture_example_needs_scrolling_or_overlaps(
    full_stage: Stage, full_lesson: Lesson
) -> None:
    """At 1366 x 768, in the last step, where all is filled; the equation stands over the bar."""
    stage, lesson = full_stage, full_lesson
    for name in lesson.lectures:
        if name != lesson.lectures[0]:
            choose(stage, name)
        stage.root.focus()
        for granularity in "123":
            stage.press(granularity, "End")
            expect_room(stage, name)
        equation = stage.page.locator("[data-equation]").bounding_box()
        bar = stage.root.locator(".bar").bounding_box()
        assert equation is not None and bar is not None
        assert equation["y"] + equation["height"] <= bar["y"] + 1, name
        boxes: list[list[Any]] = stage.root.evaluate(
            "root => [...root.querySelectorAll('svg .border, svg .chip, .equation, .label')].map("
            "e => { const b = e.getBoundingClientRect();"
            " return [e.textContent || e.parentNode.textContent.slice(0, 9), e.classList[0],"
            "  b.left, b.top, b.right, b.bottom] })"
        )
        frame = stage.page.viewport_size
        assert frame is not None
        for index, (_, kind, left, top, right, bottom) in enumerate(boxes):
            assert left >= 0 and right <= frame["width"], (name, boxes[index])
            for other in boxes[:index]:
                if "border" in (kind, other[1]) and "label" in (kind, other[1]):
                    continue  # a name may touch the outline that it stands on
                apart = right <= other[2] + 4 or other[4] <= left + 4
                apart = apart or bottom <= other[3] + 4 or other[5] <= top + 4
                assert apart, (name, boxes[index], other)


@pytest.mark.parametrize("lesson", [*LESSONS, FIELD, LIGHT[0]], ids=name_of)
def test_a_first_visit_transfers_no_plotly(visit: Visit, app_url: str, lesson: Lesson) -> None:
    page = visit(app_url + lesson.address).page
    page.wait_for_load_state("networkidle")
    asked: list[str] = page.evaluate(
        "() => performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    assert len(asked) > (0 if lesson in LIGHT else 10)
    assert not [url for url in asked if "plotly" in url.lower()]
    assert all(url.startswith((app_url, "blob:", "data:")) for url in asked)


def test_the_pages_hand_the_numbers_on(page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url)
    stage.edit("x 0 0 0", "42")
    stage.expect_number("x 0 0 0", "42")
    page.get_by_role("link", name="Multiple outputs").click()
    expect(stage.root).to_have_attribute("data-stage", "multi_output")
    stage.expect_number("x 0 0 0", "42")
    stage.saved()
    page.reload()
    stage.ready()
    stage.expect_number("x 0 0 0", "42")
    page.get_by_role("link", name="1×1 convolution").click()
    expect(stage.root).to_have_attribute("data-stage", "pointwise")
    stage.expect_number("x 0 0 0", "42")
    expect(page.get_by_text("each slice became one weight")).to_be_visible()
    stage.press("PageDown", "PageDown")
    stage.expect_step(2)


def test_back_and_forward_are_one_step_a_page_and_bring_its_numbers(
    page: Page, app_url: str
) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output")
    stage.edit("x 0 0 0", "42")
    stage.expect_number("x 0 0 0", "42")
    stage.saved()
    page.get_by_role("link", name="Geometry").click()
    expect(stage.root).to_have_attribute("data-stage", "geometry")
    stage.expect_number("x 0 0 0", "42")
    stage.edit("x 0 0 0", "43")
    stage.expect_number("x 0 0 0", "43")
    stage.saved().settle()
    page.go_back()
    stage.expect_number("x 0 0 0", "42")
    expect(stage.root).to_have_attribute("data-stage", "geometry")
    stage.settle()
    page.go_back()
    expect(stage.root).to_have_attribute("data-stage", "multi_output")
    stage.expect_number("x 0 0 0", "42")
    expect(stage.cell("y 2 0 0")).to_be_visible()
    stage.settle()
    page.go_forward()
    expect(stage.root).to_have_attribute("data-stage", "geometry")
    stage.expect_number("x 0 0 0", "42")


def test_a_step_stays_in_the_address_that_streamlit_writes_back(page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url)
    stage.press("3", "ArrowRight", "ArrowRight")
    expect(page).to_have_url(re.compile("step=2"))
    seen = page.evaluate(
        """() => {
            const address = new URL(location.href)
            address.searchParams.set("step", 0)
            history.pushState(history.state, "", address)
            return new Promise(done => setTimeout(() => done(location.search), 30))
        }"""
    )
    assert "step=2" in seen


def test_back_gets_past_an_address_that_the_page_had_to_make_fit(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output")
    stage.open(f"{app_url}/geometry?s={share.encode(presets()['d2l_three_out'])}")
    note = page.get_by_text("This page shows the first input channel")
    expect(note).to_be_visible()
    stage.edit("x 0 0 0", "43")
    stage.expect_number("x 0 0 0", "43")
    stage.saved().settle()
    page.go_back()
    expect(note).to_be_visible()
    stage.expect_number("x 0 0 0", "0")
    stage.settle()
    page.go_back()
    expect(stage.root).to_have_attribute("data-stage", "multi_output")


def test_an_untouched_example_gives_way_to_the_next_lesson(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output")
    page.get_by_role("link", name="Multiple inputs").click()
    expect(stage.root).to_have_attribute("data-stage", "multi_input")
    expect(stage.root).to_have_attribute("data-steps", "13")


def test_a_walk_stays_on_one_map_or_at_one_place(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output")
    stage.press("3", *["PageDown"] * 6)  # Y[1, 0, 1]
    stage.root.get_by_role("button", name="one map").click()
    expect(stage.root).to_have_attribute("data-steps", "5")
    stage.expect_step(2)
    assert stage.equation().startswith("Y[1,0,1]")
    stage.root.get_by_role("button", name="one position").click()
    expect(stage.root).to_have_attribute("data-steps", "4")
    seen = []
    for key in ("Home", "PageDown", "PageDown", "PageDown"):
        stage.press(key)
        seen.append(stage.equation().split(" = ")[0])
    assert seen == ["", "Y[0,0,1]", "Y[1,0,1]", "Y[2,0,1]"]
    stage.saved()
    page.reload()
    stage.ready()
    expect(stage.root).to_have_attribute("data-steps", "4")
    assert stage.equation().startswith("Y[2,0,1]")
    stage.cell("y 0 1 1").click()
    assert stage.equation().startswith("Y[0,1,1]")
    expect(stage.root).to_have_attribute("data-steps", "4")


def test_kernels_come_from_the_first_with_one_click(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output")
    page.get_by_role("button", name="Fill from K₀").click()
    page.get_by_text("K, −K, 2K, −2K, …").click()
    stage.expect_number("k 1 0 0 1", "-1")
    assert stage.numbers("k 2 1") == ["2", "4", "6", "8"]


def test_a_border_cell_marks_what_it_copies_and_its_term(page: Page, app_url: str) -> None:
    e = presets()["padding"].replace(padding_mode="reflect")
    stage = Stage(page).open(f"{app_url}/geometry?s={share.encode(e)}&step=1")
    stage.hover(stage.cell("pad 0 0 0"))
    marked = page.locator("[data-marked]")
    expect(marked).not_to_have_count(0)
    names = marked.evaluate_all("all => all.map(e => e.dataset.cell ?? e.dataset.mark)")
    assert set(names) == {"1", "pad 0 0 0", "x 0 1 1", "k 0 0 0 0", "p 0 0 0"}


def test_a_pixel_picked_anywhere_is_gone_to(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/pointwise")
    for target in ('[data-cell="y 1 2 0"]', '[data-slot="xm 1 6"]', '[data-cell="x 2 2 0"]'):
        stage.press("Home")
        page.locator(target).click()
        stage.press("Escape")
        assert ",2,0]" in stage.equation().split(" = ")[0], target
    assert not page.locator('[data-slot="equal"]').text_content()  # of all pixels: not yet
    stage.press("End")
    assert page.locator('[data-slot="equal"]').text_content() == "conv = matmul, max |Δ| = 0"


def test_a_term_of_the_matrix_product_is_marked_in_both_views(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/matrix?step=1")
    stage.hover(page.locator("[data-equation] [data-mark='3']"))
    marked = page.locator("[data-marked]")
    expect(marked).to_have_count(6)
    names = marked.evaluate_all(
        "all => all.map(e => e.dataset.cell ?? e.dataset.slot ?? e.dataset.mark)"
    )
    assert set(names) == {"3", "x 0 1 0", "k 0 0 1 0", "km 0 2", "tick w 2", "tick x 2"}
    page.locator('[data-slot="ym 2 3"]').click()
    assert stage.equation().startswith("Y[2,1,1]")


def test_the_stack_that_turns_marks_the_current_cells(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/multi_output")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("3-D stack").click()
    space = page.locator(".convviz-figure")
    stage.press("PageDown")
    expect(space).to_have_attribute("data-marked", re.compile("x 0 0 0.*y 0 0 0"), timeout=30_000)
    assert any("/plotly-" in url for url in asked)
    stage.root.focus()
    stage.press("End")
    expect(space).to_have_attribute("data-marked", re.compile("x 1 2 2, y 2 1 1"))
    label = space.get_attribute("aria-label") or ""
    assert "3 output channels" in label
    # Where the figure keeps it: while a drag coasts, what is drawn is ahead of that.
    eye = "box => Object.values(box._fullLayout.scene.camera.eye)"

    def turned() -> list[float]:
        camera: list[float] = space.evaluate(eye)
        return camera

    def edited(text: str, found: str) -> None:
        """Edit a weight, and wait until the figure has what comes of it."""
        stage.edit("k 0 0 0 0", text)
        stage.expect_number("k 0 0 0 0", text)
        has = "([box, text]) => JSON.stringify(box.data).includes(text)"
        page.wait_for_function(has, arg=[space.element_handle(), found])

    edited("9", "81")
    # What is drawn anew takes no drag for a third of a second; nobody is as fast as this test.
    awake = "box => box._fullLayout.scene._scene.camera.view.lastT() < performance.now()"
    page.wait_for_function(awake, arg=space.element_handle())
    untouched = turned()
    space.scroll_into_view_if_needed()
    box = space.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 30, steps=8)
    page.mouse.up()
    away = f"box => Math.hypot(...({eye})(box).map((length, axis) => length - {untouched}[axis]))"
    page.wait_for_function(f"box => ({away})(box) > 0.5", arg=space.element_handle())
    edited("5", "77")  # what was turned stays so
    assert space.evaluate(away) > 0.4


def test_a_photograph_is_mixed_by_the_kernel_in_cells_and_sliders(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/pointwise")
    page.get_by_text("Photograph", exact=True).click()
    expect(page.get_by_alt_text("The photograph in colour")).to_be_visible()
    expect(stage.root).to_have_attribute("data-stage", "photo")
    stage.settle()
    stage.press("PageDown", "PageDown", "PageDown")
    pictures = stage.root.locator("image[href^=data]")
    expect(pictures).to_have_count(1 + 3 + 3)
    stage.press("PageDown")
    expect(pictures).to_have_count(1 + 3 + 3 + 1)
    expect(stage.root.locator('[data-cell="photo 0"][href^=data]')).to_be_visible()
    slider = page.get_by_role("slider", name="K[0,1] on G")
    slider.focus()
    page.keyboard.press("ArrowRight")
    stage.expect_number("k 0 1 0 0", "1.01")
    stage.edit("k 0 1 0 0", "-0.5")
    stage.expect_number("k 0 1 0 0", "-0.5")
    expect(slider).to_have_value("-0.5")


def test_random_numbers_say_why_both_ways_may_differ(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/pointwise")
    expect(page.get_by_text("one float32 seed in ten")).to_be_hidden()
    page.get_by_role("button", name="Random numbers").click()
    expect(page.get_by_text("one float32 seed in ten")).to_be_visible()
    stage.press("End")
    expect(page.locator('[data-slot="equal"]')).to_have_text(re.compile("^conv = matmul"))
    expect_room(stage, "random numbers")


def test_the_text_of_a_link_is_never_markup(page: Page, app_url: str) -> None:
    text = "[Log in](https://example.org) <b>x</b> ![i](x)"
    packed = _pack(json.dumps({"version": 1, "x": text, "weight": [[[[1]]]]}))
    Stage(page).open(f"{app_url}/?s={packed}")
    expect(page.get_by_text("This link is broken")).to_be_visible()
    expect(page.get_by_role("link", name="Log in")).to_have_count(0)
    expect(page.locator("[data-testid=stMain] img:not(.follow img)")).to_have_count(0)


def _pack(source: str) -> str:
    packer = zlib.compressobj(level=9, zdict=share.COMMON)
    packed = packer.compress(source.encode()) + packer.flush()
    return f"{share.VERSION}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
