"""The list of a lecture: put in order by keys and by dragging, kept, passed on, never lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from convviz.lessons.lecture import Lecture, Place, document, encode, to_json

MINE = Lecture("Mine", [Place("", {"step": str(n)}, title=f"place {n}") for n in range(3)])
THEIRS = Lecture(
    "<b>Theirs</b>", [Place("matrix", {"g": "window"}, 3, "<img src=x>", "ask & wait")]
)


class Desk:
    """The list on its page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".convviz.lecture")
        self.rows = self.root.locator("li")

    def open(self, url: str, places: int | None = None) -> Desk:
        self.page.goto(url)
        expect(self.root).to_be_visible(timeout=20_000)
        return self if places is None else self.expect(places)

    def expect(self, places: int) -> Desk:
        expect(self.rows).to_have_count(places)
        return self

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    @property
    def titles(self) -> list[str]:
        found: list[str] = self.root.locator("li .title").evaluate_all(
            "all => all.map(e => e.value)"
        )
        return found

    @property
    def status(self) -> Locator:
        return self.root.locator(".status")

    @property
    def stored(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.page.evaluate("() => localStorage.getItem('convviz-lecture')")
        )
        return found


def keep(page: Page, lecture: Lecture, app_url: str) -> None:
    """Have a list of one's own before the page is opened."""
    page.goto(f"{app_url}/_stcore/health")
    page.evaluate("text => localStorage.setItem('convviz-lecture', text)", to_json(lecture))


@pytest.fixture
def desk(page: Page, app_url: str) -> Desk:
    keep(page, MINE, app_url)
    return Desk(page).open(f"{app_url}/lecture?lang=en", 3)


def test_the_keyboard_alone_puts_a_lecture_in_order(desk: Desk) -> None:
    page = desk.page
    desk.button("Place 1 down").focus()
    page.keyboard.press("Enter")
    expect(desk.status).to_have_text("Place 1 is place 2 now.")
    assert desk.titles == ["place 1", "place 0", "place 2"]
    expect(desk.button("Place 2 down")).to_be_focused()  # it goes on
    page.keyboard.press("Enter")
    expect(desk.button("Place 3 up")).to_be_focused()  # there is no further down
    assert desk.titles == ["place 1", "place 2", "place 0"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert desk.expect(4).titles == ["place 1", "place 2", "place 0", "place 0"]
    expect(desk.button("Duplicate place 4")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(desk.status).to_have_text("Place 4 is deleted; Undo brings it back.")
    expect(desk.button("Delete place 3")).to_be_focused()
    desk.button("Undo").press("Enter")
    assert desk.expect(4).titles[-1] == "place 0"
    title = desk.root.get_by_label("Title of place 1")
    title.fill("new <b>name</b>")
    desk.root.get_by_label("Note of place 1").fill("ask: what comes?\nthen wait")
    desk.root.get_by_label("First step of place 1").fill("2")
    desk.root.get_by_label("Last step of place 1; empty: to the end").fill("5")
    page.reload()
    desk.expect(4)
    assert desk.titles[0] == "new <b>name</b>" and desk.root.locator("b").count() == 0
    assert desk.stored["places"][0] == {
        "page": "",
        "query": {"step": "2"},
        "until": 5,
        "title": "new <b>name</b>",
        "note": "ask: what comes?\nthen wait",
    }


def test_a_place_is_dragged_to_another(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1366, "height": 1000})
    grip, last = desk.root.locator(".grip").first, desk.rows.last
    grip.hover()
    desk.page.mouse.down()
    box = last.bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 10, steps=8)
    assert desk.titles == ["place 1", "place 2", "place 0"]
    desk.page.mouse.up()
    expect(desk.status).to_have_text("Place 1 is place 3 now.")
    assert [place["title"] for place in desk.stored["places"]] == ["place 1", "place 2", "place 0"]


def test_a_link_asks_before_it_takes_the_place_of_a_list(desk: Desk, app_url: str) -> None:
    page, link = desk.page, encode(THEIRS)
    for answer, titles in [
        ("Keep mine", ["place 0", "place 1", "place 2"]),
        ("Put it after mine", ["place 0", "place 1", "place 2", "<img src=x>"]),
        ("Open it", ["<img src=x>"]),
    ]:
        desk.open(f"{app_url}/lecture?lang=en&l={link}", 4 if answer == "Open it" else 3)
        expect(desk.root.get_by_role("group", name="A lecture in the link")).to_contain_text(
            "“<b>Theirs</b>” with 1 places; a list of yours has"
        )
        desk.button(answer).click()
        assert desk.expect(len(titles)).titles == titles
        expect(desk.root.locator(".question")).to_be_hidden()
        assert "l=" not in page.url
    desk.button("Undo").click()
    desk.expect(4)
    desk.open(f"{app_url}/lecture?lang=en&l=1.broken")
    expect(desk.status).to_contain_text("This link holds no lecture: part of it is missing")
    desk.expect(4)


def test_a_lecture_leaves_as_a_file_and_as_a_link_and_comes_back(
    desk: Desk, tmp_path: Path
) -> None:
    page = desk.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with page.expect_download() as download:
        desk.button("Save a file").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "Mine.json" and json.loads(saved.read_text("utf-8")) == document(MINE)
    desk.button("Copy the link").click()
    expect(desk.status).to_have_text("The link is copied.")
    link = desk.root.get_by_label("Link of this lecture").input_value()
    assert page.evaluate("() => navigator.clipboard.readText()") == link
    assert link.endswith(f"/lecture?lang=en&l={encode(MINE)}")
    desk.button("New lecture").click()
    desk.expect(0)
    expect(desk.root).to_contain_text("In a lesson the key L adds what is shown")
    desk.root.locator("input[type=file]").set_input_files(saved)
    desk.expect(3)
    expect(desk.status).to_have_text("The file is open.")
    broken = tmp_path / "broken.json"
    broken.write_text('{"version": 1, "places": [{"page": "https://evil.example"}]}')
    desk.root.locator("input[type=file]").set_input_files(broken)
    expect(desk.status).to_contain_text("place 1: there is no page 'https://evil.example'")
    desk.expect(3)
    desk.button("QR code").click()
    expect(desk.root.get_by_role("dialog")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(page: Page, app_url: str) -> None:
    deny = "() => { throw new DOMException('denied', 'SecurityError') }"
    page.add_init_script(f"Storage.prototype.setItem = Storage.prototype.getItem = {deny}")
    desk = Desk(page).open(f"{app_url}/lecture?lang=zh", 0)
    desk.button("本章的讲课").click()
    desk.expect(18)
    expect(desk.status).to_contain_text("这个浏览器不保存数据")
    page.get_by_role("link", name="多输入通道").first.click()
    expect(page.locator("[data-stage]")).to_be_visible()
    page.get_by_role("link", name="讲课").click()
    desk.expect(18)  # it is there for the tab
