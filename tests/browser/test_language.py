"""Language and theme in a real browser: where they come from, and what a switch leaves alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from convviz.formats import link as share
from convviz.lessons.presets import presets
from tests.browser.stage import Stage

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def expect_language(page: Page, tag: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", tag)


def background(page: Page) -> list[int]:
    colour = page.locator(".stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    return [int(part) for part in re.findall(r"\d+", colour)[:3]]


LOCALES = {"zh-TW": True, "de": False, "zh-CN": True, "en-GB": False}  # whether Chinese


@pytest.mark.parametrize(("address", "locales"), [("/play/", [*LOCALES]), ("/", ["zh-TW", "de"])])
def test_the_browser_decides_at_the_first_visit(
    browser: Browser, app_url: str, address: str, locales: list[str]
) -> None:
    for locale in locales:
        chinese = LOCALES[locale]
        page = browser.new_page(locale=locale)
        Stage(page).open(app_url + address)
        expect_language(page, "zh-Hans" if chinese else "en")
        assert bool(CHINESE.search(page.locator("h1").inner_text())) == chinese, locale
        expect(page).to_have_url(re.compile(rf"[?&]lang={'zh' if chinese else 'en'}\b"))
        page.close()


def test_the_address_decides_over_the_browser(page: Page, app_url: str) -> None:
    Stage(page).open(f"{app_url}/?lang=zh")
    expect_language(page, "zh-Hans")
    Stage(page).open(f"{app_url}/?lang=tlh")
    expect_language(page, "en")


def test_a_switch_is_one_click_and_keeps_everything(page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url)
    stage.edit("x 0 0 0", "7")
    stage.expect_number("x 0 0 0", "7")
    page.keyboard.press("Escape")
    stage.press("3", "ArrowRight", "ArrowRight")
    stage.expect_step(2)
    numbers = stage.numbers("")
    page.get_by_role("button", name="中文", exact=True).click()
    expect_language(page, "zh-Hans")
    expect(page.locator("h1")).to_have_text(CHINESE)
    expect(stage.root).to_have_attribute("lang", "zh-Hans")
    stage.expect_step(2)
    assert stage.numbers("") == numbers
    expect(page).to_have_title(CHINESE)
    expect(stage.root.locator("button[value=undo]")).to_be_enabled()
    page.reload()
    stage.ready()
    expect_language(page, "zh-Hans")
    assert stage.numbers("") == numbers
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator("h1")).to_have_text("Multiple input channels")
    stage.expect_step(2)


def test_a_switch_takes_an_open_field_along(page: Page, app_url: str) -> None:
    """Turn the whole page where the click leaves a field whose number was not entered yet."""
    for lesson in ("", "geometry"):
        stage = Stage(page).open(f"{app_url}/{lesson}?lang=en")
        stage.cell("x 0 0 0").focus()
        stage.press("7")
        # As a touch does: leaving the field and the click come without a pause.
        page.get_by_role("button", name="中文", exact=True).evaluate(
            "(button) => { button.focus(); button.click() }"
        )
        expect_language(page, "zh-Hans")
        expect(page.locator("h1")).to_have_text(CHINESE)
        expect(stage.root).to_have_attribute("lang", "zh-Hans")
        stage.expect_number("x 0 0 0", "7")


def test_a_switch_turns_what_was_refused_and_noticed_too(page: Page, app_url: str) -> None:
    two = share.encode(presets()["d2l_two_in"])
    stage = Stage(page).open(f"{app_url}/geometry?lang=en&s={two}")
    notice = page.locator(".st-key-controls [data-testid=stText]")
    expect(notice).to_have_text(
        "This page shows the first input channel and its first kernel slice."
    )
    stage.edit("x 0 0 0", "nonsense")
    expect(stage.refusal()).to_contain_text("nonsense")
    page.get_by_role("button", name="中文", exact=True).click()
    expect(stage.refusal()).to_have_text(CHINESE)
    expect(stage.refusal()).to_contain_text("nonsense")
    expect(stage.refusal()).not_to_contain_text("number")
    expect(notice).to_have_text(CHINESE)


def test_a_language_holds_on_the_other_pages(page: Page, app_url: str) -> None:
    Stage(page).open(f"{app_url}/?lang=zh")
    page.get_by_role("navigation").get_by_role("link").nth(3).click()
    expect(page.locator("[data-stage=geometry]")).to_be_visible()
    expect(page.locator("h1")).to_have_text(CHINESE)
    expect(page).to_have_url(re.compile("/geometry.*lang=zh"))


def test_the_theme_follows_the_system_until_one_is_chosen(page: Page, app_url: str) -> None:
    stage = Stage(page).open(app_url)
    assert min(background(page)) > 200
    page.emulate_media(color_scheme="dark")
    expect(stage.root).to_have_class(re.compile(r"\bdark\b"))
    assert max(background(page)) < 60
    stage.press("ArrowRight")
    stage.expect_step(1)
    page.get_by_role("button", name="Light theme").click()
    expect(stage.root).not_to_have_class(re.compile(r"\bdark\b"))
    assert min(background(page)) > 200
    stage.expect_step(1)
    page.reload()
    stage.ready()
    assert min(background(page)) > 200
    page.goto(f"{app_url}/pooling")
    expect(page.locator("[data-stage=pooling]")).to_be_visible(timeout=20_000)
    assert min(background(page)) > 200
    # What the system says anyway is no choice of its own: it is followed again.
    page.get_by_role("button", name="Dark theme").click()
    expect(stage.root).to_have_class(re.compile(r"\bdark\b"))
    page.emulate_media(color_scheme="light")
    expect(stage.root).not_to_have_class(re.compile(r"\bdark\b"))


def test_a_page_in_a_frame_has_no_switches(page: Page, app_url: str) -> None:
    Stage(page).open(f"{app_url}/?embed=true&lang=zh")
    expect_language(page, "zh-Hans")
    expect(page.get_by_role("button", name="English")).to_be_hidden()
