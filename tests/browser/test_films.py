"""Films beside the lessons' own: in the browser every step is the still that Python draws."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from convviz.formats import link
from convviz.lessons.presets import presets
from convviz.playback.cost import CostAnimation
from convviz.playback.film import Film
from convviz.playback.photo import PhotoAnimation, photograph
from convviz.playback.separable import SeparableAnimation
from tests.browser.law import faults, open_film
from tests.browser.stage import Stage
from tests.core.test_separable import CASES
from tests.playback.test_cost import FILMS

VAST: ViewportSize = {"width": 6000, "height": 4400}  # room for all digits of the smallest tiles
SHOWN: dict[str, Film] = {
    **{f"separable {name}": SeparableAnimation(made) for name, made in CASES.items()},
    "cost inception": CostAnimation(FILMS["inception"]),
    "photograph": PhotoAnimation(presets()["pointwise"], photograph()),
    "cost five": CostAnimation(FILMS["five"], measure=2, granularity="channel"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_every_step_in_any_order_is_the_still(name: str, page: Page, tmp_path: Path) -> None:
    film = SHOWN[name]
    file = tmp_path / "film.html"
    film.to_html(file)
    page.set_viewport_size(VAST)
    open_film(page, file)
    count = len(film.moments)
    assert page.locator("[data-stage]").get_attribute("data-steps") == str(count)
    order = [
        *range(count),
        *reversed(range(count)),
        *random.Random(name).choices(range(count), k=9),
    ]
    stills = [film.still(step) for step in range(count)]
    assert faults(page, tmp_path, stills, order) == []


def test_then_1x1_takes_the_stage_presents_and_gives_it_back(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/groups?s={link.encode(presets()['depthwise'])}")
    stage.press("1")  # by product, which both steps have not
    page.get_by_text("Then 1×1", exact=True).click()
    expect(stage.root).to_have_attribute("data-stage", "separable")
    expect(page.get_by_label("1×1 kernel p, rows of 3 weights")).to_be_in_viewport(ratio=1)
    stage.settle()
    stage.press("f", "ArrowRight", "ArrowRight")
    stage.expect_step(2)
    stage.expect_number("first 0 0 0", "45")
    page.set_viewport_size({"width": 1920, "height": 1080})
    digits: list[float] = stage.root.locator(".cell > text:visible").evaluate_all(
        "all => all.filter(text => text.textContent).map(text =>"
        " parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d)"
    )
    assert min(digits) >= 44
    stage.press("Escape")
    page.set_viewport_size({"width": 1366, "height": 768})
    stage.edit("x 0 0 0", "9")  # what it reads can be edited here too
    stage.expect_number("first 0 0 0", "54")
    page.get_by_text("Then 1×1", exact=True).click()
    expect(stage.root).to_have_attribute("data-stage", "groups")
    stage.expect_number("x 0 0 0", "9")
