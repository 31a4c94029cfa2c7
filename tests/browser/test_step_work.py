"""Of several tensors at one place one is seen: the others cost nothing, and nobody meets them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from convviz.core.experiment import Experiment
from convviz.playback.animation import animate
from tests.browser.law import open_film
from tests.browser.test_access import names, tree

# Cells that came into a crop or left it in some steps: of tensors that are seen, and of others.
MOVED = """
count => {
  const watching = new MutationObserver(() => {})
  const watched = { subtree: true, attributeFilter: ["data-off"] }
  watching.observe(document.querySelector("[data-stage]"), watched)
  let [seen, others] = [0, 0]
  for (let step = 0; step < count; step++) {
    const event = { key: "PageDown", bubbles: true, cancelable: true }
    document.body.dispatchEvent(new KeyboardEvent("keydown", event))
    for (const { target } of watching.takeRecords()) {
      if (!target.matches(".cell")) continue
      if (target.parentElement.closest("[data-off]")) others += 1
      else seen += 1
    }
  }
  return [seen, others]
}
"""


@pytest.fixture
def large(page: Page, tmp_path: Path) -> Page:
    """The largest input and kernels, in a file of their own."""
    random = np.random.default_rng(7)
    x, weight = random.integers(-9, 10, (8, 12, 12)), random.integers(-9, 10, (1, 8, 7, 7))
    path = tmp_path / "film.html"
    animate(Experiment(x=x, weight=weight), "multi_input").to_html(path)
    page.set_viewport_size({"width": 1366, "height": 768})
    open_film(page, path)
    expect(page.locator(".convviz.onboard")).to_be_visible()
    return page


def test_a_step_moves_only_the_crops_that_are_seen(large: Page) -> None:
    large.keyboard.press("3")  # whole windows: the last channel stands at the place of all
    large.keyboard.press("Home")
    seen, others = large.evaluate(MOVED, 14)  # beyond the first two rows of Y
    assert seen > 0
    assert others == 0


# What a step writes where nobody sees it, in each granularity: texts and attributes of cells.
WRITTEN = """
() => {
  const watching = new MutationObserver(() => {})
  const root = document.querySelector("[data-stage]")
  watching.observe(root, { subtree: true, childList: true, attributes: true })
  const waits = cell => cell?.closest("[data-inturn][data-off]")
  const press = key => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
  // What a number wears that has just come is taken off at the step after, wherever it is by then.
  const unseen = () => watching.takeRecords().filter(({ target, attributeName }) =>
    !["tabindex", "data-fresh"].includes(attributeName) &&
    waits(target.closest("[data-cell]"))).length
  return ["1", "2", "3"].map(grain => {
    press(grain)
    press("Home")
    unseen()
    let count = 0
    for (let step = 0; step < 9; step++) {
      press("PageDown")
      count += unseen()
    }
    return count
  })
}
"""


def test_a_step_writes_nothing_where_nobody_sees_it(large: Page) -> None:
    assert large.evaluate(WRITTEN) == [0, 0, 0]


STOPS = """() => {
  const root = document.querySelector("[data-stage]")
  return [...root.querySelectorAll("svg [tabindex='0']")].map(stop => [stop.dataset.cell,
    Boolean(stop.closest("[data-off]"))])
}"""
# What lies under the middle of every cell that is seen.
UNDER = """() => [...document.querySelectorAll("svg [data-cell]:not([data-off], [data-off] *)")]
  .map(cell => [cell, cell.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.top > 0 && box.bottom < innerHeight)
  .map(([cell, box]) => [cell.dataset.cell, document.elementFromPoint(
    box.left + box.width / 2, box.top + box.height / 2).closest("[data-cell]")?.dataset.cell])
"""


def test_what_waits_for_its_turn_takes_no_pointer_no_tab_and_is_not_read(large: Page) -> None:
    for keys in (["Home"], ["End"], ["2", *["PageUp"] * 4]):
        for key in keys:
            large.keyboard.press(key)
        stops = large.evaluate(STOPS)
        assert {name[0] for name, _ in stops} >= {"x", "k"}
        assert not [name for name, off in stops if off]
        under = large.evaluate(UNDER)
        assert len(under) > 100
        assert not [pair for pair in under if pair[0] != pair[1]]
        cells = names(tree(large), "gridcell")
        read = {name.split(",")[0] for name in cells if name.startswith(("X", "Products"))}
        assert len(read) == 2  # one channel, and its products
