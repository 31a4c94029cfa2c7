"""What a step writes: of several tensors at one place, only the one that is seen moves its crop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from convviz.animation import animate
from convviz.experiment import Experiment

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


def test_a_step_moves_only_the_crops_that_are_seen(page: Page, tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    x, weight = random.integers(-9, 10, (8, 12, 12)), random.integers(-9, 10, (1, 8, 7, 7))
    path = tmp_path / "film.html"
    animate(Experiment(x=x, weight=weight), "multi_input").to_html(path)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(path.as_uri())
    expect(page.locator(".convviz.onboard")).to_be_visible()
    page.keyboard.press("3")  # whole windows: the last channel stands at the place of all
    page.keyboard.press("Home")
    seen, others = page.evaluate(MOVED, 14)  # beyond the first two rows of Y
    assert seen > 0
    assert others == 0
