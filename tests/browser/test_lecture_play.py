"""A lecture is prepared with one key and played with a clicker alone, in full screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from convviz.lessons.contents import CONTENTS
from convviz.lessons.lecture import Place
from convviz.playback.chapter import chapter
from tests.browser.stage import Stage
from tests.browser.test_lecture_list import Desk

PRESENTS = {entry.address for entry in CONTENTS if entry.presents}
SHOWS = {"": "multi_input", "receptive_field": "two_kernels"}

# Where a presented lecture is, once nothing is on its way; null before.
NOW = """() => {
  const find = root => root.querySelector("[data-stage]") ?? [...root.querySelectorAll("*")]
    .map(e => e.shadowRoot && find(e.shadowRoot)).find(Boolean)
  const stage = find(document)
  if (!stage || document.querySelector("dialog[aria-label]:modal")) return null
  const said = part => stage.querySelector(part)?.textContent ?? ""
  const texts = [...stage.querySelectorAll("svg text, .prose, header h2, .where, .which, .coming")]
    .filter(text => text.getClientRects().length && text.textContent.trim())
  const outside = texts.filter(text => {
    const { left, top, right, bottom } = text.getBoundingClientRect()
    return Math.min(left, top, innerWidth - right, innerHeight - bottom) < -1
  }).map(text => text.textContent)
  return {
    page: location.pathname.slice(1), show: stage.dataset.stage, step: +stage.dataset.step,
    which: said(".playing .which"), title: said(".playing strong"),
    coming: said(".coming:not([hidden])"), outside,
    scrolls: stage.scrollHeight > stage.clientHeight,
    presents: stage.matches(".present:popover-open"),
    full: document.fullscreenElement?.localName ?? null,
  }
}"""
MOVED = (
    f"before => {{ const now = ({NOW})(); return now && (JSON.stringify(now) !== before) && now }}"
)


def press(page: Page, key: str) -> dict[str, Any]:
    """Press a key, and wait until something else is seen."""
    before = page.evaluate(f"() => JSON.stringify(({NOW})())")
    page.keyboard.press(key)
    found: dict[str, Any] = page.wait_for_function(MOVED, arg=before, timeout=20_000).json_value()
    return found


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1024, 768)])
def test_the_chapter_is_clicked_through_with_one_key(
    page: Page, app_url: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    desk = Desk(page).open(f"{app_url}/lecture?lang=en&l=chapter", 18)
    desk.button("Play from the first").click()
    expect(page.locator("[data-stage]")).to_be_visible(timeout=20_000)
    expect(page.locator("html:fullscreen")).to_have_count(1)
    places = chapter().places
    shown = [(n, place) for n, place in enumerate(places, 1) if place.page in PRESENTS]
    now = page.evaluate(NOW)
    presses = 0
    for index, (n, place) in enumerate(shown):
        assert (now["which"], now["title"]) == (f"place {n} of {len(places)}", place.title)
        while now["which"] == f"place {n} of {len(places)}":
            assert (now["page"], now["show"]) == (place.page, SHOWS.get(place.page, place.page))
            assert now["presents"] and now["full"] == "html", now
            assert not now["scrolls"] and now["outside"] == [], now
            following = shown[index + 1][1] if index + 1 < len(shown) else None
            if now["coming"]:
                assert following and now["coming"] == f"PageDown: next, {following.title}"
            if following is None and _ended(place, now["step"], page):
                break
            now = press(page, "PageDown")
            presses += 1
    assert now["which"] == f"place {len(places)} of {len(places)}"
    now = press(page, "PageDown")
    assert now["coming"] == "The lecture ends here."
    page.keyboard.press("PageDown")
    assert page.evaluate(NOW) == now
    assert press(page, "PageUp")["coming"] == ""
    assert 80 < presses < 160


def _ended(place: Place, step: int, page: Page) -> bool:
    steps = int(page.locator("[data-stage]").get_attribute("data-steps") or 0)
    return step == (steps - 1 if place.until is None else place.until)


def told(stage: Stage) -> str:
    message = stage.root.locator(".told [role=status]")
    expect(message).to_be_visible()
    return message.text_content() or ""


def test_three_places_are_collected_put_in_order_and_played(page: Page, app_url: str) -> None:
    stage = Stage(page).open(f"{app_url}/?lang=en")
    stage.press("ArrowRight", "l")
    assert told(stage) == "Place 1 of the lecture."
    stage.press("l")
    expect(stage.root.locator(".told [role=status]")).to_have_text(
        "It is place 1 of the lecture already."
    )
    stage.press("ArrowRight", "ArrowRight", "Shift+L")
    expect(stage.root.locator(".told [role=status]")).to_have_text(
        "Place 1 of the lecture ends here."
    )
    page.get_by_role("link", name="Pooling").click()
    expect(page.locator("[data-stage=pooling]")).to_be_visible()
    stage.edit("x 0 0 0", "99")
    stage.expect_number("x 0 0 0", "99")
    stage.press("Escape", "3")
    stage.button("Add to the lecture").click()
    assert told(stage) == "Place 2 of the lecture."
    stage.press("ArrowRight", "l")
    expect(stage.root.locator(".told [role=status]")).to_have_text("Place 3 of the lecture.")
    stage.root.locator(".told").get_by_role("button", name="Undo").click()
    expect(stage.root.locator(".told [role=status]")).to_have_text("Undone.")
    page.get_by_role("link", name="Receptive field").click()
    expect(page.locator("[data-stage=receptive_field]")).to_be_visible()
    stage.press("PageDown", "l")
    assert told(stage) == "Place 3 of the lecture."
    page.get_by_role("link", name="Lecture", exact=True).click()
    desk = Desk(page).expect(3)
    assert [place["page"] for place in desk.stored["places"]] == ["", "pooling", "receptive_field"]
    assert [place.get("until") for place in desk.stored["places"]] == [3, None, None]
    desk.button("Place 3 up").click()
    desk.root.get_by_label("Title of place 2").fill("What a cell sees")
    desk.root.get_by_label("Note of place 2").fill("Ask: how much?")
    page.reload()
    desk.expect(3)
    desk.button("Play from the first").click()
    expect(page.locator("[data-stage=multi_input]")).to_be_visible(timeout=20_000)
    expect(stage.root.locator(".which")).to_have_text("place 1 of 3")
    stage.expect_step(1)
    assert press(page, "PageDown")["step"] == 2
    assert press(page, "PageDown")["step"] == 3
    assert press(page, "PageDown")["coming"] == "PageDown: next, What a cell sees"
    now = press(page, "PageDown")
    assert (now["page"], now["step"], now["which"]) == ("receptive_field", 1, "place 2 of 3")
    note = stage.root.locator(".playing .note")
    expect(note).to_be_hidden()
    stage.press("t")
    expect(note).to_have_text("Ask: how much?")
    stage.press("t")
    expect(note).to_be_hidden()
    now = press(page, "Shift+PageDown")
    assert (now["page"], now["step"], now["which"]) == ("pooling", 0, "place 3 of 3")
    stage.expect_number("x 0 0 0", "99")
    assert stage.root.get_attribute("data-grain") == "window"
    assert press(page, "Shift+PageUp")["which"] == "place 2 of 3"
    stage.saved()
    page.reload()  # the lecture goes on
    expect(stage.root.locator(".which")).to_have_text("place 2 of 3", timeout=20_000)
    stage.press("ArrowRight", "Escape")
    expect(page.locator(".convviz.present")).to_have_count(0)
    expect(note).to_be_visible()
    stage.button("End the lecture").click()
    expect(stage.root.locator(".playing")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("present"))
    page.reload()
    expect(stage.root).to_be_visible(timeout=20_000)
    expect(stage.root.locator(".playing")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("present"))
