"""All examples in a browser: found by a word, seen, opened; the way there and back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from convviz.export.gallery import cards
from tests.browser.stage import Stage


def test_a_lesson_leads_to_all_examples_and_one_that_is_found_opens(page: Page) -> None:
    Stage(page).open("/?lang=en")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="All examples").click()
    hall = page.locator(".convviz.gallery")
    expect(hall.locator("li")).to_have_count(len(cards()))
    first = hall.locator("img").first
    expect(first).not_to_have_js_property("naturalWidth", 0)
    # What is far below is not loaded before it is seen.
    assert hall.locator("img").last.evaluate("image => image.naturalWidth") == 0
    hall.get_by_role("searchbox").fill("nine 7x7")
    shown = hall.locator("li:not([hidden])")
    expect(shown).to_have_count(1)
    expect(hall.get_by_role("status")).to_have_text("Examples: 1")
    expect(hall.locator("section:not([hidden]) h2")).to_have_text(["Geometry"])
    shown.get_by_role("link").click()
    stage = Stage(page).ready()
    expect(page).to_have_url(re.compile(r"/geometry\?.*s=1\."))
    assert len(stage.numbers("x 0")) == 64
    assert page.evaluate("window.same")  # nothing was loaded anew
    page.go_back()
    expect(hall.locator("li")).to_have_count(len(cards()))
    hall.get_by_role("searchbox").fill("nothing says this")
    expect(hall.get_by_role("status")).to_have_text("No example says that.")


def test_the_pictures_follow_the_theme_and_fit_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.goto("/examples?lang=zh")
    image = page.locator(".convviz.gallery img").first
    expect(image).to_have_attribute("src", re.compile("lang=zh&dark=1"))
    expect(image).not_to_have_js_property("naturalWidth", 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
