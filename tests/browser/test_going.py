"""From lesson to lesson while presenting, and back, without leaving full screen."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from convviz.contents import CONTENTS
from tests.browser.stage import Stage

LESSONS = [entry for entry in CONTENTS if entry.presents]
# The element that has the focus, in shadow roots too.
FOCUSED = """() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element.tagName
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
