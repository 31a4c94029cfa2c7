"""Forced colours: a person's own few colours, and everything can still be told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from playwright.sync_api import Browser

from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from tests.browser.law import open_film
from tests.colours import Floats, contrast, rgb

# What stands on what: [what it is, its colour, the colour behind it].
SEEN = """() => {
  const probe = document.body.appendChild(document.createElement("p"))
  probe.style.backgroundColor = "Canvas"
  const canvas = getComputedStyle(probe).backgroundColor
  const of = (e, property) => getComputedStyle(e)[property]
  const root = document.querySelector("[data-stage]")
  const all = selector => [...root.querySelectorAll(selector)]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().width)
  const behind = text => {
    const rect = text.parentElement.querySelector(":scope > rect")
    return rect && of(rect, "fill") !== "none" ? of(rect, "fill") : canvas
  }
  const texts = all("svg text").filter(e => e.textContent.trim())
    .map(e => [`text ${e.textContent}`, of(e, "fill"), behind(e)])
  const lines = all(":scope > svg :is(.border > rect, .wire, .pin)")
    .map(e => [`line ${e.getAttribute("class")}`, of(e, "stroke"), canvas])
  const buttons = all(".bar button:enabled").map(e => {
    const icon = e.querySelector("svg")
    const ink = icon ? of(icon, "fill") : of(e, "color")
    return [`button ${e.ariaLabel ?? e.textContent}`, ink, of(e, "backgroundColor")]
  })
  return [canvas, texts, lines, buttons]
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("preset", "scene"),
    [
        ("d2l_two_in", "multi_input"),
        ("d2l_three_out_negative", "multi_output"),
        ("d2l_three_out", "matrix"),
        ("padding_stride", "geometry"),
    ],
)
def test_all_is_told_apart(
    browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"], preset: str, scene: str
) -> None:
    file = tmp_path / "page.html"
    animate(presets()[preset], scene).to_html(file)
    page = browser.new_page(forced_colors="active", color_scheme=scheme)
    open_film(page, file)
    page.locator("[data-stage]").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    canvas, texts, lines, buttons = page.evaluate(SEEN)
    assert (contrast(rgb(canvas), rgb("#ffffff")) < 1.1) == (scheme == "light")
    assert len(texts) > 10 and len(lines) > 2 and len(buttons) > 5
    for what, colour, behind in (*texts, *buttons):
        assert contrast(over(colour, canvas), over(behind, canvas)) >= 7, what
    for what, colour, behind in lines:
        assert contrast(over(colour, canvas), over(behind, canvas)) >= 3, what
    # The outline of the step has a colour that no other line has.
    assert len({colour for what, colour, _ in lines if what == "line pin"}) == 1
    assert len({(colour, what == "line pin") for what, colour, _ in lines}) == 2
    page.close()


def over(colour: str, canvas: str) -> Floats:
    """A colour of the system, which may let some of what is behind it through."""
    *solid, share = [*map(float, re.findall(r"[\d.]+", colour)), 1.0][:4]
    return share * np.array(solid) + (1 - share) * rgb(canvas)
