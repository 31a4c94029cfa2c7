"""What is typed lands in the cell that is seen selected, whatever the server's delay."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from convviz.core.arguments import ExperimentError
from convviz.formats.numbers import parse_number
from convviz.formats.numerals import exact
from tests.browser.errors import NOT_TAKEN
from tests.browser.stage import PLAY_PAGES, Stage

PAGES = (*PLAY_PAGES[:7], "/multi_output", "/groups")  # those with numbers to edit
DELAYS = (0, 50, 500)  # ms
OF_QUESTIONS = (0, 150)  # ms: without a session each edit waits for the one before
SEQUENCES = 10  # on every page, with every delay
ENTRIES = 4  # numbers in a sequence
NUMBERS = (
    *("0.25", "-1.5", "0.125", "3", "12", "0.0625", "-1/3", ".5", "1e-6", "1000000", "0", "-7"),
    *("123456.789", "2/3", "1", "2", "0,5", "1x", "1/0", "-"),
)

# Messages of the server arrive later, in their order.
SLOW_SERVER = """
window.lateness = 0
window.WebSocket = class extends WebSocket {
  addEventListener(type, listen, ...rest) {
    super.addEventListener(type, event => {
      const late = type === "message" && window.lateness
      late ? setTimeout(() => listen.call(this, event), late) : listen.call(this, event)
    }, ...rest)
  }
  set onmessage(listen) { this.addEventListener("message", listen) }
}
"""
SLOW = (
    SLOW_SERVER
    + """
const fetchNow = window.fetch
window.fetch = async (...asked) => {
  const answer = await fetchNow(...asked)
  if (window.lateness) await new Promise(done => setTimeout(done, window.lateness))
  return answer
}
"""
)
STATE = """root => {
  const shown = [...root.querySelectorAll("[data-cell]")]
    .filter(cell => /^[xkb] /.test(cell.dataset.cell) && !cell.closest("[data-off]"))
    .map(cell => [cell.dataset.cell, cell.getAttribute("aria-label").split(", ").at(-1)])
  return Object.fromEntries(shown)
}"""
# Asked of the page: Streamlit may put another stage between looking one up and asking it.
FOCUSED = """() => {
  let at = document.activeElement
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at.dataset.cell ?? at.outerHTML.slice(0, 200)
}"""


@dataclass
class Model:
    """The cells in the order of the Tab key, and the one that is selected."""

    cells: dict[str, str]
    selected: str
    told: list[str] = field(default_factory=list)

    def move(self, by: int) -> None:
        names = list(self.cells)
        self.selected = names[(names.index(self.selected) + by) % len(names)]

    def beside(self, rows: int, columns: int) -> str | None:
        tensor, *index = self.selected.split(" ")
        if len(index) < 2:
            return None
        i, j = int(index[-2]) + rows, int(index[-1]) + columns
        name = " ".join([tensor, *index[:-2], str(i), str(j)])
        return name if name in self.cells else None

    def enter(self, text: str) -> None:
        try:
            self.cells[self.selected] = exact(parse_number(text))
        except ExperimentError:
            self.told.append(text)  # the number stays


ARROWS = {"ArrowLeft": (0, -1), "ArrowRight": (0, 1), "ArrowUp": (-1, 0), "ArrowDown": (1, 0)}


def sequence(rng: random.Random, model: Model, page: Page) -> str:
    """Type some numbers, each time leaving the field in another way; say what was done."""
    said = []

    def press(key: str) -> None:
        said.append(key)
        page.keyboard.press(key)

    for _ in range(ENTRIES):
        opened = rng.choice(["", "", "", "Enter", "F2"])
        if opened:
            press(opened)
        text = rng.choice(NUMBERS)
        if opened and rng.random() < 0.2:
            text = ""  # opened, and left as it is
        said.append(text)
        page.keyboard.type(text)
        leave = rng.choice(["Tab", "Tab", "Tab", "Shift+Tab", "Enter", "Escape"])
        press(leave)
        if text and leave != "Escape":
            model.enter(text)
        if leave.endswith("Tab"):
            model.move(-1 if leave.startswith("Shift") else 1)
        ways = [arrow for arrow, by in ARROWS.items() if model.beside(*by)]
        if ways and rng.random() < 0.4:
            arrow = rng.choice(ways)
            press(arrow)
            model.selected = model.beside(*ARROWS[arrow]) or model.selected
    return " ".join(said)


def expect_focus(page: Page, model: Model, delay: int, typed: list[str]) -> None:
    """The selected cell has the focus; while another stage takes the place of one, nothing has."""
    try:
        page.wait_for_function(f"name => ({FOCUSED})() === name", arg=model.selected, timeout=2000)
    except TimeoutError:
        assert page.evaluate(FOCUSED) == model.selected, (delay, typed)


@pytest.mark.parametrize("address", PAGES)
def test_numbers_land_where_they_are_typed(
    page: Page, page_errors: list[str], app_url: str, address: str
) -> None:
    rng = random.Random(address)
    page.add_init_script(SLOW)
    stage = Stage(page).open(f"{app_url}{address}?lang=en").settle()
    stage.cell("x 0 0 0").click()
    stage.press("Escape")
    model = Model(stage.root.evaluate(STATE), "x 0 0 0")
    for delay in OF_QUESTIONS if address.startswith("/play") else DELAYS:
        page.evaluate("delay => { window.lateness = delay }", delay)
        typed = []
        for _ in range(SEQUENCES):
            typed.append(sequence(rng, model, page))
            expect_focus(page, model, delay, typed)
        page.wait_for_function("() => sessionStorage.getItem('convviz-outbox') === null")
        assert stage.root.evaluate(STATE) == model.cells, (delay, typed)
        expect_focus(page, model, delay, typed)
    expect(stage.root).to_have_attribute("data-grain", "channel")
    assert model.told  # some were none
    page_errors[:] = [each for each in page_errors if not NOT_TAKEN.search(each)]
