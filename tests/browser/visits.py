"""Pages that stay open from test to test: what a test left as it found it needs no second load."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Error, Page

from tests.browser.errors import note_errors
from tests.browser.stage import Stage

Visit = Callable[[str], Stage]
"""What the fixture `visit` is: it gives the stage at an address."""

KEPT = 9  # pages of a context: one for each page of the app that has a stage

# All that a visitor sees, and what the controls hold.
TELL = """() => {
  const parts = [location.href, scrollX, scrollY, innerWidth, innerHeight], roots = [document]
  for (const root of roots) {
    for (const e of root.querySelectorAll("*")) {
      if (e.shadowRoot) roots.push(e.shadowRoot)
      if (e.matches("input, select, textarea")) parts.push([e.checked, e.value])
      if (e.matches("button")) parts.push([e.disabled, e.ariaPressed, e.hidden])
      if (e.matches("[inert], dialog[open], :popover-open, :fullscreen")) parts.push(e.tagName)
    }
    for (const e of root.body ? [root.body] : root.children) parts.push(e.innerText)
    for (const stage of root.querySelectorAll("[data-stage]")) {
      parts.push(stage.className.replace(" crowded", ""), JSON.stringify(stage.dataset))
      const picture = stage.querySelector("svg").outerHTML
      parts.push(picture.replace(/ (aria-live|data-(uses|changed|marked|fresh))="[^"]*"/g, ""))
    }
  }
  parts.push(document.querySelector("[data-testid=stMain]")?.scrollTop)
  parts.push(document.activeElement.tagName)
  return parts.join("\\n")
}"""

PATIENCE = 2500  # ms, in which what was opened by hand is closed again and the address says so

# What a stage is set to at first: what can be taken back, the choices of its bar, its speed, and
# the stops of Tab.
SETTING = """root => ({
  edits: [...root.querySelectorAll("button:is([value=undo], [value=redo])")].map(e => e.disabled),
  chosen: [...root.querySelectorAll("button[aria-pressed]")].map(e => e.ariaPressed),
  speed: root.querySelector(".speed").value,
  stops: [...root.querySelectorAll("[data-cell][tabindex='0']")].map(e => e.dataset.cell),
})"""

# Goes back to it as a person does by hand, and forgets what was stored, scrolled and selected; an
# edit is one more step in the history, whatever is done about it: then it says false.
REWIND = """(root, { edits, chosen, speed, stops }) => {
  const now = root.querySelectorAll("button:is([value=undo], [value=redo])")
  if ([...now].some((e, n) => e.disabled !== edits[n])) return false
  localStorage.clear()
  sessionStorage.clear()
  const slider = root.querySelector(".speed")
  if (slider.value !== speed) {
    slider.value = speed
    slider.dispatchEvent(new Event("input"))
  }
  const choices = [...root.querySelectorAll("button[aria-pressed]")]
  choices.forEach((e, n) => { if (e.ariaPressed !== chosen[n] && chosen[n] === "true") e.click() })
  root.querySelector("button[value=first]").click()
  for (const name of stops)
    root.querySelector(`[data-cell="${name}"]`).focus({ preventScroll: true })
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement) at.blur()
  for (const e of [document.querySelector("[data-testid=stMain]"), document.scrollingElement])
    e?.scrollTo(0, 0)
  return true
}"""

# What Escape takes away, one after the other.
LAYERS = ":is(.present, .blank, .follow, .help, .editor, .bubble):visible"


class Opened:
    """A page at an address, and what it told when it was opened."""

    def __init__(self, page: Page, url: str) -> None:
        self.stage = Stage(page).open(url).settle()
        self._size = page.viewport_size
        self._setting = self.stage.root.evaluate(SETTING)
        page.wait_for_function("() => /[?&]step=/.test(location.search)")
        self._first: str = page.evaluate(TELL)

    def rewind(self) -> bool:
        """Go back to the beginning; whether that gives the page as it was first."""
        page, root = self.stage.page, self.stage.root
        try:
            page.bring_to_front()  # one that lies behind another draws one frame a second
            page.emulate_media(color_scheme="null", reduced_motion="null", forced_colors="null")
            page.mouse.move(0, 0)
            if page.viewport_size != self._size and self._size is not None:
                page.set_viewport_size(self._size)
            for _ in range(3):
                if page.locator(LAYERS).count():
                    page.keyboard.press("Escape")
            if not root.evaluate(REWIND, self._setting, timeout=PATIENCE):
                return False
            same = f"first => ({TELL})() === first"
            page.wait_for_function(same, arg=self._first, timeout=PATIENCE)
        except Error:
            return False
        return True


class Visits:
    """The pages of a context that stay open, those that were used last."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._open: dict[str, Opened] = {}
        self.errors: list[str] = []

    @property
    def pages(self) -> list[Page]:
        """The pages that are to stay."""
        return [opened.stage.page for opened in self._open.values()]

    def to(self, url: str) -> Stage:
        """Give the stage at an address, as it is when it has just been opened."""
        opened = self._open.pop(url, None)
        if opened is not None and not opened.rewind():
            opened.stage.page.close()
            opened = None
        if opened is None:
            page = self._context.new_page()
            note_errors(page, lambda error: self.errors.append(error))  # of the test that runs then
            opened = Opened(page, url)
        self._open[url] = opened
        while len(self._open) > KEPT:
            self._open.pop(next(iter(self._open))).stage.page.close()
        return opened.stage
