"""The cost page in a browser: what it fetches and when, its address, room on a phone."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from convviz.formats.design import EXAMPLE
from tests.browser.stage import Stage, rest


def table(page: Page) -> Locator:
    return page.get_by_role("region", name="Costs").locator("table")


def open_page(page: Page, url: str) -> Page:
    page.goto(url)
    expect(table(page)).to_be_visible(timeout=20_000)
    Stage(page).taken_over()
    return page


def test_plotly_comes_when_the_charts_are_opened(page: Page, app_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, f"{app_url}/cost?compare=resnet")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url.lower()]
    page.get_by_text("Charts", exact=True).click()
    charts = page.locator(".convviz-figure")
    expect(charts).to_have_count(4)
    weights = page.get_by_role("img", name=re.compile("Bar chart, Weights, linear scale"))
    expect(weights.locator(".bars .point")).to_have_count(4, timeout=30_000)
    expect(weights.locator(".gtitle")).to_have_text("Weights")
    expect(weights.get_by_text("1,179,648")).to_be_visible()
    assert len([url for url in asked if "/plotly-" in url]) == 1
    assert all(url.startswith((app_url, "blob:", "data:")) for url in asked)


def test_bars_of_very_different_lengths_have_a_logarithmic_axis(page: Page, app_url: str) -> None:
    design = quote("1 -> 1, 1x1, 1x1")
    open_page(page, f"{app_url}/cost?compare=mobilenet&design={design}")
    page.get_by_text("Charts", exact=True).click()
    weights = page.get_by_role("img", name=re.compile("Bar chart, Weights, logarithmic scale"))
    expect(weights.locator(".gtitle")).to_have_text("Weights, log scale", timeout=30_000)
    widths: list[float] = weights.locator(".bars .point").evaluate_all(
        "bars => bars.map(bar => bar.getBoundingClientRect().width)"
    )
    assert min(widths) > 10


def test_a_typed_design_is_in_the_address_and_comes_back(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/cost")
    field = page.get_by_label("Your designs: one line a layer")
    field.fill(EXAMPLE)
    field.press("Control+Enter")
    expect(table(page)).to_contain_text("12,443,648")
    expect(page).to_have_url(re.compile("design=192"))
    page.reload()
    expect(table(page)).to_contain_text("12,443,648", timeout=20_000)
    expect(field).to_have_value(EXAMPLE)
    field.fill("<b>a</b>")
    field.press("Control+Enter")
    expect(page.get_by_text("“<b>a</b>” is not C_in -> C_out")).to_be_visible()
    expect(table(page)).not_to_contain_text("12,443,648")


def test_the_pages_hand_the_numbers_on(page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url)
    stage.edit("x 0 0 0", "42")
    stage.expect_number("x 0 0 0", "42")
    page.get_by_role("link", name="Cost").click()
    expect(table(page)).to_contain_text("2 → 1, 2×2, 3×3")
    page.get_by_label("Width W").fill("5")
    page.get_by_label("Width W").press("Enter")
    expect(table(page)).to_contain_text("2 → 1, 2×2, 3×5")
    rest(page)
    page.reload()
    expect(table(page)).to_contain_text("2 → 1, 2×2, 3×5", timeout=20_000)
    page.get_by_role("link", name="Multiple inputs").click()
    stage.expect_number("x 0 0 0", "42")
    expect(stage.cell("x 0 2 4")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_page_is_never_wider_than_the_window(
    page: Page, app_url: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, f"{app_url}/cost?compare=resnet&design={quote(EXAMPLE)}")
    sizes: list[int] = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        " return [m.scrollWidth, m.clientWidth] }"
    )
    assert sizes[0] <= sizes[1]
    cut: list[str] = (
        table(page)
        .locator(".count")
        .evaluate_all(
            "cells => cells.filter(c => c.scrollWidth > c.clientWidth + 1).map(c => c.textContent)"
        )
    )
    assert cut == []


def test_a_first_visit_shows_the_stage_whole_and_it_presents(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/cost?compare=inception")
    stage = Stage(page).ready().settle()
    expect(stage.button("Next step")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("combobox", name="Comparison")).to_be_in_viewport(ratio=1)
    assert (
        stage.page.locator("[data-cell^=count]").all_text_contents() == [""] * 16
    )  # nothing is there before its step
    stage.press("f", "ArrowRight", "ArrowRight")
    stage.expect_step(2)
    expect(page.locator('[data-cell="count 0 0"]')).to_have_text("153,600")
    expect(page.locator('[data-cell="count 0 1"]')).to_have_text("")
    assert stage.equation() == "Weights = c_o·c_i·k_h·k_w; 5×5: 32·192·5·5 = 153,600"
    page.set_viewport_size({"width": 1920, "height": 1080})
    stage.press("End")
    sizes: list[float] = stage.root.locator("svg text:visible").evaluate_all(
        "all => all.filter(text => text.textContent).map(text =>"
        " parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    assert min(sizes) >= 24
    stage.press("Escape")
    expect(table(page)).to_be_visible()


def test_back_goes_between_two_designs(page: Page, app_url: str) -> None:
    first, second = "192 -> 32, 5x5, 28x28, pad 2", "3 -> 4, 3x3, 8x8"
    open_page(page, f"{app_url}/cost")
    field = page.get_by_label("Your designs: one line a layer")
    for typed, weights in ((first, "153,600"), (second, "108")):
        field.fill(typed)
        field.press("Control+Enter")
        expect(table(page).locator("tr", has_text="Weights")).to_contain_text(weights)
        expect(page).to_have_url(re.compile("design=" + typed.split()[0]))
    page.go_back()
    expect(field).to_have_value(first)
    expect(table(page).locator("tr", has_text="Weights")).to_contain_text("153,600")
    page.go_forward()
    expect(field).to_have_value(second)


def test_five_columns_do_not_scroll_sideways_and_are_readable(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/cost?compare=resnet&design={quote(EXAMPLE)}")
    region = page.get_by_role("region", name="Costs")
    widths: list[int] = region.evaluate("all => [all.scrollWidth, all.clientWidth]")
    assert widths[0] <= widths[1]
    page.set_viewport_size({"width": 1920, "height": 1080})
    sizes: list[float] = region.locator(":is(th, td, small)").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 16
