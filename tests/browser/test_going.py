"""From lesson to lesson while presenting, and back, without leaving full screen."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from convviz.lessons.contents import CONTENTS
from tests.browser.stage import Stage

LESSONS = [entry for entry in CONTENTS if entry.presents]
# The element that has the focus, in shadow roots too.
FOCUSED = """() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return [element.tagName, element.value].filter(Boolean).join(" ")
}"""
# Notes what is on top in every frame of the screen, and whether the screen was left.
WATCH = """() => {
  window.seen = new Set()
  const look = () => {
    let top = document.elementFromPoint(innerWidth / 2, 20)
    for (let root = top?.shadowRoot; root; root = top.shadowRoot) {
      const inside = root.elementFromPoint(innerWidth / 2, 20)
      if (!inside || inside === top) break
      top = inside
    }
    window.seen.add(!document.fullscreenElement ? "no full screen"
      : top.closest(".convviz.present") ? "stage" : top.closest("dialog") ? "curtain" : "page")
    requestAnimationFrame(look)
  }
  look()
}"""
FULL = "html:fullscreen"


def present(stage: Stage) -> None:
    stage.root.focus()
    stage.press("f")
    expect(stage.page.locator(FULL)).to_have_count(1)


def arrived(stage: Stage, address: str) -> None:
    """Wait until the page at an address presents."""
    expect(stage.page).to_have_url(re.compile(rf"//[^/]+/{address}(\?|$)"))
    expect(stage.root).to_have_class(re.compile(r"\bpresent\b"))
    expect(stage.page.locator("dialog[aria-label]:modal")).to_have_count(0)
    expect(stage.page).to_have_url(re.compile(r"present=1.*step=|step=.*present=1"))


def test_shift_and_page_keys_go_through_lessons_and_nothing_else_is_seen(
    page: Page, app_url: str
) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    present(stage)
    page.evaluate(WATCH)
    history = page.evaluate("history.length")
    for entry in LESSONS[1:4]:
        stage.press("Shift+PageDown")
        arrived(stage, entry.address)
        assert page.evaluate(FOCUSED) == "SECTION"
        stage.press("PageDown")
        stage.expect_step(1)
    assert page.evaluate("history.length") == history + 3
    stage.press("Shift+PageUp")
    arrived(stage, LESSONS[2].address)
    page.go_back()
    arrived(stage, LESSONS[3].address)
    page.go_back()
    arrived(stage, LESSONS[2].address)
    assert set(page.evaluate("[...window.seen]")) == {"stage", "curtain"}
    stage.press("Escape")
    expect(page.locator(FULL)).to_have_count(0)
    assert page.locator("[inert]:not(.rc-overflow-item)").count() == 0  # that is Streamlit's own
    assert page.evaluate("document.documentElement.className") == ""
    # The same keys outside of a presentation.
    stage.press("Shift+PageDown")
    expect(stage.root).to_have_attribute("data-stage", LESSONS[3].address)
    assert "present" not in page.url


def test_a_clicker_alone_goes_through_all_lessons(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    present(stage)
    page.evaluate(WATCH)
    coming = stage.root.locator(".coming")
    for entry, following in itertools.pairwise(LESSONS):
        arrived(stage, entry.address)
        stage.press("End", "PageDown")
        expect(coming).to_have_text(f"PageDown: next, {following.title}")
        stage.press("PageDown")
        arrived(stage, following.address)
        stage.expect_step(0)
    stage.press("End", "PageDown")  # nothing comes after the last one
    expect(coming).to_be_hidden()
    stage.expect_step(stage.steps - 1)
    stage.press("Home", "PageUp")
    expect(coming).to_have_text(f"PageUp: back to {LESSONS[-2].title}")
    stage.press("PageDown")  # takes it back, and no more
    expect(coming).to_be_hidden()
    stage.expect_step(0)
    stage.press("PageUp", "PageUp")
    arrived(stage, LESSONS[-2].address)
    assert set(page.evaluate("[...window.seen]")) == {"stage", "curtain"}
    # So do the bar's buttons, with the mouse.
    page.mouse.move(300, 300)
    page.mouse.move(320, 300)
    stage.button("Next lesson").click()
    arrived(stage, LESSONS[-1].address)
    expect(stage.button("Next lesson")).to_be_disabled()


def test_what_is_being_typed_goes_first_and_what_is_refused_stays(page: Page, app_url: str) -> None:
    late: list[tuple[WebSocketRoute, str | bytes]] = []
    slow = False

    def link(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def forward(message: str | bytes) -> None:
            late.append((server, message)) if slow else server.send(message)

        browser.on_message(forward)
        server.on_message(browser.send)

    page.route_web_socket("**/_stcore/stream*", link)
    stage = Stage(page).open(f"{app_url}/?lang=en")
    present(stage)
    stage.cell("x 0 0 0").click()
    page.keyboard.type("many")
    stage.button("Next lesson").dispatch_event("click")
    expect(stage.refusal()).to_be_visible()
    arrived(stage, "")
    stage.cell("x 0 0 0").click()
    page.keyboard.type("55")
    page.evaluate(WATCH)
    slow = True
    stage.button("Next lesson").dispatch_event("click")
    page.wait_for_function("() => window.seen.size === 1")
    assert page.evaluate("location.pathname") == "/"  # the number comes first
    slow = False
    for server, message in late:
        server.send(message)
    arrived(stage, "multi_output")
    stage.expect_number("x 0 0 0", "55")
    # A server that is slow to bring the page: the curtain takes all keys, and Escape ends it.
    slow = True
    stage.press("Shift+PageDown")
    curtain = page.get_by_role("dialog", name="1×1 convolution")
    expect(curtain).to_be_visible()
    stage.press("PageDown", "b", "Tab", "Shift+PageDown")
    expect(curtain).to_be_focused()
    slow = False
    late.clear()
    stage.press("Escape")
    expect(curtain).to_have_count(0)
    expect(page.locator(FULL)).to_have_count(0)
    assert "present" not in page.url
    assert page.locator("[inert]:not(.rc-overflow-item)").count() == 0


def test_examples_and_sizes_are_chosen_on_the_board(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    panel = stage.root.get_by_role("dialog", name="Examples and sizes")
    stage.press("e")  # the page has controls of its own
    expect(panel).to_be_hidden()
    present(stage)
    stage.press("e")
    expect(panel).to_be_visible()
    expect(panel.get_by_role("button", name="D2L: two channels in, one out")).to_be_focused()
    sizes = panel.locator("button").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => Math.min(b.width, b.height))"
    )
    assert min(sizes) >= 44
    size = panel.evaluate("e => parseFloat(getComputedStyle(e).fontSize) / innerHeight")
    assert size >= 24 / 1080
    # With the keys: sizes go up and down, and what cannot be is said.
    inputs = panel.get_by_role("spinbutton", name="Inputs C_in")
    stage.press("End", *["ArrowUp"] * 4)
    expect(inputs).to_be_focused()
    stage.press("ArrowRight", "ArrowRight")
    expect(inputs).to_have_attribute("aria-valuenow", "4")
    expect(stage.cell("x 3 0 0")).to_be_attached()
    expect(inputs).to_be_focused()
    stage.press("End", "+", "+")
    expect(panel.get_by_role("alert")).to_contain_text("The kernel covers 4 columns")
    expect(panel.get_by_role("spinbutton", name="Kernel k_w")).to_have_attribute(
        "aria-valuenow", "3"
    )
    # With the mouse.
    panel.get_by_role("spinbutton", name="Height H").get_by_text("+").click()
    expect(stage.cell("x 0 3 0")).to_be_attached()
    # With a clicker, which chooses by the key that blanks.
    stage.press("Home", "PageDown", ".")
    expect(panel).to_be_hidden()
    expect(stage.root.locator(".blank")).to_be_hidden()
    expect(stage.root).to_have_attribute("data-steps", "13")
    stage.expect_number("k 0 0 0 0", "0")
    expect(page.locator(FULL)).to_have_count(1)
    stage.press("e", "Escape")
    expect(panel).to_be_hidden()
    expect(stage.root).to_have_class(re.compile(r"\bpresent\b"))
    stage.press("PageDown")
    stage.expect_step(1)
    stage.press("f")
    expect(page.get_by_role("combobox")).to_have_value("D2L: the first channel switched off")


# Buttons of the bar that are seen: their shorter side, whether they stand in the window and their
# text in them, and those that lie on one another.
BAR = """root => {
  const all = [...root.querySelectorAll(".bar button")].filter(each => each.checkVisibility())
  const boxes = all.map(each => each.getBoundingClientRect())
  const meet = (a, b) => a.left < b.right - 1.5 && b.left < a.right - 1.5 &&
    a.top < b.bottom - 1 && b.top < a.bottom - 1
  return {
    least: Math.min(...boxes.map(box => Math.min(box.width, box.height))),
    out: all.filter((each, n) => boxes[n].left < 0 || boxes[n].right > innerWidth ||
      boxes[n].bottom > innerHeight || each.scrollWidth > each.clientWidth + 1 ||
      each.scrollHeight > each.clientHeight + 1).map(each => each.ariaLabel || each.textContent),
    over: all.filter((each, n) => boxes.some((box, m) => m < n && meet(box, boxes[n])))
      .map(each => each.ariaLabel || each.textContent),
    names: all.map(each => each.value),
  }
}"""


@pytest.mark.parametrize("touch", [False, True])
def test_the_whole_bar_is_in_reach_while_presenting(touch: bool, page: Page, app_url: str) -> None:
    assert page.context.browser is not None
    context = page.context.browser.new_context(
        viewport={"width": 1024, "height": 768}, has_touch=touch, is_mobile=touch
    )
    page = context.new_page()
    for lang in ("en", "zh"):
        # The page with the longest bar: it has walks too.
        stage = Stage(page).open(f"{app_url}/multi_output?lang={lang}")
        present(stage)
        if not touch:
            page.mouse.move(300, 300)
            page.mouse.move(320, 300)
        expect(stage.root.locator(".bar")).to_have_css("opacity", "1")
        found = stage.root.evaluate(BAR)
        assert found["out"] == found["over"] == []
        assert found["least"] >= (44 if touch else 30)
        assert {"product", "channel", "window", "before", "after", "choices"} <= {*found["names"]}
        if not touch:  # where the bar takes the room of the hints, they give way
            expect(stage.root.locator(".hints")).to_have_css("opacity", "0")
            stage.root.focus()
            names = set()
            for _ in range(40):  # Tab goes round
                stage.press("Tab")
                names.add(page.evaluate(FOCUSED))
            assert {f"BUTTON {name}" for name in found["names"]} <= names
        stage.root.locator("[value=product]").click()
        expect(stage.root).to_have_attribute("data-grain", "product")
    context.close()
