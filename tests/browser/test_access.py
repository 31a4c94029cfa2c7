"""Access, WCAG 2.2 AA: axe-core on every page, grids, what is read out, targets, reflow, focus."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from convviz.lessons.contents import CONTENTS
from convviz.words import SOURCE, languages, say, tag
from tests.browser.stage import Stage, rest
from tests.browser.visits import Visit
from tests.languages import speaking

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules of those that look at colours
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ADDRESSES = [entry.address for entry in CONTENTS]
STAGES = [entry.address for entry in CONTENTS if entry.presents]

ALONE = {entry.address for entry in CONTENTS if not entry.presents}  # pages with no stage
FURTHER = {"cost": "Charts", "receptive_field": "Two kernels as one"}  # what can be opened

# What Streamlit's own shell does, and can't be helped from here: (rule, selector) -> reason. A
# violation that is not listed fails, and so does a listed one that is gone.
SHELL: Mapping[tuple[str, str], str] = {}


def open_page(page: Page, app_url: str, address: str, language: str = "en") -> None:
    filled = "&l=chapter" if address == "lecture" else ""
    page.goto(f"{app_url}/{address}?lang={language}{filled}")
    shown = page.locator(
        "[data-stage], .convviz-costs, .convviz:is(.lecture, .gallery) li, .images .added li, "
        ".convviz.practice input"
    ).first
    expect(shown).to_be_visible(timeout=20_000)
    Stage(page).taken_over()


def page_of(visit: Visit, page: Page, app_url: str, address: str) -> Page:
    """A page that tests share, where it has a stage."""
    if address in STAGES:
        return visit(f"{app_url}/{address}").page
    open_page(page, app_url, address)
    return page


def violations(page: Page, only: Sequence[str] = ()) -> list[tuple[str, str]]:
    """All that axe-core finds, or what a few of its rules find."""
    chosen = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    options = {"runOnly": chosen, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], str(node["target"][-1])) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_in_either_theme_presenting_or_not(
    page: Page, app_url: str, address: str, language: str
) -> None:
    open_page(page, app_url, address, language)
    expect(page.locator("html")).to_have_attribute("lang", tag(language))
    with speaking(language):
        for name in (FURTHER.get(address, "Tables"), "Code") if address not in ALONE else ():
            page.get_by_text(say(name), exact=True).click()
            expect(page.get_by_role("switch", name=say(name), exact=True)).to_be_checked()
    if address not in ALONE:
        page.locator(".token").first.wait_for(timeout=10_000)
    rest(page)
    page.keyboard.press("Shift")  # from now on nobody keeps in sight what was opened
    for presenting in (False, True)[: 2 if address in STAGES else 1]:
        if presenting:
            page.locator("[data-stage]").focus()
            page.keyboard.press("f")
            expect(page.locator(".convviz.present")).to_be_visible()
        for theme in THEMES if language == SOURCE else THEMES[:1]:  # a colour has no language
            # Without motion, what fades is there or gone: nothing is measured on its way.
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.mouse.move(300 + presenting, 20 if theme == "light" else 30)
            # A control that is scrolled half below the top row is no smaller for that.
            page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
            rest(page)
            # The other theme has the same elements in other colours.
            found = violations(page, COLOURS if theme == "dark" else ())
            assert sorted(set(found)) == sorted(SHELL), (theme, presenting)


def tree(page: Page) -> list[dict[str, Any]]:
    """What Chromium hands to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [node for node in nodes if not node["ignored"]]


def names(nodes: list[dict[str, Any]], role: str) -> list[str]:
    return [n["name"]["value"] for n in nodes if n["role"]["value"] == role]


# What is counted is a table of the page, which the stage draws as lines of text.
TENSORS = [address for address in STAGES if address != "cost"]


@pytest.mark.parametrize("address", TENSORS)
def test_every_cell_says_its_tensor_row_and_column(
    visit: Visit, app_url: str, address: str
) -> None:
    page = visit(f"{app_url}/{address}").page
    nodes = tree(page)
    shown = page.locator(".convviz svg [data-cell]:not([data-off], [data-off] *)").count()
    cells = names(nodes, "gridcell")
    assert len(cells) == shown > 0 and all(cells)
    kinds = {node["nodeId"]: node["role"]["value"] for node in nodes}
    above = {child: node["nodeId"] for node in nodes for child in node.get("childIds", ())}
    for node in nodes:
        if node["role"]["value"] == "gridcell":
            row = above[node["nodeId"]]
            assert (kinds[row], kinds[above[row]]) == ("row", "grid")
    assert all(names(nodes, "grid"))


