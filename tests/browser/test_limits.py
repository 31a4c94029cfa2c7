"""At the limits of every page each digit can be read, nothing overlaps and nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from convviz.animation import Film, animate
from convviz.experiment import Experiment
from convviz.words import use

PRESENTED = ((1920, 1080), (1280, 720), (1024, 768))
LAST_ROW, LAPTOP, HELD = 44 / 1080, 11, 9  # least digits: share of the height, px, px

# What is wrong at the current step. board: whether all is on the board, in sight at once.
FAULTS = """
(root, { least, board }) => {
  const found = []
  const said = text => [...text.childNodes].filter(node => node.nodeName !== "title")
    .map(node => node.textContent).join("").trim()
  const texts = [...root.querySelectorAll("svg text, .prose, header h2, .where")]
    .filter(text => text.getClientRects().length && said(text))
    .map(text => ({ text, words: said(text), box: text.getBoundingClientRect() }))
  for (const { text, words, box } of texts) {
    const { classList } = text.parentElement
    if (Math.min(box.left, innerWidth - box.right) < -1) found.push(`outside: ${words}`)
    if (board && Math.min(box.top, innerHeight - box.bottom) < -1) found.push(`below: ${words}`)
    if (!classList.contains("cell") && !classList.contains("chip")) continue
    if (text.matches(".source") || words === "…") continue
    const px = parseFloat(getComputedStyle(text).fontSize) *
      Math.abs(text.parentElement.getScreenCTM().d)
    if (px < least - .05) found.push(`${px.toFixed(1)} px: ${words}`)
    const tile = text.parentElement.firstElementChild.getBoundingClientRect()
    const over = Math.max(tile.left - box.left, box.right - tile.right)
    if (over > 1 + .1 * px) found.push(`too wide: ${words}`)
  }
  const apart = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) < 1
  texts.forEach(({ words, box: a }, index) => {
    for (const { words: others, box: b } of texts.slice(0, index)) {
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (!apart(a, b) && high > .28 * (a.height + b.height))
        found.push(`overlap: ${words} / ${others}`)
    }
  })
  const tiles = [...root.querySelectorAll(".cell > rect:first-child, .chip > rect")]
    .filter(rect => rect.getClientRects().length && !rect.closest(".overview"))
    .map(rect => rect.getBoundingClientRect())
  const rows = new Map()
  for (const tile of tiles) {
    const key = Math.round(tile.top / 200)
    for (const near of [key - 1, key, key + 1])
      for (const other of rows.get(near) ?? []) {
        const high = Math.min(tile.bottom, other.bottom) - Math.max(tile.top, other.top)
        if (!apart(tile, other) && high > 1) found.push(`tiles overlap at ${tile.left} ${tile.top}`)
      }
    rows.set(key, [...rows.get(key) ?? [], tile])
  }
  const prose = root.querySelector(".prose")
  if (board && prose.scrollHeight > 2.3 * parseFloat(getComputedStyle(prose).lineHeight))
    found.push("more than two lines: " + prose.textContent)
  if (board && root.scrollHeight > Math.max(root.clientHeight, innerHeight)) found.push("scrolls")
  return found.slice(0, 6)
}
"""


def numbers(shape: tuple[int, ...], long: bool) -> Any:
    random = np.random.default_rng(7)
    if long:
        return random.choice([1e6, 1e-6, 123456.789, -1 / 3, 0.25, -17, 3], shape)
    return random.integers(-9, 10, shape)


def film(scene: str, c_in: int, c_out: int, n: int, k: int, long: bool, **more: Any) -> Film:
    groups = more.get("groups", 1)
    weight: Any = numbers((c_out, c_in // groups, k, k), long)
    if scene.endswith("pooling"):
        weight = np.full((c_in, 1, k, k), 1 / (k * k))
    bias = None if scene.endswith("pooling") else numbers((c_out,), long)
    return animate(
        Experiment(x=numbers((c_in, n, n), long), weight=weight, bias=bias, **more), scene
    )


# Sizes at the limits, by scene: channels in and out, side of the input, of the kernel.
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
}


def films(scene: str) -> Iterator[tuple[str, Film]]:
    for sizes, more in LIMITS[scene]:
        for long in (False, True):
            yield f"{sizes} {more} {'long' if long else ''}", film(scene, *sizes, long, **more)


def opened(page: Page, folder: Path, shown: Film) -> None:
    path = folder / "film.html"
    shown.to_html(path)
    page.goto(path.as_uri())


def walk(page: Page, least: float, board: bool) -> list[str]:
    """Faults at the first steps, one in the middle and the last, in every granularity."""
    root, faults = page.locator("[data-stage]"), []
    for grain in ("1", "2", "3"):
        page.keyboard.press(grain)
        page.keyboard.press("Home")
        for keys in ((), ("PageDown",), ("PageDown",) * 4, ("End",)):
            for key in keys:
                page.keyboard.press(key)
            found = root.evaluate(FAULTS, {"least": least, "board": board})
            faults += [f"{grain} {''.join(keys)[-8:]}: {fault}" for fault in found]
    return faults


@pytest.mark.parametrize("scene", LIMITS)
def test_presenting_at_the_limits(page: Page, tmp_path: Path, scene: str) -> None:
    for index, (name, shown) in enumerate(films(scene)):
        page.set_viewport_size({"width": 1920, "height": 1080})
        use("zh" if index % 2 else "en")
        try:
            opened(page, tmp_path, shown)
        finally:
            use(None)
        page.keyboard.press("f")
        for width, height in PRESENTED:
            page.set_viewport_size({"width": width, "height": height})
            # A board of another proportion is as wide as the screen.
            shares = min(height, width * 9 / 16)
            assert walk(page, LAST_ROW * shares, True) == [], (name, width)
