"""The stage in a real browser: steps, keys, editing, pasting, links."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.stage import Stage

BOTH = pytest.mark.parametrize("stage", ["/play/", "/"], indirect=True)
FULL = pytest.mark.parametrize("stage", ["/"], indirect=True)
"""Where Streamlit's page has a part in it; all else is tried on the light one alone."""


@pytest.fixture
def stage(page: Page, app_url: str, request: pytest.FixtureRequest) -> Stage:
    return Stage(page).open(app_url + getattr(request, "param", "/play/"))


def test_both_partial_sums_are_on_the_screen_before_the_total(stage: Stage) -> None:
    sums = stage.page.locator("[data-sum] text")
    total = stage.page.locator("[data-total] text")
    expect(sums).to_have_text(["", ""])
    stage.press("ArrowRight")
    expect(sums).to_have_text(["19", ""])
    stage.press("ArrowRight")
    expect(sums).to_have_text(["19", "37"])
    expect(total).to_have_text("")
    told = stage.root.evaluate(
        "root => [root, ...root.querySelectorAll('*')].flatMap(e => [e.textContent, ..."
        "[...e.attributes].filter(a => /^(aria|data|title|value)/.test(a.name)).map(a => a.value)])"
    )
    assert not [text for text in told if re.search(r"\b56\b", text)]
    stage.press("ArrowRight")
    expect(total).to_have_text("56")
    assert stage.number("y 0 0 0") == "56"
    assert stage.equation().endswith("= 19 + 37 = 56")


def test_space_on_a_focused_button_presses_it(stage: Stage) -> None:
    stage.button("Last step").focus()
    stage.press("Space")
    stage.expect_step(12)


@BOTH
def test_letters_typed_in_a_field_do_not_step(stage: Stage) -> None:
    stage.page.get_by_label("Width W").click()
    stage.press("ArrowRight", "Home", "n", "k")
    assert stage.step == 0
    assert stage.root.get_attribute("data-state") == "paused"


def test_play_goes_to_the_end_and_any_key_stops_it(stage: Stage) -> None:
    stage.press("+", "+", "k")
    expect(stage.root).to_have_attribute("data-state", "playing")
    expect(stage.button("Pause")).to_be_visible()
    expect(stage.root).not_to_have_attribute("data-step", "0")
    stage.press("x")
    expect(stage.root).to_have_attribute("data-state", "paused")
    assert 1 <= stage.step < 12
    stage.press("End", "ArrowLeft", "k")
    expect(stage.root).to_have_attribute("data-state", "paused", timeout=3000)
    stage.expect_step(12)
    stage.press("k")  # once more from the start
    expect(stage.root).to_have_attribute("data-step", re.compile("^[0-3]$"))


def test_granularity_keeps_the_output_position(stage: Stage) -> None:
    grains = ("1", 37), ("3", 5), ("2", 13)
    for key, steps in grains:
        stage.press(key)
        expect(stage.root).to_have_attribute("data-steps", str(steps))
        stage.expect_step(0)
    stage.press(*["ArrowRight"] * 5)  # second position, channel 1
    assert stage.equation().startswith("Y[0,1]")
    for key, steps in grains:
        stage.press(key)
        expect(stage.root).to_have_attribute("data-steps", str(steps))
        assert stage.equation().startswith("Y[0,1]")


def test_picking_an_output_cell_goes_there_and_arrows_move_on(stage: Stage) -> None:
    stage.cell("y 0 1 0").click()
    assert stage.equation().endswith("= 43 + 61 = 104") or "Y[1,0]" in stage.equation()
    stage.expect_step(9)
    stage.press("ArrowRight")
    stage.expect_step(12)
    stage.press("ArrowUp")
    stage.expect_step(6)
    assert stage.equation().startswith("Y[0,1]")


def test_picking_an_input_cell_marks_the_outputs_that_use_it(stage: Stage) -> None:
    uses = stage.page.locator("[data-uses]")
    stage.cell("x 1 0 0").click()
    expect(uses).to_have_count(1)
    stage.press("Escape")
    stage.press("ArrowRight", "ArrowDown")
    expect(stage.cell("x 1 1 1")).to_be_focused()
    expect(uses).to_have_count(4)


