"""What a first look at each page asks for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from convviz.lessons.contents import CONTENTS, Entry
from tests.browser.stage import Stage

FONTS = """() => performance.getEntriesByType("resource").map(entry => entry.name)
  .filter(name => name.includes("woff"))"""


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["laptop", "phone"])
@pytest.mark.parametrize("entry", CONTENTS, ids=lambda entry: entry.address or "first")
def test_no_font_is_loaded(page: Page, entry: Entry, size: tuple[int, int]) -> None:
    """Nor does it log an error, such as a file that is not there: the fixture sees to that."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"/{entry.address}")
    if entry.presents:
        Stage(page).ready().settle()
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(FONTS) == []


def test_no_font_is_loaded_where_nothing_is_kept_from_another_page(
    browser: Browser, app_url: str
) -> None:
    """A menu is drawn there; how soon depends on what is kept, and here nothing is."""
    for _ in range(3):
        context = browser.new_context()
        stage = Stage(context.new_page()).open(f"{app_url}/multi_output").settle()
        expect(stage.page.get_by_test_id("stMenuButton")).to_be_visible()
        assert stage.page.evaluate(FONTS) == []
        context.close()
