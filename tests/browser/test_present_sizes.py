"""While presenting everything fits, at every step, and can be read from the last row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from convviz.lessons.course import LESSONS
from convviz.lessons.networks import EXAMPLES as NETWORKS
from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from convviz.playback.film import Film
from convviz.playback.receptive_field import FieldAnimation
from tests.browser.stage import PLAY_PAGES, Stage
from tests.browser.visits import Visit

SIZES = ((1920, 1080), (1280, 720), (1024, 768))
BOARDS = (SIZES[0], SIZES[2])  # of one proportion each: the rest is the same but for its scale

DIGITS, MUST, LEAST = 44, 30, 24  # px at 1080p

# Walks through all steps as the keys do. At each: what the window scrolls, text outside it, digits
# wider than their tile; the smallest sizes. At the last, when all is there: texts that overlap.
SWEEP = """
(root, measured) => {
  const found = { faults: [], digits: Infinity, must: Infinity, any: Infinity }
  const all = "svg text, .prose, header h2, .where"
  const shown = () => [...root.querySelectorAll(all)]
    .filter(text => !text.closest("[data-off]")) // of several parts at one place one is seen
    .map(text => ({ text, box: text.getBoundingClientRect() }))
    .filter(({ text, box }) => box.width && (text.closest("svg") || said(text).trim()))
  const said = text => [...text.childNodes].filter(node => node.nodeName !== "title")
    .map(node => node.textContent).join("")
  const size = text => parseFloat(getComputedStyle(text).fontSize) *
    (text.closest("svg") ? Math.abs(text.parentElement.getScreenCTM().d) : 1)
  const steps = +root.dataset.steps, title = root.querySelector("header h2")
  for (let step = 0; step < steps; step++) {
    const fault = (kind, text) => found.faults.push(`${kind} at step ${step}: ${text}`)
    if (root.scrollHeight > root.clientHeight) fault("scrolls", root.scrollHeight)
    if (title.scrollWidth > title.clientWidth) fault("cut short", title.textContent)
    const texts = shown()
    for (const { text, box } of texts) {
      const { classList } = text.parentElement
      if (Math.min(box.left, box.top, innerWidth - box.right, innerHeight - box.bottom) < -1)
        fault("outside", said(text))
      if (!measured) continue // all sizes are shares of the same board
      const px = size(text)
      const number = classList.contains("cell") || classList.contains("chip")
      if (number) {
        const tile = text.parentElement.firstElementChild.getBoundingClientRect()
        const bearing = 1 + .1 * px // what a glyph leaves free at its sides
        const over = Math.max(tile.left - box.left, box.right - tile.right)
        if (over > bearing) fault("too wide", said(text))
      }
      if (number && !text.matches(".source")) found.digits = Math.min(found.digits, px)
      else if (!text.matches(".aside, .source, .note:not(.name, .shape), .bite, .where")) {
        found.must = Math.min(found.must, px)
      } else found.any = Math.min(found.any, px)
    }
    if (step === steps - 1) texts.forEach(({ text, box: a }, index) => {
      for (const { text: other, box: b } of texts.slice(0, index)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        // Glyphs are lower than their line.
        if (wide > 1 && high > .28 * (a.height + b.height))
          fault("overlaps", `${said(text)} ${said(other)}`)
      }
    })
    root.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))
  }
  found.faults.splice(9)
  return found
}
"""


def films(lesson: str) -> Iterator[tuple[str, Film]]:
    if lesson == "receptive_field":
        yield from ((name, FieldAnimation(each.network)) for name, each in NETWORKS.items())
        return
    scenes = ("average_pooling", "max_pooling") if lesson == "pooling" else (lesson,)
    of = LESSONS[lesson]
    for name in of.examples:
        experiment, _ = of.accept(presets()[name])
        for scene in scenes:
            yield name, animate(experiment, scene)


def sweep(page: Page, measured: bool) -> dict[str, Any]:
    page.keyboard.press("Home")
    found: dict[str, Any] = page.locator("[data-stage]").evaluate(SWEEP, measured)
    return found


@pytest.mark.parametrize("lesson", [*LESSONS, "receptive_field"])
def test_every_step_of_every_example_fits_and_can_be_read(
    page: Page, tmp_path: Path, lesson: str
) -> None:
    seen = set()
    for name, film in films(lesson):
        page.set_viewport_size({"width": 1920, "height": 1080})
        Stage(page).open(film_page(tmp_path, film)).press("f")
        for width, height in BOARDS:
            page.set_viewport_size({"width": width, "height": height})
            found = sweep(page, height == 1080)
            assert found["faults"] == [], (lesson, name, width)
            if height != 1080:
                continue
            wanted = {"digits": DIGITS, "must": MUST, "any": LEAST}
            small = {kind: found[kind] for kind in wanted if (found[kind] or 99) < wanted[kind]}
            assert not small, (lesson, name)
            seen.add(name)
    assert seen


def film_page(folder: Path, film: Film) -> str:
    path = folder / "film.html"
    film.to_html(path)
    return path.as_uri()


@pytest.mark.parametrize("address", [*PLAY_PAGES, "/multi_output"])
def test_every_step_fits_in_the_app(visit: Visit, app_url: str, address: str) -> None:
    stage = visit(app_url + address)
    stage.press("f")
    for width, height in SIZES:
        stage.page.set_viewport_size({"width": width, "height": height})
        assert sweep(stage.page, False)["faults"] == [], width