def test_pointing_at_a_term_marks_its_cells_and_back(stage: Stage) -> None:
    marked = stage.page.locator("[data-marked]")
    stage.press("ArrowRight")
    stage.hover(stage.page.locator("[data-equation] [data-mark='3']"))
    expect(marked).to_have_count(4)
    names = marked.evaluate_all("all => all.map(e => e.dataset.cell ?? e.dataset.mark)")
    assert set(names) == {"3", "x 0 1 0", "k 0 0 1 0", "p 0 1 0"}
    stage.hover(stage.cell("k 0 0 1 1"))
    expect(marked.first).to_have_attribute("data-cell", "x 0 1 1")
    names = marked.evaluate_all("all => all.map(e => e.dataset.cell ?? e.dataset.mark)")
    assert set(names) == {"4", "x 0 1 1", "k 0 0 1 1", "p 0 1 1"}


@BOTH
def test_an_edited_number_changes_all_that_depends_on_it_and_keeps_the_step(stage: Stage) -> None:
    stage.press("3", "End")
    assert stage.step == 4
    stage.edit("x 1 1 1", "50")
    stage.expect_number("x 1 1 1", "50")
    assert stage.step == 4
    assert stage.number("p 1 0 0") == "50"
    expect(stage.page.locator("[data-sum='1'] text")).to_have_text("122")
    expect(stage.page.locator("[data-total] text")).to_have_text("165")
    assert stage.numbers("y ") == ["236", "207", "194", "165"]
    assert stage.equation().endswith("= 43 + 122 = 165")
    expect(stage.cell("y 0 0 0")).to_have_attribute("data-changed", "")
    stage.edit("k 0 0 0 0", "-1")
    stage.expect_number("k 0 0 0 0", "-1")
    stage.edit("b 0", "1/2")
    stage.expect_number("b 0", "0.5")
    assert stage.equation().endswith("+ 0.5 = 161.5")
    assert stage.step == 4
    expect(stage.page).to_have_url(re.compile("g=window"))  # written a moment after the last step


@BOTH
def test_a_pasted_block_lands(stage: Stage) -> None:
    stage.paste("x 0 0 0", "9\t8\t7\n6\t5\t4\n3\t2\t1")
    stage.expect_number("x 0 0 0", "9")
    assert stage.numbers("x 0") == ["9", "8", "7", "6", "5", "4", "3", "2", "1"]
    stage.paste("k 0 0 0 0", "[[[1, 0], [0, 1]],\n\n [[-1, 0], [0, -1]]]")
    stage.expect_number("k 0 1 0 0", "-1")
    assert stage.numbers("k 0") == ["1", "0", "0", "1", "-1", "0", "0", "-1"]
    stage.paste("x 0 1 1", "1 2 3")
    expect(stage.refusal()).to_contain_text("room for 2 × 2")
    assert stage.numbers("x 0") == ["9", "8", "7", "6", "5", "4", "3", "2", "1"]


def test_keyboard_alone_edits(stage: Stage) -> None:
    stage.cell("x 0 0 0").focus()
    stage.press("ArrowDown", "ArrowRight", "F2")
    stage.page.keyboard.type("7")
    stage.press("Tab")
    stage.expect_number("x 0 1 1", "7")
    expect(stage.cell("x 0 1 2")).to_be_focused()
    stage.press("8", "Enter")
    stage.expect_number("x 0 1 2", "8")
    stage.press("Enter")
    stage.page.keyboard.type("99")
    stage.press("Escape")
    stage.expect_number("x 0 1 2", "8")
    stage.press("-", "2", "Enter")
    stage.expect_number("x 0 1 2", "-2")
    stage.press("Escape", "ArrowRight")
    stage.expect_step(1)


@BOTH
def test_edits_in_a_row_are_all_taken(stage: Stage) -> None:
    stage.cell("x 0 0 0").focus()
    for digit in "123456789":
        stage.press(digit, "Tab")
    try:
        for index, digit in enumerate("123456789"):
            stage.expect_number(f"x 0 {index // 3} {index % 3}", digit)
    except AssertionError as error:
        pytest.fail(f"{stage.numbers('x 0')} in {state(stage)}\n{error}")


