"""What the browser tests do with a stage, through its names in the document."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

# Whether a stage stands still for ten frames, with nothing that fades and the script of its page
# being done; false once it is no longer in the document.
STILL = """root => new Promise(done => {
  const app = document.querySelector("[data-test-script-state]") // none in a file of its own
  let place = "", frames = 0
  const look = () => {
    if (!root.isConnected) return done(false)
    const { x, y, width, height } = root.querySelector("svg").getBoundingClientRect()
    const now = [x, y, width, height].join()
    const fades = root.getAnimations({ subtree: true }).some(a => a.playState === "running")
    const busy = fades || app && app.dataset.testScriptState !== "notRunning"
    frames = now === place && !busy ? frames + 1 : 0
    place = now
    frames < 10 ? requestAnimationFrame(look) : done(true)
  }
  look()
})"""


# The same of a whole page of the app, whether it has a stage or none.
REST = """() => new Promise(done => {
  const app = document.querySelector("[data-test-script-state]")
  const main = document.querySelector("[data-testid=stMain]")
  let shape = "", frames = 0
  const look = () => {
    const now = [main.scrollWidth, main.scrollHeight, main.innerText.length].join()
    const busy = app.dataset.testScriptState !== "notRunning" ||
      document.getAnimations().some(a => a.playState === "running")
    frames = now === shape && !busy ? frames + 1 : 0
    shape = now
    frames < 10 ? requestAnimationFrame(look) : done()
  }
  look()
})"""


def rest(page: Page) -> None:
    """Wait until a page of the app does nothing more, nothing on it moves and nothing fades."""
    page.evaluate(REST)


class Stage:
    """The stage of the page, found again after every reload."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("[data-stage]")

    def open(self, url: str) -> Stage:
        self.page.goto(url)
        return self.ready()

    def ready(self) -> Stage:
        self.taken_over()
        expect(self.root).to_be_visible(timeout=20_000)
        expect(self.root).to_have_attribute(
            "data-step", "0" if "step=" not in self.page.url else re.compile(r"^\d+$")
        )
        return self

    def taken_over(self) -> Stage:
        """Wait until the early picture, if there is one, stands in Streamlit's page."""
        expect(self.page.locator("#convviz-early")).to_have_count(0, timeout=20_000)
        return self

    @property
    def step(self) -> int:
        return int(self.root.get_attribute("data-step") or -1)

    @property
    def steps(self) -> int:
        return int(self.root.get_attribute("data-steps") or -1)

    def settle(self) -> Stage:
        """Wait until nothing moves or fades; Streamlit mounts what is above it bit by bit."""
        while not self.root.evaluate(STILL):
            pass  # another stage took its place
        return self

    def saved(self) -> Stage:
        """Wait until the address holds what is shown."""
        expect(self.root).to_have_attribute("data-saved", "")
        return self

    def hover(self, target: Locator) -> None:
        self.settle()
        target.hover()

    def cell(self, name: str) -> Locator:
        return self.page.locator(f'[data-cell="{name}"]')

    def shown(self, name: str) -> Locator:
        """The cell, if it is one that is seen: of several parts at one place there is one."""
        return self.page.locator(f'[data-cell="{name}"]:not([data-off], [data-off] *)')

    def number(self, name: str) -> str:
        return (self.cell(name).locator("text").text_content() or "").replace("−", "-")

    def numbers(self, prefix: str) -> list[str]:
        cells = f'[data-cell^="{prefix}"]' if prefix else "[data-cell]"  # ^="" finds nothing
        found = self.page.locator(f"{cells} > text").all_text_contents()
        return [text.replace("−", "-") for text in found]

    def equation(self) -> str:
        return self.page.locator("[data-equation]").text_content() or ""

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def expect_step(self, step: int) -> None:
        expect(self.root).to_have_attribute("data-step", str(step))

    def expect_number(self, cell: str, text: str) -> None:
        expect(self.cell(cell).locator("text")).to_have_text(text.replace("-", "−"))

    def edit(self, cell: str, text: str) -> None:
        self.cell(cell).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def paste(self, cell: str, text: str) -> None:
        """Paste as a person does: copied text and Ctrl+V on the selected cell."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.cell(cell).click()
        self.page.keyboard.press("Control+v")

    def refusal(self) -> Locator:
        return self.root.get_by_role("alert")


LESSON_PAGES = (
    *("/", "/multi_output", "/pointwise", "/geometry", "/groups", "/pooling", "/matrix"),
    "/receptive_field",
)
"""Addresses of the pages that have a stage."""

PLAY_PAGES = (
    *("/play/", "/play/multi_output", "/play/pointwise", "/play/geometry", "/play/groups"),
    *("/play/pooling", "/play/matrix", "/play/receptive_field", "/play/cost"),
)
"""Addresses of the lessons without a session."""

STAGE_PAGES = (*PLAY_PAGES[:-1], "/multi_output")
"""Addresses for what concerns the stage and its cells alone: each lesson where it opens at once,
and one of them in Streamlit's page too."""
