"""The mark of a product: that of hovering, on every stage."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from tests.browser.law import open_film

LOOK = """name => [...document.querySelectorAll(`[data-${name}]`)]
  .filter(each => each.checkVisibility())
  .map(each => {
    const { stroke, strokeWidth, transform, textDecorationLine } =
      getComputedStyle(each.querySelector("rect") ?? each)
    const slot = each.dataset.cell ?? each.textContent
    return [slot, [stroke, strokeWidth, transform, textDecorationLine].join("; ")]
  })"""


def looks(page: Page, name: str) -> dict[str, str]:
    found: dict[str, str] = dict(page.evaluate(LOOK, name))
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_a_product_wears_the_mark_of_hovering_on_every_stage(
    dark: bool, page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "lesson.html"
    animate(presets()["d2l_two_in"], granularity="product").to_html(file)
    page.emulate_media(color_scheme="dark" if dark else "light")
    open_film(page, file)
    stage = page.locator("[data-stage]")

    def go(key: str, step: int) -> dict[str, str]:
        page.keyboard.press(key)
        expect(stage).to_have_attribute("data-step", str(step))
        return looks(page, "product")

    for step in range(1, 6):
        go("ArrowRight", step)
    wanted = {"x 1 0 1", "k 0 1 0 1", "p 1 0 1", "2·2"}
    marks = go("ArrowRight", 6)
    assert marks.keys() == wanted
    assert go("ArrowRight", 7).keys() == {"x 1 1 0", "k 0 1 1 0", "p 1 1 0", "4·3"}
    assert go("ArrowLeft", 6) == marks
    page.locator('[data-cell="k 0 0 0 0"]').hover()
    hovered = looks(page, "marked")
    assert hovered.keys() == {"x 0 0 0", "k 0 0 0 0", "p 0 0 0", "0·0"}
    for pointed, own in zip(sorted(hovered), sorted(marks), strict=True):
        assert hovered[pointed] == marks[own], (pointed, own)
    assert "underline" in marks["2·2"]
    page.mouse.move(2, 2)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".convviz.narrow")).to_be_visible()
    assert looks(page, "product").keys() == wanted
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.keyboard.press("f")
    expect(page.locator(".convviz.onboard")).to_be_visible()
    shown = looks(page, "product")
    assert shown.keys() == wanted
    assert shown["x 1 0 1"] == marks["x 1 0 1"]
    page.keyboard.press("2")  # a channel is more than one product
    expect(stage).to_have_attribute("data-grain", "channel")
    assert looks(page, "product") == {}


FADES = """() => document.getAnimations()
  .filter(each => "opacity" in each.effect.getKeyframes()[0])
  .map(({ effect }) => [effect.target.dataset.cell ?? effect.target.dataset.slot,
    effect.getTiming().duration])"""


def test_what_a_step_adds_fades_in_and_nothing_else_does(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "lesson.html"
    animate(presets()["d2l_two_in"]).to_html(file)
    open_film(page, file)
    stage = page.locator("[data-stage]")

    def fading(key: str, step: int) -> set[str]:
        # In one task, before time can end them.
        found = page.evaluate(
            f"""key => {{
              document.body.dispatchEvent(new KeyboardEvent("keydown",
                {{ key, bubbles: true, cancelable: true }}))
              return ({FADES})()
            }}""",
            key,
        )
        expect(stage).to_have_attribute("data-step", str(step))
        assert all(150 <= duration <= 200 for _, duration in found)
        return {name for name, _ in found}

    assert page.evaluate(FADES) == []
    first = {f"p 0 {u} {v}" for u in (0, 1) for v in (0, 1)}
    assert fading("ArrowRight", 1) == {*first, "sum 0"}
    second = {name.replace("p 0", "p 1") for name in first}
    assert fading("ArrowRight", 2) == {*second, "sum 1"}  # those of the step before are done
    assert fading("ArrowRight", 3) == {"total", "y 0 0 0"}
    assert fading("ArrowLeft", 2) == set()
    assert fading("End", 12) == set()
    assert fading("Home", 0) == set()
    assert fading("ArrowRight", 1)
    expect(page.locator("[data-fresh]")).to_have_count(0)  # nor does it again, hidden and shown
    assert fading("Home", 0) == set()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".convviz.narrow")).to_be_visible()
    assert page.evaluate(FADES) == []
    page.emulate_media(reduced_motion="reduce")
    assert fading("ArrowRight", 1) == set()