def test_a_cell_is_read_out_with_its_number_once_that_is_reached(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    cells = names(tree(page), "gridcell")
    assert "X channel 0, row 1, column 1, 4" in cells
    assert "K kernel 0, channel 1, row 0, column 1, 2" in cells
    assert "Y channel 0, row 0, column 0, empty" in cells
    stage.press("End", "Home", "3", "ArrowRight")
    cells = names(tree(page), "gridcell")
    assert "Y channel 0, row 0, column 0, 56" in cells
    assert "Y channel 0, row 0, column 1, empty" in cells
    assert "Sum of channel 1, 37" in names(tree(page), "image")
    stage.edit("x 0 1 1", "-0.123456")
    stage.expect_number("x 0 1 1", "-0.123")
    assert "X channel 0, row 1, column 1, −0.123456" in names(tree(page), "gridcell")


# The cells that the arrow keys come to, from the first one of a tensor.
REACHED = """(root, tensor) => {
  const here = () => {
    let e = document.activeElement
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
    return e
  }
  const queue = [root.querySelector(`[data-cell^="${tensor} "][tabindex]`)], found = new Set(queue)
  while (queue.length) {
    const cell = queue.pop()
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]) {
      cell.focus({ preventScroll: true })
      cell.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }))
      if (!found.has(here())) queue.push(here())
      found.add(here())
    }
  }
  return [...found].map(cell => cell.dataset.cell)
}"""


@pytest.mark.parametrize("address", STAGES)
def test_every_tensor_is_one_stop_of_tab_and_arrows_reach_all_its_cells(
    visit: Visit, app_url: str, address: str
) -> None:
    stage = visit(f"{app_url}/{address}")
    tensors = stage.page.locator("[data-cell][tabindex]").evaluate_all(
        "all => [...new Set(all.map(e => e.dataset.cell.split(' ')[0]))]"
    )
    stops = stage.page.locator('[data-cell][tabindex="0"]')
    assert stops.count() == len(tensors)
    for tensor in tensors:
        cells = stage.page.locator(f'[data-cell^="{tensor} "][tabindex]')
        reached = stage.root.evaluate(REACHED, tensor)
        assert sorted(reached) == sorted(cells.evaluate_all("all => all.map(e => e.dataset.cell)"))
        assert stops.count() == len(tensors)


def test_the_arithmetic_is_read_out_as_a_whole_and_not_while_it_plays(
    page: Page, app_url: str
) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    line, place = page.locator("[data-equation]"), stage.root.locator(".track output").first
    expect(line).to_have_attribute("aria-live", "polite")
    expect(line).to_have_attribute("aria-atomic", "true")
    stage.press("k")
    for quiet in (line, place):
        expect(quiet).to_have_attribute("aria-live", "off")
    stage.press("k")
    for told in (line, place):
        expect(told).to_have_attribute("aria-live", "polite")
    live = [
        {p["name"]: p["value"].get("value") for p in node["properties"]} | {"id": node["nodeId"]}
        for node in tree(page)
        if any(p["name"] == "live" for p in node.get("properties", ()))
    ]
    assert live and all(region["atomic"] for region in live)


def test_single_letter_keys_can_be_switched_off_everywhere(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    stage.press("?")
    switch = stage.root.get_by_role("checkbox", name="Single-letter keys")
    expect(switch).to_be_checked()
    switch.click()
    stage.press("Escape")
    expect(switch).to_be_hidden()
    for address in ("", "geometry?lang=en"):
        if address:
            page.goto(f"{app_url}/{address}")
            stage.ready()
        stage.root.focus()
        state = stage.root.get_attribute("data-state")
        grain = stage.root.get_attribute("data-grain")
        for key in ("n", "p", "k", "f", "b", ".", "?", "q", "1", "3"):
            stage.press(key)
        expect(switch).to_be_hidden()
        expect(stage.root.locator(".blank")).to_be_hidden()
        assert stage.step == 0
        assert stage.root.get_attribute("data-state") == state
        assert stage.root.get_attribute("data-grain") == grain
        assert "present" not in (stage.root.get_attribute("class") or "")
        stage.press("ArrowRight", "Space", "PageDown")
        stage.expect_step(3)
        stage.press("Home")
    stage.cell("x 0 0 0").focus()
    stage.press("7", "Enter")
    stage.expect_number("x 0 0 0", "7")
    stage.button("Keys").focus()
    stage.press("Enter", "Tab", "Space")
    expect(switch).to_be_checked()
    stage.press("Escape")
    stage.root.focus()
    stage.press("n")
    stage.expect_step(1)


SMALL = """([kinds, least]) => {
  const all = [document], found = []
  for (const root of all) for (const e of root.querySelectorAll("*")) {
    if (e.shadowRoot) all.push(e.shadowRoot)
    if (!e.closest(".convviz, .convviz-corner, .convviz-listing") || !e.checkVisibility()) continue
    if (!e.matches(kinds)) continue
    const { width, height } = e.getBoundingClientRect()
    if (Math.min(width, height) < least - 0.5)
      found.push([e.ariaLabel ?? e.textContent, width, height])
  }
  return found
}"""
CONTROLS = "button, input, a[href]"


@pytest.mark.parametrize("address", ADDRESSES)
def test_targets_are_large_enough_to_be_hit(
    visit: Visit, page: Page, app_url: str, address: str
) -> None:
    page = page_of(visit, page, app_url, address)
    assert page.evaluate(SMALL, [f"{CONTROLS}, [data-cell][tabindex]", 24]) == []
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    expect(page.locator(".convviz-corner button").first).to_have_css("height", "44px")
    assert page.evaluate(SMALL, [CONTROLS, 44]) == []
    session.detach()  # and with it the finger


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_scrolls_sideways_when_zoomed(
    visit: Visit, page: Page, app_url: str, address: str
) -> None:
    """320 px is a window of 1280 px at 400 %; 683 x 384 is a projector's at 200 %."""
    page = page_of(visit, page, app_url, address)
    for width, height in ((320, 640), (683, 384)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
        rest(page)
        wide = page.evaluate(
            "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".map(e => e.scrollWidth - e.clientWidth)"
        )
        assert wide == [0, 0], width
        if address in STAGES:
            keys = page.locator(".convviz .bar button:visible")
            for index in range(keys.count()):
                keys.nth(index).scroll_into_view_if_needed()
                expect(keys.nth(index)).to_be_in_viewport(ratio=0.99)


def test_what_has_the_focus_shows_it_and_not_as_the_window_does(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    stage.root.focus()
    seen = set()
    for _ in range(22):
        stage.press("Tab")
        style = page.evaluate(
            """() => {
              let e = document.activeElement
              while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
              if (!e.closest(".convviz")) return null
              const { outlineStyle, outlineColor } = getComputedStyle(e)
              return [e.ariaLabel ?? "", outlineStyle, outlineColor]
            }"""
        )
        if style is None:
            break
        seen.add(style[0])
        assert style[1] == "solid", style
        assert style[2] != "rgb(209, 0, 91)", style
    assert {"Next step", "Step", "Keys"} <= seen
    assert any(name.startswith("K kernel 0") for name in seen)


def test_nothing_moves_where_motion_is_reduced(page: Page, app_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    stage = Stage(page).open(app_url)
    moving = stage.root.evaluate(
        "root => [...root.querySelectorAll('*')].filter(e => !/^(none|all 0s|all)/.test("
        "getComputedStyle(e).transition)).length"
    )
    assert moving == 0


def test_the_tables_have_headers_and_fit_a_phone(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    Stage(page).open(f"{app_url}/?lang=en")
    page.get_by_text("Tables", exact=True).click()
    table = page.get_by_role("table", name="X[0]", exact=True)
    expect(table).to_be_visible()
    assert table.get_by_role("columnheader").all_text_contents() == ["0", "1", "2"]
    assert table.get_by_role("rowheader").all_text_contents() == ["0", "1", "2"]
    for box in page.locator(".convviz-tables > div").all():
        shape = box.bounding_box()
        assert shape is not None and shape["x"] + shape["width"] <= 390
    assert re.match(r"\d", page.locator(".convviz-tables td").nth(1).text_content() or "")
