"""At the limits of every page each digit can be read, nothing overlaps and nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from convviz.core.experiment import Experiment
from convviz.core.two_kernels import TwoKernels
from convviz.formats.numerals import exact
from convviz.playback.animation import animate
from convviz.playback.film import Film
from convviz.playback.two_kernels import KernelsAnimation
from convviz.words import use
from tests.browser.law import open_film

PRESENTED = ((1920, 1080), (1280, 720), (1024, 768))
LAPTOP, PHONE = (1366, 768), (390, 844)
LAST_ROW, READABLE, HELD = 44 / 1080, 11, 9  # least digits: share of the height, px, px

# Goes to the first steps, one in the middle and the last, in every granularity, and says what is
# wrong there. board: whether all is on the board, in sight at once; fits: whether in the window.
FAULTS = """
async (root, { least, board, fits }) => {
  const drawn = () => new Promise(requestAnimationFrame)
  const press = key => root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
  const said = text => [...text.childNodes].filter(node => node.nodeName !== "title")
    .map(node => node.textContent).join("").trim()
  const wide = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const high = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  function* pairs(items) { // those that have a line in common
    const order = [...items].sort((one, other) => one.box.top - other.box.top)
    for (const [index, one] of order.entries())
      for (let next = index + 1; order[next]?.box.top < one.box.bottom; next++)
        if (wide(one.box, order[next].box) >= 1) yield [one, order[next]]
  }
  function* faults() {
    const seen = element => !element.closest("[data-off]") // of several parts at one place
    const texts = [...root.querySelectorAll("svg text, .prose, header h2, .where")].filter(seen)
      .map(text => ({ text, words: said(text), box: text.getBoundingClientRect() }))
      .filter(({ words, box }) => words && (box.width || box.height))
    for (const { text, words, box } of texts) {
      const { classList } = text.parentElement
      if (Math.min(box.left, innerWidth - box.right) < -1) yield `outside: ${words}`
      if (board && Math.min(box.top, innerHeight - box.bottom) < -1) yield `below: ${words}`
      if (!classList.contains("cell") && !classList.contains("chip")) continue
      if (text.matches(".source") || words === "…") continue
      const px = parseFloat(getComputedStyle(text).fontSize) *
        Math.abs(text.parentElement.getScreenCTM().d)
      if (px < least - .05) yield `${px.toFixed(1)} px: ${words}`
      const tile = text.parentElement.firstElementChild.getBoundingClientRect()
      const over = Math.max(tile.left - box.left, box.right - tile.right)
      if (over > 1 + .1 * px) yield `too wide: ${words}`
    }
    for (const [one, other] of pairs(texts))
      if (high(one.box, other.box) > .28 * (one.box.height + other.box.height))
        yield `overlap: ${one.words} / ${other.words}`
    const tiles = [...root.querySelectorAll(".cell > rect:first-child, .chip > rect")].filter(seen)
      .map(rect => ({ rect, box: rect.getBoundingClientRect() }))
      .filter(({ rect, box }) => box.width && !rect.closest(".overview"))
    for (const [{ box }, other] of pairs(tiles))
      if (high(box, other.box) > 1) yield `tiles overlap at ${box.left} ${box.top}`
    const title = root.querySelector("header h2")
    if (board && title.scrollWidth > title.clientWidth) yield "cut short: " + title.textContent
    const prose = root.querySelector(".prose")
    if (board && prose.scrollHeight > 2.3 * parseFloat(getComputedStyle(prose).lineHeight))
      yield "more than two lines: " + prose.textContent
    if (board && root.scrollHeight > Math.max(root.clientHeight, innerHeight)) yield "scrolls"
    if (fits && root.offsetHeight > innerHeight) yield `stage of ${root.offsetHeight} px`
  }
  await drawn()
  await drawn() // the window has another size only now
  const found = []
  for (const grain of "123") {
    press(grain)
    press("Home")
    for (const keys of [[], ["PageDown"], Array(4).fill("PageDown"), ["End"]]) {
      keys.forEach(press)
      const { step, steps } = root.dataset
      const at = `${grain}, ${step} of ${steps}`
      found.push(...[...faults()].slice(0, 6).map(fault => `${at}: ${fault}`))
    }
  }
  return found
}
"""


def numbers(shape: tuple[int, ...], long: bool) -> Any:
    random = np.random.default_rng(7)
    if long:
        return random.choice([1e6, 1e-6, 123456.789, -1 / 3, 0.25, -17, 3], shape)
    return random.integers(-9, 10, shape)


def film(scene: str, c_in: int, c_out: int, n: int, k: int, long: bool, **more: Any) -> Film:
    if scene == "two_kernels":
        pair = (numbers((side, side), long) for side in (n, k))
        return KernelsAnimation(TwoKernels(*pair, **more))
    groups = more.get("groups", 1)
    weight: Any = numbers((c_out, c_in // groups, k, k), long)
    if scene.endswith("pooling"):
        weight = np.full((c_in, 1, k, k), 1 / (k * k))
    bias = None if scene.endswith("pooling") else numbers((c_out,), long)
    return animate(
        Experiment(x=numbers((c_in, n, n), long), weight=weight, bias=bias, **more), scene
    )


# Sizes at the limits, by scene: channels in and out, side of the input, of the kernel; of two
# kernels the sides of both.
LIMITS: dict[str, list[tuple[tuple[int, int, int, int], dict[str, Any]]]] = {
    "multi_input": [((8, 1, 12, 7), {}), ((8, 1, 3, 3), {}), ((7, 1, 12, 3), {})],
    "multi_output": [((8, 8, 12, 7), {}), ((8, 8, 3, 2), {}), ((3, 8, 12, 3), {})],
    "pointwise": [((8, 8, 12, 1), {}), ((8, 8, 3, 1), {})],
    "geometry": [
        ((1, 1, 12, 7), {"padding": 3}),
        ((1, 1, 12, 3), {"padding": 3, "stride": 2, "dilation": 3}),
    ],
    "groups": [((8, 8, 12, 7), {"groups": 8}), ((8, 8, 6, 3), {"groups": 2})],
    "matrix": [((8, 8, 12, 7), {}), ((3, 1, 5, 3), {}), ((8, 8, 12, 1), {})],
    "max_pooling": [((8, 8, 12, 7), {"groups": 8})],
    "average_pooling": [((8, 8, 12, 3), {"groups": 8})],
    "two_kernels": [((1, 1, 5, 5), {"padding": 1}), ((1, 1, 5, 3), {})],
}


def films(scene: str) -> Iterator[tuple[str, Film]]:
    for sizes, more in LIMITS[scene]:
        for long in (False, True):
            yield f"{sizes} {more} {'long' if long else ''}", film(scene, *sizes, long, **more)


def opened(page: Page, folder: Path, shown: Film) -> None:
    path = folder / "film.html"
    shown.to_html(path)
    open_film(page, path)


def faults(page: Page, size: tuple[int, int], least: float, **asked: bool) -> list[str]:
    """What is wrong in a window of a size, at the steps that are looked at; least: px of digits."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    stage = page.locator("[data-stage]")
    found: list[str] = stage.evaluate(FAULTS, {"least": least, **asked})
    return found


