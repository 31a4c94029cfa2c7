"""Room for every control: none covers another, at any width, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage

WIDTHS = (320, 390, 640, 800, 1011, 1100, 1200, 1366, 1920)

# What is wrong with the controls that are seen, each in words. Each is brought into sight before it
# is tried. A row that stays at the edge of the window lies over what scrolls by: no overlap.
COVERED = """() => {
  const all = root => [...root.querySelectorAll("*")]
    .flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])])
  const seen = { visibilityProperty: true, opacityProperty: true }
  const name = e => `${e.localName} ${e.ariaLabel || e.textContent.trim() || e.value}`.slice(0, 50)
  const within = (outer, e) => {
    for (; e; e = e.parentNode ?? e.host) if (e === outer) return true
    return false
  }
  const stays = e => e.closest(".steps, .bar, .convviz-top")
  const boxes = all(document)
    .filter(e => e.matches("a[href], button, input, select, summary, [role=combobox]"))
    .filter(e => !e.closest("[inert], svg") && e.checkVisibility(seen))
    .filter(e => getComputedStyle(e).pointerEvents !== "none")
    .map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width > 4 && r.height > 4)
  const wrong = []
  for (const [e, r] of boxes) {
    if (r.left < -1 || r.right > innerWidth + 1) wrong.push(`${name(e)} leaves the window`)
    for (const [f, s] of boxes) {
      if (e === f || within(e, f) || within(f, e) || stays(e) !== stays(f)) continue
      const wide = Math.min(r.right, s.right) - Math.max(r.left, s.left)
      const high = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top)
      if (wide > 1 && high > 1) wrong.push(`${name(e)} and ${name(f)} overlap`)
    }
  }
  for (const [e] of boxes) {
    if (e.type === "checkbox") continue // its label is what one hits
    e.scrollIntoView({ block: "center", behavior: "instant" })
    const r = e.getBoundingClientRect()
    let [root, hit] = [document, null]
    while (root && (hit = root.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)))
      root = hit.shadowRoot
    if (!within(e, hit)) wrong.push(`${name(e)} is covered by ${hit ? name(hit) : "nothing"}`)
  }
  return [...new Set(wrong)]
}"""


def wrong(page: Page, width: int, height: int = 768) -> list[str]:
    page.set_viewport_size({"width": width, "height": height})
    Stage(page).settle()
    return [f"{width}: {text}" for text in page.evaluate(COVERED)]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("lesson", ["multi_output", "receptive_field"])
def test_no_control_covers_another(page: Page, lesson: str, lang: str) -> None:
    Stage(page).open(f"/{lesson}?lang={lang}")
    assert [text for width in WIDTHS for text in wrong(page, width)] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_letters_of_twice_the_size(page: Page, lang: str) -> None:
    Stage(page).open(f"/?lang={lang}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert [text for width in (320, 800, 1366, 1920) for text in wrong(page, width)] == []


@pytest.mark.parametrize("width", [320, 1011])
def test_all_lessons_are_behind_one_button_where_the_row_is_short(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    stage = Stage(page).open("/?lang=en").settle()
    link = page.get_by_role("link", name="Pooling")
    expect(link).to_be_hidden()
    opener = page.get_by_role("button", name="Lessons: Multiple inputs")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Multiple inputs")).to_be_focused()
    assert wrong_links(page) == []
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    link.click()
    expect(page.locator("[data-stage=pooling]")).to_be_visible()
    expect(page.get_by_role("button", name="Lessons: Pooling")).to_be_visible()
    expect(link).to_be_hidden()
    page.go_back()
    expect(page.locator("[data-stage=multi_input]")).to_be_visible()
    stage.ready()


def wrong_links(page: Page) -> list[str]:
    """Links to lessons that can't be hit where they stand."""
    links = page.get_by_role("navigation").get_by_role("link")
    for link in links.all():
        link.click(trial=True)
    return [] if links.count() > 8 else ["few links"]


def test_in_a_wide_window_a_lesson_is_one_click_away(page: Page) -> None:
    Stage(page).open("/?lang=en")
    page.get_by_role("link", name="Groups").click()
    expect(page.locator("[data-stage=groups]")).to_be_visible()
    expect(page.get_by_role("link", name="Groups")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Multiple inputs")).not_to_have_attribute(
        "aria-current", "page"
    )
