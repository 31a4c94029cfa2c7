"""The app works without a network: nothing is asked of another host."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from convviz import animate, presets
from convviz.lessons.contents import CONTENTS
from tests.browser.stage import Stage, rest


def note_requests(page: Page) -> set[str]:
    """Origins that the page asks from now on, WebSockets included."""
    asked: set[str] = set()

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):  # made by the page itself
            asked.add(parts.netloc)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
    return asked


def test_a_full_tour_asks_the_server_alone(page: Page, app_url: str) -> None:
    asked = note_requests(page)
    quiet = page.locator("[data-test-script-state=notRunning]")
    opened = 0
    for entry in CONTENTS:
        page.goto(f"{app_url}/{entry.address}?lang=zh")
        shown = page.locator(
            "[data-stage], .convviz-costs, .convviz:is(.lecture, .practice), "
            ".convviz:is(.images, .gallery) li"
        )
        expect(shown.first).to_be_visible(timeout=20_000)
        expect(quiet).to_be_attached()
        # Every further view, with what it loads.
        rest(page)
        toggles = page.locator("[data-testid=stCheckbox] label")
        opened += toggles.count()
        for index in range(toggles.count()):
            toggles.nth(index).click()
            expect(quiet).to_be_attached()
        if entry.presents:
            Stage(page).ready().press("f", "ArrowRight", "b", "b", "q", "Escape", "Escape")
    page.get_by_role("button", name="English", exact=True).click()
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert opened > 2 * sum(entry.presents for entry in CONTENTS)
    assert asked == {urlsplit(app_url).netloc}


def test_a_file_asks_nobody(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "lesson.html"
    animate(presets()["d2l_two_in"]).to_html(path)
    asked = note_requests(page)
    stage = Stage(page).open(path.as_uri())
    stage.press("f", "ArrowRight", "b", "b", "Escape")
    stage.expect_step(1)
    assert asked == {""}  # the file itself
