"""The receptive field in the browser: keys, clicks, the address, the law of frames, room."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from convviz.playback.film import Film
from convviz.playback.receptive_field import GRANULARITIES, FieldAnimation
from convviz.playback.two_kernels import KernelsAnimation
from tests.browser.law import faults, open_film
from tests.browser.stage import Stage
from tests.browser.visits import Visit
from tests.core.test_two_kernels import PAIRS
from tests.playback.test_receptive_field import NETWORKS

ADDRESS = "/receptive_field"


@pytest.fixture
def stage(visit: Visit, app_url: str) -> Stage:
    return visit(app_url + ADDRESS)


def worn(stage: Stage, prefix: str) -> list[str]:
    return [number for number in stage.numbers(prefix) if number]


@pytest.mark.parametrize("name", ["two", "holes", "uneven", "zeros_only"])
def test_every_step_in_any_order_is_the_still(name: str, page: Page, tmp_path: Path) -> None:
    follows_the_law(
        name, [FieldAnimation(NETWORKS[name], g) for g in GRANULARITIES], page, tmp_path
    )


@pytest.mark.parametrize("name", ["exercise", "boxes", "fractions"])
def test_two_kernels_in_any_order_are_the_still(name: str, page: Page, tmp_path: Path) -> None:
    films = [KernelsAnimation(PAIRS[name], g) for g in ("channel", "window")]
    follows_the_law(name, films, page, tmp_path)


def follows_the_law(name: str, films: Sequence[Film], page: Page, folder: Path) -> None:
    """Every step of these films shows the still, in whatever order."""
    file = folder / "film.html"
    for animation in films:
        animation.to_html(file)
        open_film(page, file)
        count = len(animation.moments)
        order = [*range(count), *reversed(range(count))]
        order += random.Random(name).choices(range(count), k=20)
        stills = [animation.still(step) for step in range(count)]
        assert faults(page, folder, stills, order) == [], animation.granularity


def test_keys_step_by_cell_and_by_map(stage: Stage) -> None:
    assert (stage.step, stage.steps) == (0, 10)
    assert worn(stage, "") == []
    stage.press("ArrowRight")
    once = [1, 2, 3, 2, 1]
    assert worn(stage, "map 0 ") == [str(a * b) for a in once for b in once]
    stage.press("ArrowRight", "PageDown", "End", "PageUp")
    stage.expect_step(8)
    stage.press("1", "Home", "ArrowRight")
    assert stage.steps == 28
    assert worn(stage, "map 0 ") == worn(stage, "map 1 ") == []
    stage.press("ArrowRight")
    assert worn(stage, "map 1 ") == ["1"] * 9
    assert worn(stage, "map 0 ") == []
    stage.press("2")  # there is nothing between a map and a cell
    stage.expect_step(2)
    stage.press("ArrowRight")
    assert len(worn(stage, "map 0 ")) == 25
    stage.press("3")
    stage.expect_step(1)


def test_a_click_on_an_output_cell_goes_there(stage: Stage) -> None:
    stage.cell("y 0 1 2").click()
    stage.expect_step(6)
    active = stage.page.locator("[data-cell][data-active]")
    assert active.count() == 25 + 9 + 1
    assert stage.cell("map 0 1 2").get_attribute("data-active") is not None
    assert stage.cell("map 0 0 2").get_attribute("data-active") is None
    assert stage.equation().startswith("Y[1,2]: ")
    assert stage.page.locator(".editor").count() == 0


def test_a_click_on_an_input_cell_marks_the_outputs_that_see_it(stage: Stage) -> None:
    stage.cell("map 0 0 0").click()
    used = stage.page.locator("[data-uses]")
    assert used.evaluate_all("all => all.map(e => e.dataset.cell)") == ["y 0 0 0"]
    stage.cell("map 1 4 4").click()
    assert used.evaluate_all("all => all.map(e => e.dataset.cell)") == ["y 0 2 2"]
    stage.cell("map 0 3 3").click()
    assert used.count() == 9
    stage.press("Enter", "5")
    assert stage.page.locator(".editor").count() == 0


def test_only_what_the_page_offers_is_there(stage: Stage) -> None:
    for name in ("Undo", "Redo", "Reset"):
        expect(stage.root.locator(f"button[aria-label={name}]")).to_be_disabled()
    grains = stage.root.locator("[aria-label=Granularity] button:visible")
    assert grains.all_text_contents() == ["map", "cell"]


def test_a_setting_is_undone_by_a_button_and_had_back_by_a_key(stage: Stage) -> None:
    size = stage.page.get_by_label("Input size")
    size.fill("9")
    size.press("Enter")
    expect(stage.root).to_have_attribute("data-steps", "26")
    stage.root.locator("button[aria-label=Undo]").click()
    expect(stage.root).to_have_attribute("data-steps", "10")
    expect(size).to_have_count(1)  # the one before goes a moment later
    expect(size).to_have_value("7")
    stage.press("Control+Shift+z")
    expect(stage.root).to_have_attribute("data-steps", "26")
    expect(size).to_have_count(1)
    expect(size).to_have_value("9")
    expect(stage.page).to_have_url(re.compile("size=9"))


def test_the_address_brings_back_network_and_place(stage: Stage) -> None:
    page = stage.page
    page.get_by_label("Input size").fill("9")
    page.get_by_label("Input size").press("Enter")
    expect(page).to_have_url(re.compile("size=9"))
    expect(stage.root).to_have_attribute("data-steps", "26")
    page.locator("[data-stage]").focus()
    stage.press("1", "Home", *["ArrowRight"] * 5)
    expect(page).to_have_url(re.compile("step=5&g=product|g=product.*step=5"))
    before = page.evaluate("() => location.href")
    page.reload()
    stage.ready()
    stage.expect_step(5)
    assert page.evaluate("() => location.href") == before
    assert worn(stage, "map 1 ") == ["1"] * 9


def test_a_refused_setting_leaves_the_picture(stage: Stage) -> None:
    page = stage.page
    stage.press("ArrowRight")
    page.get_by_label("Input size").fill("4")
    page.get_by_label("Input size").press("Enter")
    expect(page.get_by_text("Layer 2: The kernel covers 3 rows")).to_be_visible()
    stage.expect_step(1)
    assert len(worn(stage, "map 0 ")) == 25


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?layers=k3s1p1d1.k3s1p1d1.k3s1p1d1&size=12",
        "?layers=k3s1p1d1.k3s1p2d2.k3s1p3d4&size=12",
        "?layers=k1s1p3d1.k1s1p0d1.k1s1p0d1&size=12",
    ],
)
def test_a_laptop_shows_it_whole(query: str, page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url + ADDRESS + query)
    stage.settle()
    overflow = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        " return [m.scrollHeight - m.clientHeight, m.scrollWidth - m.clientWidth] }"
    )
    assert overflow == [0, 0]
    bar = stage.root.locator(".bar").bounding_box()
    assert bar and bar["y"] + bar["height"] <= 768


def test_back_leaves_the_page_in_one_step_and_its_network_stays(page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url)

    def go(link: str, scene: str) -> None:
        page.get_by_role("link", name=link).click()
        expect(stage.root).to_have_attribute("data-stage", scene)

    go("Receptive field", "receptive_field")
    stage.settle()
    page.go_back()
    expect(stage.root).to_have_attribute("data-stage", "multi_input")
    go("Receptive field", "receptive_field")
    size = page.locator("input[type=number]").first
    size.fill("9")
    size.press("Enter")
    expect(page).to_have_url(re.compile("size=9"))
    go("Geometry", "geometry")
    go("Receptive field", "receptive_field")
    expect(page).to_have_url(re.compile("size=9"))
    expect(size).to_have_value("9")
    stage.settle()
    page.go_back()
    expect(stage.root).to_have_attribute("data-stage", "geometry")


def test_two_kernels_as_one_step_present_and_come_back(stage: Stage) -> None:
    page = stage.page
    page.get_by_text("Two kernels as one", exact=True).click()
    expect(stage.root).to_have_attribute("data-stage", "two_kernels")
    assert page.locator("[data-stage]").count() == 1  # keys have one stage to act on
    stage.root.focus()
    stage.press("Home", "3", "End")
    assert worn(stage, "e 0 ") == ["1", "2", "0", "2", "4", "4", "-3", "2", "8"]
    assert worn(stage, "y 0 ")[-1] == worn(stage, "y 0 ")[8] == "392"
    assert stage.equation().startswith("Y[2,2] = ") and stage.equation().endswith(" = 392")
    last = stage.step
    stage.press("PageUp")
    stage.expect_step(last - 1)
    assert worn(stage, "y 0 ")[-1] == "372"
    stage.cell("e 0 1 1").click()
    assert stage.equation().endswith(" = 4")
    assert stage.cell("x 0 1 1").get_attribute("data-active") is not None
    assert stage.cell("x 0 1 2").get_attribute("data-active") is None
    assert worn(stage, "y 0 ") == []
    here = stage.step
    expect(page).to_have_url(re.compile(rf"step={here}\b"))
    page.reload()
    stage.ready()
    stage.expect_step(here)
    expect(stage.root).to_have_attribute("data-stage", "two_kernels")
    assert stage.equation().endswith(" = 4")
    stage.root.focus()
    stage.press("f")
    expect(page.locator(".convviz.present")).to_be_visible()
    stage.press("PageDown")
    stage.expect_step(here + 1)
    inside = page.evaluate(
        "() => [...document.querySelectorAll('*')].flatMap(e => e.shadowRoot ? [e.shadowRoot] : [])"
        ".flatMap(r => [...r.querySelectorAll('.present > svg')]).map(svg => {"
        " const box = svg.getBoundingClientRect();"
        " return [...svg.querySelectorAll('.cell')].every(cell => { const b = cell"
        ".getBoundingClientRect(); return b.left >= box.left - 1 && b.right <= box.right + 1"
        " && b.top >= box.top - 1 && b.bottom <= box.bottom + 1 }) })"
    )
    assert inside == [True]
    stage.press("Escape")
    page.get_by_text("Two kernels as one", exact=True).click()
    expect(stage.root).to_have_attribute("data-stage", "receptive_field")
    expect(page).not_to_have_url(re.compile("first="))
