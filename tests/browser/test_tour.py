"""A tour for a first visit: it is offered once, in the way of nothing, and again when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.errors import note_errors
from tests.browser.stage import Stage
from tests.browser.test_access import violations


@pytest.fixture
def page(
    browser: Browser, browser_context_args: dict[str, Any], page_errors: list[str]
) -> Iterator[Page]:
    """The page of someone who has never been here."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    note_errors(page, page_errors.append)
    yield page
    context.close()
    assert page_errors == []


def invitation(page: Page) -> Locator:
    return page.locator(".invitation:visible")


def test_five_stops_once_and_again_when_asked_for(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/play/?lang=en").settle()
    before = stage.root.bounding_box()
    assert violations(page) == []
    invitation(page).get_by_role("button", name="Take the tour").click()
    tour = page.get_by_role("group", name="Tour")
    for n in range(1, 6):
        expect(tour).to_contain_text(f"{n} / 5")
        expect(page.locator("[data-toured]")).to_have_count(1)
        if n == 3:
            assert violations(page) == []
        stage.press("Enter")
    expect(tour).to_have_count(0)
    stage.expect_step(0)
    assert stage.root.bounding_box() == before  # nothing moved for it
    page.reload()
    stage.ready().settle()
    expect(invitation(page)).to_have_count(0)
    stage.button("Keys").click()
    stage.button("Take the tour").click()
    expect(tour).to_contain_text("1 / 5")
    stage.press("Escape")
    expect(tour).to_have_count(0)


def test_who_goes_on_is_asked_no_more_and_a_link_or_a_class_never(page: Page, app_url: str) -> None:
    stage = Stage(page)
    for query in ("step=3", "present=1", "embed=true", "s=1.x"):
        stage.open(f"{app_url}/play/?lang=en&{query}")
        expect(invitation(page)).to_have_count(0)
    stage.open(f"{app_url}/play/?lang=en")
    expect(invitation(page)).to_have_count(1)
    stage.press("ArrowRight")
    expect(invitation(page)).to_have_count(0)
    stage.open(f"{app_url}/play/multi_output?lang=en")
    expect(invitation(page)).to_have_count(0)
