"""The early picture: seen, stepped, edited and presented before Streamlit's client has loaded."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from convviz.formats import link
from convviz.lessons.presets import presets
from tests.browser.errors import note_errors
from tests.browser.stage import LESSON_PAGES, Stage

# Moves on the way to Streamlit's page: what the browser counts, and where the picture was.
WATCH = """
window.shifts = []
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts.push(entry.value)
}).observe({ type: "layout-shift", buffered: true })
window.places = []
const look = () => {
  const early = document.getElementById("convviz-early")
  for (const host of document.querySelectorAll("*")) {
    const picture = host.shadowRoot?.querySelector("[data-stage] > svg")
    const { x, y, width, height } = picture?.getBoundingClientRect() ?? {}
    if (width) places.push([x, y, width, height].map(Math.round).join(" "))
  }
  requestAnimationFrame(look)
}
addEventListener("DOMContentLoaded", look)
"""

FIELD = "root => [root.querySelector('.editor')?.value, root.marked]"


class Held:
    """A page that waits for Streamlit's files until it is let go on."""

    def __init__(self, page: Page) -> None:
        self.waiting: list[Route] | None = []
        page.route("**/static/js/index.*", self._come)

    def _come(self, route: Route) -> None:
        if self.waiting is None:
            route.continue_()
        else:
            self.waiting.append(route)

    def go_on(self) -> None:
        waiting, self.waiting = self.waiting or [], None
        for route in waiting:
            route.continue_()


def early(page: Page, address: str = "/") -> tuple[Stage, Held]:
    """Open a page and stop it before Streamlit's client."""
    held = Held(page)
    page.goto(address, wait_until="commit")
    stage = Stage(page)
    expect(stage.root).to_be_visible()
    stage.root.evaluate("root => { root.marked = true }")
    return stage, held


def test_what_is_done_meanwhile_stays(page: Page) -> None:
    """The step, the edits, the field that is open with what is typed; Python hears of the edits."""
    stage, held = early(page)
    stage.press("PageDown", "PageDown", "PageDown")
    stage.expect_step(3)
    stage.edit("x 0 0 0", "5")
    stage.expect_number("x 0 0 0", "5")  # as Python says, without a session
    stage.press("End")
    stage.expect_number("y 0 0 0", "56")
    stage.cell("k 0 1 1 1").click()
    page.keyboard.type("12")
    assert page.get_by_test_id("stApp").count() == 0
    held.go_on()
    stage.taken_over()
    assert stage.root.evaluate(FIELD) == ["12", True]
    page.keyboard.type("3")
    stage.press("Enter")
    stage.expect_number("k 0 1 1 1", "123")
    stage.expect_step(12)
    stage.saved()
    assert "s=" in page.url
    stage.press("Control+z", "Control+z")  # both are in its history
    stage.expect_number("x 0 0 0", "0")
    stage.expect_number("k 0 1 1 1", "4")
    stage.saved()


def test_a_click_on_a_control_that_is_only_drawn_yet_is_done(page: Page) -> None:
    _, held = early(page, "/?lang=en")
    page.get_by_text("Tables", exact=True).click()
    held.go_on()
    Stage(page).taken_over()
    expect(page.get_by_role("switch", name="Tables", exact=True)).to_be_checked()
    expect(page.get_by_role("switch", name="Code", exact=True)).not_to_be_checked()


def test_it_goes_on_playing(page: Page) -> None:
    stage, held = early(page)
    stage.press("+", "k")
    held.go_on()
    stage.taken_over()
    expect(stage.root).to_have_attribute("data-state", "playing")
    stage.expect_step(12)


def test_it_goes_on_presenting(page: Page) -> None:
    stage, held = early(page, "/multi_output?step=4")
    stage.expect_step(4)
    stage.press("f", "PageDown")
    page.wait_for_function("() => document.fullscreenElement")
    held.go_on()
    stage.taken_over()
    assert page.evaluate("() => document.fullscreenElement !== null")
    assert stage.root.evaluate("root => root.matches('.present:popover-open')")
    stage.press("PageDown")
    stage.expect_step(6)
    stage.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    stage.settle()
    assert page.evaluate("() => [...document.querySelectorAll('[inert]')].length") == 0


def test_a_browser_that_can_only_put_it_anew(page: Page) -> None:
    """Then the focus and the open field are given back."""
    page.add_init_script("delete Element.prototype.moveBefore")
    stage, held = early(page)
    stage.cell("x 1 2 2").click()
    page.keyboard.type("7")
    held.go_on()
    stage.taken_over()
    assert stage.root.evaluate(FIELD) == ["7", True]
    stage.press("1", "Enter")
    stage.expect_number("x 1 2 2", "71")


NUMBERS = link.encode(presets()["edge"], {"example": "edge"})


@pytest.mark.parametrize(
    ("size", "locale", "scheme", "addresses"),
    [
        ((1366, 768), "en-US", "light", (*LESSON_PAGES, "/cost", f"/geometry?s={NUMBERS}&step=7")),
        ((390, 844), "zh-CN", "dark", ("/multi_output", "/receptive_field", f"/?s={NUMBERS}")),
    ],
    ids=["laptop", "phone"],
)
def test_nothing_moves(
    browser: Browser,
    app_url: str,
    subtests: pytest.Subtests,
    size: tuple[int, int],
    locale: str,
    scheme: str,
    addresses: tuple[str, ...],
) -> None:
    """Every page with a stage, with numbers in its address too: a sketch of it is as it is."""
    touch = size[0] < 640
    width, height = size
    context = browser.new_context(
        base_url=app_url,
        viewport={"width": width, "height": height},
        locale=locale,
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=touch,
        is_mobile=touch,
    )
    errors: list[str] = []
    for address in addresses:
        with subtests.test(address=address):
            page = context.new_page()
            note_errors(page, errors.append)
            page.add_init_script(WATCH)
            page.goto(address, wait_until="commit")
            stage = Stage(page)
            expect(stage.root).to_be_visible()
            assert page.locator("#convviz-early").count() == 1
            assert ("dark" in (stage.root.get_attribute("class") or "")) == (scheme == "dark")
            stage.ready().settle()
            assert (stage.root.get_attribute("lang") or "").startswith(locale[:2])
            places = page.evaluate("() => [...new Set(places)]")
            assert len(places) == 1, places
            assert sum(page.evaluate("() => shifts")) <= 0.02
            page.close()
    context.close()
    assert errors == []


def test_a_broken_link_has_none(page: Page) -> None:
    held = Held(page)
    page.goto("/?s=1nothing", wait_until="commit")
    expect(page.locator("#root")).to_be_attached()
    assert page.locator("#convviz-early").count() == 0
    held.go_on()
    expect(Stage(page).ready().page.get_by_text("This link is broken")).to_be_visible()


def test_where_its_script_fails_the_page_is_as_it_is(page: Page, page_errors: list[str]) -> None:
    page.add_init_script("""
      const { ResizeObserver } = window
      window.ResizeObserver = class {
        constructor() {
          window.ResizeObserver = ResizeObserver
          throw new Error("nothing is observed")
        }
      }
    """)
    Stage(page).open("/?step=2").expect_step(2)
    assert len(page_errors) == 1
    page_errors.clear()