@pytest.mark.parametrize("scene", LIMITS)
def test_at_the_limits(page: Page, tmp_path: Path, scene: str) -> None:
    for index, (name, shown) in enumerate(films(scene)):
        use("zh" if index % 2 else "en")
        try:
            opened(page, tmp_path, shown)
        finally:
            use(None)
        assert faults(page, LAPTOP, READABLE, fits=True) == [], (name, "laptop")
        assert faults(page, PHONE, HELD) == [], (name, "phone")
        page.keyboard.press("f")
        for width, height in PRESENTED:
            # A board of another proportion is as wide as the screen.
            least = LAST_ROW * min(height, width * 9 / 16)
            assert faults(page, (width, height), least, board=True) == [], (name, width)


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_whole_number_is_shown_on_hover_and_on_focus(
    page: Page, tmp_path: Path, size: tuple[int, int]
) -> None:
    values = 1000000, 1e-6, 123456.789, -1 / 3
    x = numbers((8, 12, 12), True)
    x[0, 0, :4] = values
    weight = numbers((1, 8, 7, 7), True)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(page, tmp_path, animate(Experiment(x=x, weight=weight), "multi_input"))
    whole, shortened = page.locator(".whole"), 0

    def aside() -> None:
        page.mouse.move(1, 1)

    for column, value in enumerate(values):
        cell = page.locator(f'[data-cell="x 0 0 {column}"]')
        short = cell.locator("text").text_content()
        for show, hide in ((cell.hover, aside), (cell.focus, cell.blur)):
            show()
            if short == exact(value):
                expect(whole).to_be_hidden()
                continue
            shortened += 1
            expect(whole).to_be_visible()
            expect(whole).to_have_text(exact(value))
            hide()
            expect(whole).to_be_hidden()
    assert shortened >= 4