@FULL
def test_a_new_picture_leaves_an_open_field_at_its_cell(stage: Stage) -> None:
    stage.cell("x 0 1 0").focus()
    stage.press("7")
    field = stage.root.locator(".editor")
    stage.page.get_by_role("button", name="中文", exact=True).dispatch_event("click")
    expect(stage.root).to_have_attribute("lang", "zh-Hans")
    expect(field).to_be_focused()
    stage.page.set_viewport_size({"width": 1366, "height": 760})  # it is placed anew
    stage.settle()
    box, cell = field.bounding_box(), stage.cell("x 0 1 0").bounding_box()
    assert box is not None and cell is not None
    for middles in (
        [place["x"] + place["width"] / 2 for place in (box, cell)],
        [place["y"] + place["height"] / 2 for place in (box, cell)],
    ):
        assert middles[0] == pytest.approx(middles[1], abs=4)
    stage.press("Tab", "8", "Tab")
    stage.expect_number("x 0 1 0", "7")
    stage.expect_number("x 0 1 1", "8")
    assert stage.number("x 0 0 0") == "0"


def state(stage: Stage) -> dict[str, str | None]:
    """What a stage says of itself, and what has the focus in it."""
    told: dict[str, str | None] = stage.root.evaluate(
        """root => {
          const focused = root.getRootNode().activeElement
          return { ...root.dataset, class: root.className,
            field: root.querySelector(".editor")?.value ?? null,
            focus: focused && (focused.dataset.cell ?? focused.className) }
        }"""
    )
    return told


def test_an_edit_that_was_lost_on_the_way_is_sent_again(page: Page, app_url: str) -> None:
    lose: list[bool] = []
    lost: list[str | bytes] = []

    def between(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if lose:
                lose.pop()
                lost.append(message)
            else:
                server.send(message)

        browser.on_message(pass_on)

    page.route_web_socket("**/_stcore/stream", between)
    stage = Stage(page).open(app_url)
    lose.append(True)
    stage.edit("x 0 0 0", "5")
    stage.expect_number("x 0 0 0", "5")
    page.wait_for_function("() => sessionStorage.getItem('convviz-outbox') === null")
    stage.expect_number("x 0 0 0", "5")
    assert len(lost) == 1


@BOTH
def test_undo_redo_and_reset(stage: Stage) -> None:
    expect(stage.button("Undo")).to_be_disabled()
    stage.edit("x 0 0 0", "5")
    stage.expect_number("x 0 0 0", "5")
    stage.edit("x 0 0 0", "6")
    stage.expect_number("x 0 0 0", "6")
    stage.press("Control+z")
    stage.expect_number("x 0 0 0", "5")
    stage.press("Control+z")
    stage.expect_number("x 0 0 0", "0")
    stage.press("Control+Shift+z")
    stage.expect_number("x 0 0 0", "5")
    stage.button("Reset").click()
    stage.expect_number("x 0 0 0", "0")
    stage.button("Undo").click()
    stage.expect_number("x 0 0 0", "5")


@BOTH
def test_back_goes_to_the_numbers_of_the_address(stage: Stage) -> None:
    stage.edit("x 0 0 0", "5")
    stage.expect_number("x 0 0 0", "5")
    expect(stage.page).to_have_url(re.compile(r"[?&]s="))  # of quick edits, the last is written
    five = stage.page.url
    stage.edit("x 0 0 0", "6")
    stage.expect_number("x 0 0 0", "6")
    expect(stage.page).not_to_have_url(five)
    stage.page.go_back()
    stage.expect_number("x 0 0 0", "5")


@BOTH
def test_a_size_that_cannot_be_is_refused_with_the_rule(stage: Stage) -> None:
    field = stage.page.get_by_label("Kernel k_w")
    field.fill("4")
    field.press("Enter")
    expect(stage.page.get_by_text("The kernel covers 4 columns")).to_be_visible()
    expect(field).to_have_value("2")
    assert stage.numbers("k ") == ["0", "1", "2", "3", "1", "2", "3", "4"]


@FULL
def test_examples_open_at_their_first_step(stage: Stage) -> None:
    stage.press("End")
    stage.page.get_by_role("combobox", name="Example").click()
    stage.page.get_by_role("option", name="A colour edge the sum cannot see").click()
    expect(stage.cell("x 2 4 5")).to_be_visible()
    stage.expect_step(0)
    stage.root.focus()
    stage.press("End")
    assert set(stage.numbers("y ")) == {"0"}


@FULL
def test_tables_hold_the_same_numbers(stage: Stage) -> None:
    stage.page.get_by_text("Tables").click()
    table = stage.page.get_by_role("table", name="Y[0]")
    expect(table).to_be_visible()
    numbers = table.locator("tbody").get_by_role("cell")
    expect(numbers).to_have_text([""] * 4)  # those that the stage has not come by are not told
    stage.press("End")
    expect(numbers).to_have_text(["56", "72", "104", "120"])
